/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * Where random bytes come from: a CSPRNG in the engine, a seeded generator in a
 * simulation.
 */
public interface RandomSource {

	/**
	 * Fills an array.
	 * @param bytes the array to fill
	 */
	void nextBytes(byte[] bytes);

	/**
	 * Draws one number.
	 * @return any of the 2^64 values with the same probability
	 */
	long nextLong();

}
