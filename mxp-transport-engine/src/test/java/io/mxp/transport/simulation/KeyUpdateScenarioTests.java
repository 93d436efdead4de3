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

class KeyUpdateScenarioTests {

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 20);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S12", "SEC-27" })
	void keysChangeOnACleanLink(long seed) {
		ScenarioTests.run("S12", seed);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	@Requirement({ "S13", "SEC-29" })
	void aHundredChangesOnABadLink(long seed) {
		ScenarioTests.run("S13", seed);
	}

}
