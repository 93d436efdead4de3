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

/** Twenty seeds of each scenario of addresses that change. */
class MigrationScenarioTests {

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 20);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S23", "SEC-32", "SEC-39" })
	void anotherPort(long seed) {
		ScenarioTests.run("S23", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S24", "SEC-32", "REL-16" })
	void anotherAddress(long seed) {
		ScenarioTests.run("S24", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S25", "SEC-40" })
	void aMoveOnPurpose(long seed) {
		ScenarioTests.run("S25", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S26", "SEC-32", "SEC-42" })
	@Attack("A21")
	void aForgedMove(long seed) {
		ScenarioTests.run("S26", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S31", "SEC-44" })
	void aServerThatForgets(long seed) {
		ScenarioTests.run("S31", seed);
	}

}
