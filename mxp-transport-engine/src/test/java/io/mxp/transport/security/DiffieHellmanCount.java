/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/** How many Diffie-Hellman computations this process has done. */
public final class DiffieHellmanCount {

	private DiffieHellmanCount() {
	}

	public static long now() {
		return Curve25519.agreements();
	}

}
