/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BulkRunTests {

	private static final long SECOND = 1_000_000_000L;

	/** 8 Mbit/s are 1,000 bytes a millisecond. */
	private static final Bottleneck LINK = Bottleneck.of(8, 20);

	@Test
	void linkInNumbers() {
		assertThat(LINK.bdpBytes()).isEqualTo(20_000);
		assertThat(LINK.withQueueBdp(0.25).queueBytes()).isEqualTo(5_000);
		assertThat(LINK.withQueueBdp(0.01).queueBytes()).isEqualTo(1_500);
	}

	@Test
	void oneFlowFillsALinkWithAQueue() {
		BulkReport report = BulkRun.over(LINK, 1).flow("newreno", 0).run(12 * SECOND);
		assertThat(report.capacityBytes()).isEqualTo(8_000_000);
		assertThat(report.utilization()).isBetween(0.95, 1.0001);
		// NewReno leaves no more in the queue than it holds.
		assertThat(report.queueP95Bdp()).isBetween(report.queueP50Bdp(), 1.0);
		assertThat(report.jain()).isEqualTo(1);
		FlowReport flow = report.flows().get(0);
		// Headers, tags and acknowledged overhead take a few per cent.
		assertThat(flow.goodputBitsPerSecond()).isBetween(0.85 * 8_000_000, 0.99 * 8_000_000);
		assertThat(flow.medianRttNanos()).isBetween(20_000_000L, 42_000_000L);
		assertThat(flow.packetsLost()).isPositive().isLessThanOrEqualTo(report.dropped());
		assertThat(flow.samples()).hasSize(600);
	}

	@Test
	void flowsShareTheLink() {
		BulkReport report = BulkRun.over(LINK, 1).flow("newreno", 0).flow("newreno", 500_000_000).run(12 * SECOND);
		assertThat(report.utilization()).isBetween(0.95, 1.0001);
		assertThat(report.flows()).extracting(FlowReport::startNanos).containsExactly(0L, 500_000_000L);
		assertThat(report.jain()).isGreaterThan(0.8);
		assertThat(report.share("newreno")).isEqualTo(1);
	}

	@Test
	void rateStepsChangeTheCapacity() {
		BulkReport report = BulkRun.over(LINK, 1)
			.flow("newreno", 0)
			.measureFrom(0)
			.rateAt(2 * SECOND, 4_000_000)
			.rateAt(3 * SECOND, 16_000_000)
			.run(4 * SECOND);
		// 2 s of 1,000,000 bytes, 1 s of 500,000, 1 s of 2,000,000.
		assertThat(report.capacityBytes()).isCloseTo(4_500_000, within(0.1));
		assertThat(report.samples()).extracting(LinkSample::bitsPerSecond)
			.contains(8_000_000L, 4_000_000L, 16_000_000L);
	}

	@Test
	void burstFillsTheQueue() {
		BulkReport report = BulkRun.over(LINK.withQueueBdp(4), 1)
			.flow("newreno", 0)
			.burst(2 * SECOND, 100_000_000, 10)
			.run(4 * SECOND);
		long most = report.samples()
			.stream()
			.filter((sample) -> sample.atNanos() > 2 * SECOND && sample.atNanos() < 2_100_000_000L)
			.mapToLong(LinkSample::waitingBytes)
			.max()
			.orElseThrow();
		assertThat(most).isBetween(78_000L, 80_000L);
		// 1,000,000 bytes come in 100 ms; 100,000 leave and 80,000 wait.
		assertThat(report.dropped()).isGreaterThan(600);
	}

	@Test
	void sameSeedGivesTheSameRun() {
		Bottleneck lossy = LINK.withLoss(0.01);
		String digest = BulkRun.over(lossy, 5).flow("newreno", 0).run(SECOND).digest();
		assertThat(BulkRun.over(lossy, 5).flow("newreno", 0).run(SECOND).digest()).isEqualTo(digest);
		assertThat(BulkRun.over(lossy, 6).flow("newreno", 0).run(SECOND).digest()).isNotEqualTo(digest);
	}

	@Test
	void lostPacketHoldsUpOrderedCallsOnly() {
		long[] unordered = OrderingRun.latencies(false, "newreno", 1, 10_000_000, 0, 1_000, 1);
		long[] ordered = OrderingRun.latencies(true, "newreno", 1, 10_000_000, 0, 1_000, 1);
		// No loss, no rate: each call takes one delay.
		assertThat(unordered).hasSize(1_000).containsOnly(5_000_000);
		assertThat(ordered).hasSize(1_000).containsOnly(5_000_000);
		unordered = OrderingRun.latencies(false, "newreno", 1, 10_000_000, 0.01, 500, 10);
		ordered = OrderingRun.latencies(true, "newreno", 1, 10_000_000, 0.01, 500, 10);
		long[] ordered2 = ordered;
		// One packet in a hundred is late; ordered, so are the calls sent until it is
		// repaired, a round trip later.
		assertThat(late(unordered)).isBetween(25L, 90L);
		assertThat(late(ordered)).isGreaterThan(3 * late(unordered));
	}

	private static long late(long[] latencies) {
		return Arrays.stream(latencies).filter((latency) -> latency > 5_000_000).count();
	}

}
