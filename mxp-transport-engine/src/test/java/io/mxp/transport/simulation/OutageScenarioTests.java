/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.stream.LongStream;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of outages, of handshakes under loss, of closes and of long lives. */
class OutageScenarioTests {

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S10", "REL-26" })
	void blackholes(long seed) {
		ScenarioTests.run("S10", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S11", "REL-23" })
	void outagesAroundTheIdleTimeout(long seed) {
		ScenarioTests.run("S11", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S14", "SEC-32" })
	@Attack("A01")
	void longChainAndLostClientPackets(long seed) {
		ScenarioTests.run("S14", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S16", "REL-09", "SEC-36" })
	void lossMatrix(long seed) {
		ScenarioTests.run("S16", seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 94, 119, 175 })
	@Requirement({ "S16", "REL-09" })
	void handshakeMessagesAreRepeatedWhateverFillsTheWindow(long seed) {
		ScenarioTests.run("S16", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S27", "REL-10" })
	void serverWithoutBudget(long seed) {
		ScenarioTests.run("S27", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S30", "REL-24" })
	void closes(long seed) {
		ScenarioTests.run("S30", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S33", "REL-30", "SEC-27" })
	void soak(long seed) {
		ScenarioTests.run("S33", seed);
	}

}
