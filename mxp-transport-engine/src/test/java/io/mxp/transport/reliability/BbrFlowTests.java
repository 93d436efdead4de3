/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Flows over one bottleneck of 20 Mbit/s and 50 ms, in virtual time. */
class BbrFlowTests {

	@ParameterizedTest
	@CsvSource({ "0, 0.95", "0.001, 0.95", "0.01, 0.95", "0.05, 0.85" })
	@Requirement("REL-27")
	void oneFlowFillsTheLinkAndLeavesTheQueueShort(double loss, double utilization) throws ProtocolViolation {
		FlowSimulation flows = new FlowSimulation(1, 20, 50, 1, loss).flow("bbr", 0).run(5, 35);
		assertThat(flows.utilization()).isGreaterThanOrEqualTo(utilization);
		assertThat(flows.queueBdp(50)).isLessThanOrEqualTo(0.1);
		assertThat(flows.queueBdp(95)).isLessThanOrEqualTo(0.3);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1, 4 })
	@Requirement("REL-28")
	void twoFlowsShareEvenly(double queue) throws ProtocolViolation {
		FlowSimulation flows = new FlowSimulation(1, 20, 50, queue, 0).flow("bbr", 0.1).flow("bbr", 0.6).run(60, 90);
		assertThat(flows.jain()).isGreaterThanOrEqualTo(0.95);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1, 2, 4 })
	@Requirement("REL-28")
	void neitherBbrNorCubicStarvesTheOther(double queue) throws ProtocolViolation {
		FlowSimulation flows = new FlowSimulation(1, 20, 50, queue, 0).flow("bbr", 0.1).flow("cubic", 0.6).run(20, 80);
		assertThat(flows.share(0)).isGreaterThanOrEqualTo(0.2);
		assertThat(flows.share(1)).isGreaterThanOrEqualTo(0.2);
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, 0.01, 0.05 })
	@Requirement("REL-29")
	void noFallbackAtRandomLossOfFivePercentOrLess(double loss) throws ProtocolViolation {
		FlowSimulation flows = new FlowSimulation(3, 20, 50, 1, loss).flow("bbr", 0).run(5, 60);
		assertThat(flows.sender(0).congestion().times(CongestionSignal.FALLBACK_SWITCHED)).isZero();
	}

	@Test
	@Requirement("REL-29")
	void lossThatStaysHighBringsTheFallback() throws ProtocolViolation {
		FlowSimulation flows = new FlowSimulation(1, 20, 50, 1, 0.2).flow("bbr", 0).run(5, 20);
		assertThat(flows.sender(0).congestion().state()).isEqualTo("FALLBACK");
		assertThat(flows.sender(0).congestion().times(CongestionSignal.FALLBACK_SWITCHED)).isEqualTo(1);
	}

	@Test
	@Requirement("REL-29")
	void switchesAreFiveSecondsApart() {
		FallbackRule rule = new FallbackRule();
		long second = 1_000_000_000L;
		// Rounds of 250 ms: five rounds are over after 1 s.
		for (int round = 0; round < 4; round++) {
			assertThat(rule.onRound(101, true, round * second / 4)).isFalse();
		}
		assertThat(rule.onRound(101, true, second)).isTrue();
		// Clean from 1.25 s on: 5 s of it end at 6.25 s.
		for (int round = 5; round < 25; round++) {
			assertThat(rule.onRound(19, true, round * second / 4)).isTrue();
		}
		assertThat(rule.onRound(19, true, 25 * second / 4)).isFalse();
		// Bad again at once: 1 s would do, but 5 s have to pass.
		for (int round = 26; round < 45; round++) {
			assertThat(rule.onRound(500, true, round * second / 4)).isFalse();
		}
		assertThat(rule.onRound(500, true, 45 * second / 4)).isTrue();
		assertThat(rule.switches()).isEqualTo(3);
	}

	@Test
	void theLimitItselfBringsNoFallback() {
		FallbackRule rule = new FallbackRule();
		for (int round = 0; round < 100; round++) {
			assertThat(rule.onRound(100, true, round * 1_000_000_000L)).isFalse();
		}
	}

}
