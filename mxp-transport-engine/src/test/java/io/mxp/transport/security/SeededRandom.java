/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.SplittableRandom;

/** A RandomSource whose values depend on its seed only. */
final class SeededRandom implements RandomSource {

	private final SplittableRandom random;

	SeededRandom(long seed) {
		this.random = new SplittableRandom(seed);
	}

	@Override
	public void nextBytes(byte[] bytes) {
		this.random.nextBytes(bytes);
	}

	@Override
	public long nextLong() {
		return this.random.nextLong();
	}

	byte[] bytes(int length) {
		byte[] bytes = new byte[length];
		nextBytes(bytes);
		return bytes;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

}
