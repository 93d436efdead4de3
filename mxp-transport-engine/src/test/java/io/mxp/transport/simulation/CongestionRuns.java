/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;

/**
 * The runs by which the register judges congestion control (REL-27, REL-28, REL-29, S35):
 * one definition for the tests and for {@code bin/sim --scenario}.
 */
public final class CongestionRuns {

	/** REL-27 and REL-29 name these shares of random loss. */
	public static final List<Double> LOSSES = List.of(0.0, 0.001, 0.01, 0.05);

	/** More than any controller should have to bear: here a fallback may be right. */
	public static final double HEAVY_LOSS = 0.2;

	/** REL-28: queues in BDP. */
	public static final List<Double> QUEUES = List.of(1.0, 4.0);

	private static final long SECOND = 1_000_000_000L;

	private static final long LENGTH = 60 * SECOND;

	private static final long PHASE = 7 * SECOND;

	private CongestionRuns() {
	}

	/** 20 Mbit/s, 50 ms, a queue of 1 BDP. */
	public static Bottleneck link() {
		return Bottleneck.of(20, 50);
	}

	/** REL-27, REL-29: one flow for 60 s; measured from 20 s on. */
	public static BulkReport oneFlow(String controller, double loss, long seed) {
		return BulkRun.over(link().withLoss(loss), seed).flow(controller, 0).run(LENGTH);
	}

	/**
	 * REL-29: one flow for 120 s, of which every other 7 s lose {@link #HEAVY_LOSS}: what
	 * makes a controller change its mind as often as it may.
	 */
	public static BulkReport lossThatComesAndGoes(String controller, long seed) {
		BulkRun run = BulkRun.over(link(), seed).flow(controller, 0);
		for (long at = PHASE; at < 2 * LENGTH; at += 2 * PHASE) {
			run.lossAt(at, HEAVY_LOSS).lossAt(at + PHASE, 0);
		}
		return run.run(2 * LENGTH);
	}

	/**
	 * REL-28: two flows, the second 2 s behind the first, for 60 s; measured from 30 s
	 * on.
	 */
	public static BulkReport twoFlows(String first, String second, double queueBdp, long seed) {
		return BulkRun.over(link().withQueueBdp(queueBdp), seed)
			.flow(first, 0)
			.flow(second, 2 * SECOND)
			.measureFrom(LENGTH / 2)
			.run(LENGTH);
	}

	/**
	 * S35: beside a flow of CUBIC that was there first, on the base link of the
	 * scenarios, for 30 s; measured from 10 s on.
	 */
	public static BulkReport besideCubic(String controller, long seed) {
		// 10 Mbit/s, 15 ms one way, 25 packets of 1,200 bytes.
		return BulkRun.over(Bottleneck.of(10, 30).withQueueBdp(0.8), seed)
			.flow("cubic", 0)
			.flow(controller, SECOND)
			.run(30 * SECOND);
	}

	/** REL-28: what the first flow has of the goodput of both. */
	public static double shareOfFirst(BulkReport report) {
		double first = report.flows().get(0).goodputBitsPerSecond();
		return first / (first + report.flows().get(1).goodputBitsPerSecond());
	}

	/** REL-29: how often the first flow changed its congestion control. */
	public static long switches(BulkReport report) {
		List<FlowSample> samples = report.flows().get(0).samples();
		return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).fallbackSwitches();
	}

	/**
	 * REL-29: the least time between two switches of the first flow, in seconds, as far
	 * as samples show it, which are 0.1 or 0.2 s apart; infinite with less than two
	 * switches.
	 */
	public static double leastSecondsBetweenSwitches(List<FlowSample> samples) {
		double least = Double.POSITIVE_INFINITY;
		long before = 0;
		long beforeNanos = -1;
		for (FlowSample sample : samples) {
			if (sample.fallbackSwitches() > before) {
				if (beforeNanos >= 0) {
					least = Math.min(least, (sample.atNanos() - beforeNanos) / 1e9);
				}
				if (sample.fallbackSwitches() > before + 1) {
					least = 0;
				}
				before = sample.fallbackSwitches();
				beforeNanos = sample.atNanos();
			}
		}
		return least;
	}

}
