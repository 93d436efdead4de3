/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.mxp.transport.Requirement;

/** The scenarios of {@link PathScenarios}, 20 seeds each. */
class PathScenarioTests {

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S21", "REL-11", "REL-12" })
	void reordering(long seed) {
		ScenarioTests.run("S21", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S22", "REL-09" })
	void jitter(long seed) {
		ScenarioTests.run("S22", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S28", "REL-06" })
	void lostAcknowledgements(long seed) {
		ScenarioTests.run("S28", seed);
	}

	@Test
	@Requirement("S28")
	void lossOfTheLastAcknowledgementsIsNoLossOfGoodput() {
		// Everything was there after 4 s; the last acknowledgements took 23 s more.
		ScenarioTests.run("S28", 95);
	}

	@ParameterizedTest
	@ValueSource(longs = { 64, 534, 524 })
	@Requirement({ "S28", "REL-09" })
	void whatIsLostBesideTheAcknowledgementsIsRepairedSoon(long seed) {
		// 64, 534: ACKs of one probe timeout after the other; 524: frames that gave
		// credit.
		ScenarioTests.run("S28", seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 120, 177, 974 })
	@Requirement({ "S28", "REL-17" })
	void creditThatIsLostWithWhatRepeatsItIsAskedFor(long seed) {
		// The receiver's own timer had backed off: nothing moved for 1.3 to 2.8 s.
		ScenarioTests.run("S28", seed);
	}

}
