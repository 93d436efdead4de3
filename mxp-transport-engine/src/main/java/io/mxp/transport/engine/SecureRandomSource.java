/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.security.SecureRandom;

import io.mxp.transport.security.RandomSource;

/**
 * The platform's CSPRNG.
 */
final class SecureRandomSource implements RandomSource {

	private final SecureRandom random = new SecureRandom();

	@Override
	public void nextBytes(byte[] bytes) {
		this.random.nextBytes(bytes);
	}

	@Override
	public long nextLong() {
		return this.random.nextLong();
	}

}
