/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.SplittableRandom;

import io.mxp.transport.security.RandomSource;

/** Where an endpoint of a simulation takes its "secrets" from: repeatable on purpose. */
final class SimulatedRandom implements RandomSource {

	private final SplittableRandom random;

	SimulatedRandom(SplittableRandom random) {
		this.random = random;
	}

	@Override
	public void nextBytes(byte[] bytes) {
		this.random.nextBytes(bytes);
	}

	@Override
	public long nextLong() {
		return this.random.nextLong();
	}

}
