/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.mxp.transport.laboratory.Measurement.Figure;
import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.CongestionRuns;

/** What the requirements register says about congestion control, with its limits. */
final class Register {

	private static final double LONGEST_SECONDS = 60;

	/** 5 s, less what samples that are 0.2 s apart cannot tell. */
	private static final double SECONDS_BETWEEN_SWITCHES = 4.8;

	private Register() {
	}

	static Map<String, String> titles() {
		return new TreeMap<>(Map.of("REL-27", "one flow, 20 Mbit/s, 50 ms, queue 1 BDP, 0 to 5 % random loss", "REL-28",
				"two flows, queue of 1 and 4 BDP: with their like, beside CUBIC", "REL-29",
				"switches of congestion control: how often, how far apart"));
	}

	/** The measurements of a requirement. */
	static List<Measurement> measurements(String id) {
		List<Measurement> all = new ArrayList<>();
		switch (id) {
			case "REL-27" -> CongestionRuns.LOSSES.forEach((loss) -> all.add(oneFlow(loss)));
			case "REL-28" -> CongestionRuns.QUEUES.forEach((queue) -> {
				all.add(twoAlike(queue));
				all.add(besideCubic(queue));
			});
			case "REL-29" -> {
				CongestionRuns.LOSSES.forEach((loss) -> all.add(noSwitches(loss)));
				all.add(switches(percent(CongestionRuns.HEAVY_LOSS) + " loss",
						(controller, seed) -> CongestionRuns.oneFlow(controller, CongestionRuns.HEAVY_LOSS, seed)));
				all.add(switches(percent(CongestionRuns.HEAVY_LOSS) + " loss, 7 s on, 7 s off",
						CongestionRuns::lossThatComesAndGoes));
			}
			default -> throw new IllegalArgumentException("there is no measurement " + id);
		}
		return all;
	}

	private static Measurement oneFlow(double loss) {
		return new Measurement("REL-27", percent(loss) + " loss",
				(controller, seed) -> CongestionRuns.oneFlow(controller, loss, seed),
				List.of(Figure.atLeast("utilization", (loss > 0.01) ? 0.85 : 0.95, BulkReport::utilization),
						Figure.atMost("queue p50, BDP", 0.1, BulkReport::queueP50Bdp),
						Figure.atMost("queue p95, BDP", 0.3, BulkReport::queueP95Bdp)));
	}

	private static Measurement twoAlike(double queue) {
		return new Measurement("REL-28", "two alike, queue " + LabScenario.number(queue) + " BDP",
				(controller, seed) -> CongestionRuns.twoFlows(controller, controller, queue, seed),
				List.of(Figure.atLeast("Jain, 30 to 60 s", 0.95, BulkReport::jain)));
	}

	private static Measurement besideCubic(double queue) {
		return new Measurement("REL-28", "beside CUBIC, queue " + LabScenario.number(queue) + " BDP",
				(controller, seed) -> CongestionRuns.twoFlows(controller, "cubic", queue, seed),
				List.of(Figure.atLeast("own share", 0.2, CongestionRuns::shareOfFirst),
						Figure.atLeast("CUBIC's share", 0.2, (report) -> 1 - CongestionRuns.shareOfFirst(report))));
	}

	private static Measurement noSwitches(double loss) {
		return new Measurement("REL-29", percent(loss) + " loss",
				(controller, seed) -> CongestionRuns.oneFlow(controller, loss, seed),
				List.of(Figure.atMost("switches", 0, CongestionRuns::switches)));
	}

	private static Measurement switches(String where, Measurement.Run run) {
		return new Measurement("REL-29", where, run, List.of(
				Figure.atLeast("least seconds apart", SECONDS_BETWEEN_SWITCHES,
						(report) -> Math.min(LONGEST_SECONDS,
								CongestionRuns.leastSecondsBetweenSwitches(report.flows().get(0).samples()))),
				Figure.report("switches", CongestionRuns::switches)));
	}

	static String percent(double share) {
		return LabScenario.number(Math.round(share * 1e6) / 1e4) + " %";
	}

}
