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

import static org.assertj.core.api.Assertions.assertThat;

/** The scenarios of {@link DatagramScenarios}, 20 seeds each. */
class DatagramScenarioTests {

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S32", "REL-22", "REL-13" })
	void burstOfDatagrams(long seed) {
		ScenarioResult first = Scenarios.of("S32").run(seed, SimulationSeeds.traceDirectory());
		if (seed == 1) {
			assertThat(Scenarios.of("S32").run(seed)).isEqualTo(first);
		}
	}

}
