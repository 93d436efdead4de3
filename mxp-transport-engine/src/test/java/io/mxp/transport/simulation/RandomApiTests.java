/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.stream.LongStream;

import io.mxp.transport.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link RandomApi}, 20 seeds each. */
class RandomApiTests {

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "REL-02", "REL-13", "SEC-16" })
	void anythingAtAnyTime(long seed) {
		Simulation sim = Simulation.seeded(seed).baseLink();
		if (SimulationSeeds.traceDirectory() != null) {
			sim.traceTo(SimulationSeeds.traceDirectory().resolve("random-" + seed + ".txt"));
		}
		new RandomApi(sim, 0).run();
		sim.closeAndCheck();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S34", "REL-02" })
	void anythingWhereMemoryIsRefused(long seed) {
		ScenarioTests.run("S34", seed);
	}

}
