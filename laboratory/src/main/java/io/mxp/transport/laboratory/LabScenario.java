/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.mxp.transport.simulation.Bottleneck;
import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.BulkRun;

/**
 * Flows on one simulated link.
 *
 * @param group the part of the index that it belongs to
 * @param page of its page, such as {@code 50ms-1bdp-0loss-2flows}
 * @param title what happens
 * @param link the shared link
 * @param flows the controllers of the flows, in the order of their start
 * @param durationNanos virtual time
 * @param change what happens on the way
 */
record LabScenario(Group group, String page, String title, Bottleneck link, List<String> flows, long durationNanos,
		UnaryOperator<BulkRun> change) {

	static final long SECOND = 1_000_000_000L;

	private static final double[] LOSSES = { 0, 0.001, 0.01, 0.05 };

	private static final double[] QUEUES = { 0.1, 0.25, 0.5, 1, 4 };

	private static final long SEED = 1;

	/** Parts of the index. */
	enum Group {

		ONE("One flow: loss and queue"), MANY("Two and eight flows"), MIXED("Beside CUBIC"),
		CHANGES("A path that changes");

		private final String title;

		Group(String title) {
			this.title = title;
		}

		String title() {
			return this.title;
		}

	}

	BulkReport run() {
		BulkRun run = this.change.apply(BulkRun.over(this.link, SEED));
		for (int i = 0; i < this.flows.size(); i++) {
			run.flow(this.flows.get(i), i * this.durationNanos / 60);
		}
		return run.run(this.durationNanos);
	}

	/** All that are run, for each of these controllers. */
	static List<LabScenario> all(Set<String> controllers) {
		List<LabScenario> all = new ArrayList<>();
		for (Bottleneck base : List.of(Bottleneck.of(20, 50), Bottleneck.of(100, 1))) {
			boolean wide = base.rttNanos() > 10_000_000;
			for (double queue : QUEUES) {
				for (double loss : LOSSES) {
					if (wide || queue == 1 || loss == 0) {
						alike(all, Group.ONE, base.withQueueBdp(queue).withLoss(loss), 1, controllers);
					}
				}
			}
			for (int flows : new int[] { 2, 8 }) {
				for (double queue : QUEUES) {
					alike(all, Group.MANY, base.withQueueBdp(queue), flows, controllers);
				}
				alike(all, Group.MANY, base.withLoss(0.01), flows, controllers);
			}
			for (double queue : QUEUES) {
				besideCubic(all, base.withQueueBdp(queue), controllers);
			}
			besideCubic(all, base.withLoss(0.01), controllers);
		}
		changes(all, controllers);
		return all;
	}

	private static void alike(List<LabScenario> all, Group group, Bottleneck link, int flows, Set<String> controllers) {
		for (String controller : controllers) {
			all.add(new LabScenario(group, name(link) + "-" + flows + ((flows == 1) ? "flow" : "flows"),
					title(link) + ", " + flows + ((flows == 1) ? " flow" : " flows"), link,
					Collections.nCopies(flows, controller), duration(link), (run) -> run));
		}
	}

	private static void besideCubic(List<LabScenario> all, Bottleneck link, Set<String> controllers) {
		for (String controller : controllers) {
			if (!controller.equals("cubic") && controllers.contains("cubic")) {
				all.add(new LabScenario(Group.MIXED, name(link) + "-beside-cubic",
						title(link) + ", beside a CUBIC flow", link, List.of(controller, "cubic"), duration(link),
						(run) -> run));
			}
		}
	}

	private static void changes(List<LabScenario> all, Set<String> controllers) {
		Bottleneck link = Bottleneck.of(20, 50);
		long at = 15 * SECOND;
		for (String controller : controllers) {
			List<String> one = List.of(controller);
			all.add(new LabScenario(Group.CHANGES, "rate-to-a-tenth",
					title(link) + ", a tenth of the rate from 15 s on", link, one, 2 * at,
					(run) -> run.measureFrom(at).rateAt(at, 2_000_000)));
			all.add(new LabScenario(Group.CHANGES, "rate-doubled", title(link) + ", twice the rate from 15 s on", link,
					one, 2 * at, (run) -> run.measureFrom(at).rateAt(at, 40_000_000)));
			all.add(new LabScenario(Group.CHANGES, "burst",
					title(link) + ", strangers send at ten times the rate for 100 ms at 15 s", link, one, 2 * at,
					(run) -> run.measureFrom(at).burst(at, 100_000_000, 10)));
		}
	}

	private static long duration(Bottleneck link) {
		return (link.rttNanos() > 10_000_000) ? 30 * SECOND : 6 * SECOND;
	}

	private static String name(Bottleneck link) {
		return link.rttNanos() / 1_000_000 + "ms-" + number(link.queueBdp()) + "bdp-" + number(link.loss() * 100)
				+ "loss";
	}

	private static String title(Bottleneck link) {
		return link.bitsPerSecond() / 1_000_000 + " Mbit/s, " + link.rttNanos() / 1_000_000 + " ms, queue "
				+ number(link.queueBdp()) + " BDP, " + number(link.loss() * 100) + " % loss";
	}

	static String number(double value) {
		return (value == Math.rint(value)) ? String.valueOf((long) value) : String.valueOf(value);
	}

}
