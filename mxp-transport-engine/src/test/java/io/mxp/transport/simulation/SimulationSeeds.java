/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.file.Path;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

/**
 * The seeds of a test run: 1 to 20, {@code -Dmxp.sim.seeds=N} for 1 to N, or
 * {@code -Dmxp.sim.seed=N} for that one alone. {@code -Dmxp.sim.trace=DIRECTORY} writes
 * the traces as text.
 */
final class SimulationSeeds {

	private static final int ORDINARY = 20;

	private SimulationSeeds() {
	}

	static LongStream all() {
		Long one = Long.getLong("mxp.sim.seed");
		return (one != null) ? LongStream.of(one) : LongStream.rangeClosed(1, Long.getLong("mxp.sim.seeds", ORDINARY));
	}

	/** Where to write traces; null for nowhere. */
	static @Nullable Path traceDirectory() {
		String directory = System.getProperty("mxp.sim.trace");
		return (directory != null) ? Path.of(directory) : null;
	}

}
