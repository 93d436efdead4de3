/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Overwrites secrets that are not needed any more. */
final class Erasure {

	private Erasure() {
	}

	static void erase(byte[]... secrets) {
		for (byte[] secret : secrets) {
			Arrays.fill(secret, (byte) 0);
		}
	}

	static void eraseIfPresent(byte @Nullable [] secret) {
		if (secret != null) {
			Arrays.fill(secret, (byte) 0);
		}
	}

}
