/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import io.mxp.transport.reliability.CongestionControllers;
import io.mxp.transport.simulation.BulkReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The congestion laboratory: flows on simulated links, as tables and plots. */
@Command(name = "lab", mixinStandardHelpOptions = true,
		description = "Runs congestion controllers on simulated links; writes tables and plots.")
final class LabCommand implements Callable<Integer> {

	@Option(names = "--only", paramLabel = "TEXT", description = "Only pages whose name has this in it.")
	private @Nullable String only;

	@Option(names = "--controllers", split = ",", paramLabel = "NAME", description = "All there are by default.")
	private Set<String> controllers = new LinkedHashSet<>();

	@Option(names = "--list", description = "Shows the pages.")
	private boolean list;

	@Mixin
	private PageOptions pages = new PageOptions();

	@Mixin
	private RunOptions runs = new RunOptions();

	@Override
	public Integer call() throws IOException {
		PrintWriter console = this.runs.console();
		Set<String> known = CongestionControllers.names();
		if (!known.containsAll(this.controllers)) {
			throw this.runs.wrongUsage("--controllers: choose among " + known);
		}
		String part = this.only;
		List<LabScenario> scenarios = LabScenario.all(this.controllers.isEmpty() ? known : this.controllers)
			.stream()
			.filter((scenario) -> part == null || scenario.page().contains(part))
			.toList();
		if (scenarios.isEmpty()) {
			throw this.runs.wrongUsage("--only: no page is named like that");
		}
		if (this.list) {
			new TreeSet<>(scenarios.stream().map(LabScenario::page).toList()).forEach(console::println);
			return 0;
		}
		List<Callable<BulkReport>> tasks = new ArrayList<>();
		scenarios.forEach((scenario) -> tasks.add(scenario::run));
		List<BulkReport> reports = this.runs.run("links", tasks);
		List<LabResult> results = new ArrayList<>();
		for (int i = 0; i < scenarios.size(); i++) {
			results.add(new LabResult(scenarios.get(i), reports.get(i)));
		}
		new LabPages(this.pages.directory()).write(results, SimCommand.preferredController(),
				"bin/sim lab" + ((part != null) ? " --only " + part : ""));
		console.println(scenarios.size() + " runs; " + this.pages.see("laboratory.md"));
		return 0;
	}

}
