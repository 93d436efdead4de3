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

/** Clients that come back, with many seeds. */
class ResumptionScenarioTests {

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S07", "SEC-13" })
	void resumption(long seed) {
		ScenarioTests.run("S07", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S08", "SEC-48" })
	void earlyRequests(long seed) {
		ScenarioTests.run("S08", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S09", "SEC-49", "SEC-51" })
	void earlyRefused(long seed) {
		ScenarioTests.run("S09", seed);
	}

}
