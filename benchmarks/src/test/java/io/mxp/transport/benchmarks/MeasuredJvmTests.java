/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.util.Map;

import io.mxp.transport.benchmarks.peer.Values;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MeasuredJvmTests {

	@Test
	void readsRangesOfCores() {
		assertThat(MeasuredJvm.cores("0-2,5")).containsExactly(0, 1, 2, 5);
		assertThat(MeasuredJvm.cores("3")).containsExactly(3);
	}

	@Test
	void aRoleThatFailsIsAFailureWithItsReason() {
		assertThatExceptionOfType(BenchFailure.class)
			.isThrownBy(() -> MeasuredJvm.start("nobody", 0, -1, BenchOptions.defaults(), Map.of()))
			.withMessage("The nobody failed: java.lang.IllegalArgumentException: unknown role nobody");
	}

	@Test
	void answersUntilItIsClosed() {
		try (MeasuredJvm receiver = MeasuredJvm.start("nio-receiver", 0, -1, BenchOptions.defaults(), Map.of())) {
			assertThat(receiver.opened().number("port")).isPositive();
			assertThat(receiver.on("mark").number("messages")).isZero();
		}
	}

	@Test
	void valuesTravelOnALine() {
		Values values = new Values().with("port", 9).with("driver", "epoll").with("name", "two words");
		assertThat(values).hasToString("port=9 driver=epoll name=two_words");
		assertThat(Values.parse(values.toString()).number("port")).isEqualTo(9);
		assertThat(Values.parse("").text("driver")).isEmpty();
	}

}
