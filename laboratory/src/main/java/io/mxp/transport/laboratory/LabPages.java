/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mxp.transport.simulation.FlowReport;

/**
 * The results of the congestion laboratory as Markdown, an index and a page a scenario.
 */
final class LabPages {

	private static final String HEAD = "| utilization | queue p50, p95 (BDP) | Jain | loss | frames sent again | share |\n";

	private static final String RULE = "|---|---|---|---|---|---|\n";

	private static final String INTRODUCTION = """
			`. Simulated links in virtual time, seed 1; the real endpoints with packet protection on. Every flow always has
			something to send and starts a sixtieth of the run behind the one before. Figures are of the last two thirds of each
			run of 30 s (50 ms links) or 6 s (1 ms links); where a path changes, of the 15 s from the change on.

			*Utilization*: datagram bytes that arrived, as a share of what the link could carry; behind random loss 1 - loss is
			the most. *Queue*: bytes waiting, half (95 %) of the time no more than this. *Jain*: 1 where all flows get the same.
			*Loss*: share of packets that senders declared lost, from the start on. *Share*: of the first flow's controller in the
			goodput of both. Each link leads to its plots.
			""";

	private final Path directory;

	LabPages(Path directory) {
		this.directory = directory;
	}

	/**
	 * Writes the index, and a page with a plot for each scenario.
	 * @param judged the controller whose weak points the index lists
	 */
	void write(List<LabResult> results, String judged, String command) throws IOException {
		Path folder = Files.createDirectories(this.directory.resolve("laboratory"));
		Map<String, List<LabResult>> pages = new LinkedHashMap<>();
		results.forEach(
				(result) -> pages.computeIfAbsent(result.scenario().page(), (page) -> new ArrayList<>()).add(result));
		Files.writeString(this.directory.resolve("laboratory.md"), index(results, judged, command));
		for (Map.Entry<String, List<LabResult>> page : pages.entrySet()) {
			Plots.overTime(page.getValue().stream().map(LabResult::report).toList(),
					folder.resolve(page.getKey() + ".svg"));
			Files.writeString(folder.resolve(page.getKey() + ".md"), page(page.getValue()));
		}
	}

	private static String index(List<LabResult> results, String judged, String command) {
		StringBuilder text = new StringBuilder("# Congestion laboratory\n\nMade by `").append(command)
			.append(INTRODUCTION);
		shortfalls(text, results, judged);
		for (LabScenario.Group group : LabScenario.Group.values()) {
			text.append("\n## ")
				.append(group.title())
				.append("\n\n| link | controller ")
				.append(HEAD)
				.append("|---|---")
				.append(RULE);
			results.stream()
				.filter((result) -> result.scenario().group() == group)
				.forEach((result) -> text.append("| ")
					.append(link(result))
					.append(" | ")
					.append(result.controller())
					.append(' ')
					.append(result.cells())
					.append('\n'));
		}
		return text.toString();
	}

	private static void shortfalls(StringBuilder text, List<LabResult> results, String judged) {
		List<LabResult> own = results.stream().filter((result) -> result.controller().equals(judged)).toList();
		List<LabResult> weak = own.stream().filter((result) -> !result.shortfalls().isEmpty()).toList();
		if (own.isEmpty()) {
			return;
		}
		text.append("\n## Where `")
			.append(judged)
			.append("` falls short\n\nThe register requires its figures on a few ")
			.append("links only (20 Mbit/s, 50 ms, queue of 1 BDP or more; `bin/sim --scenario REL-27,REL-28`). Held against ")
			.append("the same limits, ")
			.append(weak.size())
			.append(" of these ")
			.append(own.size())
			.append(" runs fail:\n");
		if (!weak.isEmpty()) {
			text.append("\n| link | |\n|---|---|\n");
		}
		weak.forEach((result) -> text.append("| ")
			.append(link(result))
			.append(" | ")
			.append(String.join("; ", result.shortfalls()))
			.append(" |\n"));
	}

	private static String link(LabResult result) {
		return "[" + result.scenario().title() + "](laboratory/" + result.scenario().page() + ".md)";
	}

	private static String page(List<LabResult> results) {
		LabScenario scenario = results.get(0).scenario();
		StringBuilder text = new StringBuilder("# ").append(scenario.title())
			.append("\n\n[All scenarios](../laboratory.md)\n\n| controller ")
			.append(HEAD)
			.append("|---")
			.append(RULE);
		results.forEach((result) -> text.append("| ")
			.append(result.controller())
			.append(' ')
			.append(result.cells())
			.append('\n'));
		text.append("\nFrom above: goodput, smoothed round trip, window (with bytes in flight) and queue, state.\n")
			.append("\n![Goodput, round trip, window and state over time](")
			.append(scenario.page())
			.append(".svg)\n");
		if (scenario.flows().size() == 1) {
			return text.toString();
		}
		text.append("\n| run | flow | starts at | goodput | lost | median round trip |\n|---|---|---|---|---|---|\n");
		for (LabResult result : results) {
			int number = 1;
			for (FlowReport flow : result.report().flows()) {
				text.append(ScenarioTable.format("| %s | %d, %s | %.2f s | %.2f Mbit/s | %.2f %% | %.1f ms |\n",
						result.controller(), number++, flow.controller(), flow.startNanos() / 1e9,
						flow.goodputBitsPerSecond() / 1e6, flow.lossRatio() * 100, flow.medianRttNanos() / 1e6));
			}
		}
		return text.toString();
	}

}
