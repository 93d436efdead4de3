/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scenarios of the requirements, 20 seeds each. The gates are in {@link Scenarios};
 * that nothing leaks, no nonce repeats, nobody amplifies and no exception escapes is
 * checked in each of them.
 */
class ScenarioTests {

	/** Seeds that are run twice to see that they give the same trace. */
	private static final int REPEATED = 3;

	static LongStream seeds() {
		return SimulationSeeds.all();
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S01", "SEC-16", "SEC-32", "REL-01" })
	void handshake(long seed) {
		run("S01", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S02", "REL-02", "REL-13", "REL-18" })
	void parallelTransfersInSmallWindows(long seed) {
		run("S02", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement("S03")
	void longRoundTrip(long seed) {
		run("S03", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S05", "REL-20" })
	void manyStreams(long seed) {
		run("S05", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S06", "SEC-34" })
	void retry(long seed) {
		run("S06", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S15", "REL-25" })
	void handshakesUnderLoss(long seed) {
		run("S15", seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 678, 827 })
	@Requirement("S15")
	void answersToRepeatedInitialsAreNoFewerThanProbes(long seed) {
		// The client answered each with one PING, which put off its two probes again.
		run("S15", seed);
	}

	@ParameterizedTest
	@ValueSource(longs = { 309, 906 })
	@Requirement("S15")
	void messagesThatWereAnsweredLeaveRoomForProbes(long seed) {
		// The client's lost Initials filled its window when the server repeated its own.
		run("S15", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S17", "REL-02", "REL-08" })
	void transferUnderLoss(long seed) {
		run("S17", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement("S04")
	void suites(long seed) {
		run("S04", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S18", "SEC-18", "SEC-21" })
	void handshakesUnderCorruption(long seed) {
		run("S18", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S19", "SEC-21" })
	void transferUnderCorruption(long seed) {
		run("S19", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S20", "REL-02", "SEC-20" })
	void duplication(long seed) {
		run("S20", seed);
	}

	@Test
	@Requirement("REL-01")
	void anotherSeedGivesAnotherTrace() {
		Set<String> digests = new HashSet<>();
		for (Scenario scenario : Scenarios.all()) {
			if (scenario.id().equals("S01") || scenario.id().equals("S20")) {
				digests.add(scenario.run(1).digest());
				digests.add(scenario.run(2).digest());
			}
		}
		assertThat(digests).hasSize(4);
	}

	static void run(String id, long seed) {
		Scenario scenario = Scenarios.of(id);
		ScenarioResult first = scenario.run(seed, SimulationSeeds.traceDirectory());
		if (seed <= REPEATED) {
			assertThat(scenario.run(seed)).as("%s, seed %d, twice", id, seed).isEqualTo(first);
		}
	}

}
