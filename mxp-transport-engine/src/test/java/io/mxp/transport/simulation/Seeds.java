/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.SplittableRandom;

/**
 * One seed, many streams of randomness: each user of randomness has a stream of its own,
 * named by what it is for, so that a new user shifts nobody else's numbers.
 */
final class Seeds {

	private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;

	private static final long FNV_PRIME = 0x0000_0100_0000_01B3L;

	private final long seed;

	Seeds(long seed) {
		this.seed = seed;
	}

	/** The stream for one purpose; the same name gives the same numbers. */
	SplittableRandom stream(String name) {
		long hash = FNV_OFFSET;
		for (int i = 0; i < name.length(); i++) {
			hash = (hash ^ name.charAt(i)) * FNV_PRIME;
		}
		return new SplittableRandom(mix(hash ^ mix(this.seed)));
	}

	private static long mix(long value) {
		long z = (value + 0x9E37_79B9_7F4A_7C15L);
		z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
		return z ^ (z >>> 31);
	}

}
