/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FigureTests {

	@Test
	void isOneLineOfJson() {
		Figure figure = new Figure("throughput", 1_234_567.891, "messages/s").with("seconds", 2.5)
			.with("losses", 0L)
			.with("note", "a \"quoted\" \\ line\nbreak");
		assertThat(figure.toJson()).isEqualTo("{\"name\":\"throughput\",\"value\":1234568,\"unit\":\"messages/s\","
				+ "\"seconds\":2.500,\"losses\":0,\"note\":\"a \\\"quoted\\\" \\\\ line\\u000abreak\"}");
	}

	@Test
	void whatIsNoNumberIsNull() {
		assertThat(new Figure("x", Double.NaN, "s").toJson())
			.isEqualTo("{\"name\":\"x\",\"value\":null,\"unit\":\"s\"}");
	}

}
