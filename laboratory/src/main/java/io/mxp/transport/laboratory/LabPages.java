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

import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.FlowReport;

/**
 * The results of the congestion laboratory as Markdown, an index and a page a scenario.
 */
final class LabPages {

	private static final String HEAD = "| utilization | queue p50, p95 (BDP) | Jain | loss | frames sent again | share |\n";

	private final Path directory;

	LabPages(Path directory) {
		this.directory = directory;
	}

	void write(List<LabScenario> scenarios, List<BulkReport> reports, String command) throws IOException {
		Path directory = Files.createDirectories(this.directory.resolve("laboratory"));
		Map<String, List<Integer>> pages = new LinkedHashMap<>();
		for (int i = 0; i < scenarios.size(); i++) {
			pages.computeIfAbsent(scenarios.get(i).page(), (page) -> new ArrayList<>()).add(i);
		}
		StringBuilder index = new StringBuilder("# Congestion laboratory\n\n").append("Made by `")
			.append(command)
			.append("`. Simulated links in virtual time, seed 1; the real endpoints with packet protection on. Every flow always has ")
			.append("something to send and starts a sixtieth of the run behind the one before. ")
			.append("Figures are of the last two thirds of each run of 30 s (50 ms links) or 6 s (1 ms links).\n\n")
			.append("*Utilization*: datagram bytes that arrived, as a share of what the link could carry; behind random ")
			.append("loss 1 - loss is the most. *Queue*: bytes waiting, half (95 %) of the time no more than this. *Jain*: ")
			.append("1 where all flows get the same. *Loss*: share of packets that senders declared lost, from the start on. ")
			.append("*Share*: of the first flow's controller in the goodput of all.\n");
		for (LabScenario.Group group : LabScenario.Group.values()) {
			index.append("\n## ")
				.append(group.title())
				.append("\n\n| link | controller ")
				.append(HEAD)
				.append("|---|---|---|---|---|---|---|---|\n");
			pages.forEach((page, members) -> {
				for (int i : members) {
					LabScenario scenario = scenarios.get(i);
					if (scenario.group() == group) {
						index.append("| [")
							.append(scenario.title())
							.append("](laboratory/")
							.append(page)
							.append(".md) | ")
							.append(scenario.flows().get(0))
							.append(' ')
							.append(cells(reports.get(i)))
							.append('\n');
					}
				}
			});
		}
		Files.writeString(this.directory.resolve("laboratory.md"), index);
		for (Map.Entry<String, List<Integer>> page : pages.entrySet()) {
			Plots.overTime(page.getValue().stream().map(reports::get).toList(),
					directory.resolve(page.getKey() + ".svg"));
			Files.writeString(directory.resolve(page.getKey() + ".md"), page(page.getValue(), scenarios, reports));
		}
	}

	private static String page(List<Integer> members, List<LabScenario> scenarios, List<BulkReport> reports) {
		StringBuilder text = new StringBuilder("# ").append(scenarios.get(members.get(0)).title())
			.append("\n\n[All scenarios](../laboratory.md)\n\n| controller ")
			.append(HEAD)
			.append("|---|---|---|---|---|---|---|\n");
		for (int i : members) {
			text.append("| ")
				.append(scenarios.get(i).flows().get(0))
				.append(' ')
				.append(cells(reports.get(i)))
				.append('\n');
		}
		text.append("\n![Goodput, round trip, window and state over time](")
			.append(scenarios.get(members.get(0)).page())
			.append(".svg)\n");
		if (reports.get(members.get(0)).flows().size() == 1) {
			return text.toString();
		}
		text.append("\n| run | flow | starts at | goodput | lost | median round trip |\n|---|---|---|---|---|---|\n");
		for (int i : members) {
			int number = 1;
			for (FlowReport flow : reports.get(i).flows()) {
				text.append(ScenarioTable.format("| %s | %d, %s | %.2f s | %.2f Mbit/s | %.2f %% | %.1f ms |\n",
						scenarios.get(i).flows().get(0), number++, flow.controller(), flow.startNanos() / 1e9,
						flow.goodputBitsPerSecond() / 1e6, flow.lossRatio() * 100, flow.medianRttNanos() / 1e6));
			}
		}
		return text.toString();
	}

	private static String cells(BulkReport report) {
		String first = report.flows().get(0).controller();
		boolean mixed = report.flows().stream().anyMatch((flow) -> !flow.controller().equals(first));
		return ScenarioTable.format("| %.3f | %.2f, %.2f | %s | %.2f %% | %d | %s |", report.utilization(),
				report.queueP50Bdp(), report.queueP95Bdp(),
				(report.flows().size() == 1) ? "" : ScenarioTable.format("%.3f", report.jain()),
				100.0 * report.packetsLost() / Math.max(1, report.packetsSent()), report.framesRetransmitted(),
				mixed ? ScenarioTable.format("%.2f", report.share(first)) : "");
	}

}
