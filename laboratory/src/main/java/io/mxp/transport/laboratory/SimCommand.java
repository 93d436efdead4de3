/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.mxp.transport.reliability.CongestionControllers;
import io.mxp.transport.simulation.BulkReport;
import io.mxp.transport.simulation.Scenario;
import io.mxp.transport.simulation.Scenarios;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.ObjectMapper;

/**
 * The command {@code sim}. Exit status: 0 all passed, 1 something failed, 2 wrong usage.
 */
@Command(name = "sim", mixinStandardHelpOptions = true,
		description = "Runs the scenarios of the simulated network, in virtual time.",
		synopsisSubcommandLabel = "[lab | unordered]",
		subcommands = { LabCommand.class, UnorderedCommand.class, HelpCommand.class },
		footer = { "", "Exit status: 0 all passed, 1 something failed, 2 wrong usage." })
final class SimCommand implements Callable<Integer> {

	private static final int SHOWN_FAILURES = 10;

	private static final int SCENARIO_SEEDS = 20;

	private static final int MEASUREMENT_SEEDS = 3;

	private final List<Scenario> scenarios;

	@Option(names = "--list", description = "Shows what there is.")
	private boolean list;

	@Option(names = "--all", description = "All scenarios.")
	private boolean all;

	@Option(names = "--scenario", split = ",", paramLabel = "ID",
			description = "These scenarios, such as S17, or measurements: REL-27, REL-28, REL-29.")
	private List<String> ids = new ArrayList<>();

	@Option(names = "--seeds", paramLabel = "N", description = "Seeds 1 to N; 20 by default, 3 for measurements.")
	private @Nullable Integer seeds;

	@Option(names = "--seed", paramLabel = "N", description = "This seed alone.")
	private @Nullable Long seed;

	@Option(names = "--twice", description = "Runs each seed twice and compares the traces.")
	private boolean twice;

	@Option(names = "--trace", paramLabel = "DIR",
			description = "Writes traces as text; those of failures are written anyway.")
	private @Nullable Path trace;

	@Option(names = "--controller", paramLabel = "NAME", description = "What the measurements judge; by default bbr.")
	private @Nullable String controller;

	@Option(names = "--json", description = "One JSON line for each scenario on standard output.")
	private boolean json;

	@Option(names = "--markdown", paramLabel = "FILE", description = "Writes the table.")
	private @Nullable Path markdown;

	@Mixin
	private RunOptions runs = new RunOptions();

	SimCommand(List<Scenario> scenarios) {
		this.scenarios = scenarios;
	}

	/**
	 * Runs the command and ends the process with its status.
	 * @param arguments what stands behind {@code sim}
	 */
	public static void main(String[] arguments) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		System.exit(commandLine(Scenarios.all(), out, err).execute(arguments));
	}

	static CommandLine commandLine(List<Scenario> scenarios, PrintWriter out, PrintWriter err) {
		return new CommandLine(new SimCommand(scenarios)).setOut(out).setErr(err).setUsageHelpWidth(100);
	}

	/** The controller to measure where none is named. */
	static String preferredController() {
		return CongestionControllers.names().contains("bbr") ? "bbr" : "newreno";
	}

	@Override
	public Integer call() throws IOException {
		PrintWriter out = this.runs.console();
		if (this.list) {
			this.scenarios.forEach((scenario) -> out.printf("%-7s %s%n", scenario.id(), scenario.title()));
			Register.titles().forEach((id, title) -> out.printf("%-7s %s%n", id, title));
			return 0;
		}
		if (this.all == !this.ids.isEmpty()) {
			throw this.runs.wrongUsage("choose --all, --scenario ID or --list");
		}
		if (this.seeds != null && (this.seeds < 1 || this.seed != null)) {
			throw this.runs.wrongUsage("--seeds is at least 1, and not together with --seed");
		}
		List<Scenario> chosen = this.all ? this.scenarios : new ArrayList<>();
		List<String> measured = new ArrayList<>();
		for (String id : this.ids) {
			if (Register.titles().containsKey(id)) {
				measured.add(id);
			}
			else {
				chosen.add(scenario(id));
			}
		}
		boolean passed = chosen.isEmpty() || runScenarios(chosen, out);
		return ((measured.isEmpty() || runMeasurements(measured, out)) && passed) ? 0 : 1;
	}

	private Scenario scenario(String id) {
		return this.scenarios.stream()
			.filter((scenario) -> scenario.id().equals(id))
			.findFirst()
			.orElseThrow(() -> this.runs.wrongUsage("there is no scenario " + id + "; --list shows what there is"));
	}

	private long[] seeds(int byDefault) {
		if (this.seed != null) {
			return new long[] { this.seed };
		}
		return LongStream.rangeClosed(1, (this.seeds != null) ? this.seeds : byDefault).toArray();
	}

	private boolean runScenarios(List<Scenario> chosen, PrintWriter out) throws IOException {
		long start = System.nanoTime();
		List<Callable<SeedOutcome>> tasks = new ArrayList<>();
		Path failures = Path.of("target", "traces");
		for (Scenario scenario : chosen) {
			for (long number : seeds(SCENARIO_SEEDS)) {
				tasks.add(() -> SeedOutcome.of(scenario, number, this.twice, this.trace, failures));
			}
		}
		List<SeedOutcome> outcomes = this.runs.run("seeds", tasks);
		ScenarioTable table = new ScenarioTable(outcomes);
		if (this.json) {
			ObjectMapper mapper = new ObjectMapper();
			table.rows().forEach((row) -> out.println(mapper.writeValueAsString(row)));
			out.println(mapper.writeValueAsString(Map.of("digest", table.digest())));
		}
		else {
			out.print(table.text());
			out.println("digest of all traces: " + table.digest());
			if (this.twice && outcomes.stream().allMatch(SeedOutcome::passed)) {
				out.println("trace digests equal on a second run of each seed");
			}
		}
		if (this.markdown != null) {
			Files.writeString(this.markdown, table.markdown());
		}
		List<SeedOutcome> failed = outcomes.stream().filter((outcome) -> !outcome.passed()).toList();
		PrintWriter err = this.runs.errors();
		failed.stream().limit(SHOWN_FAILURES).forEach((outcome) -> {
			err.println("failed: " + outcome.failure());
			err.println("  repeat: " + outcome.repeat());
			err.println("  trace:  " + outcome.trace());
		});
		if (!this.json) {
			out.printf("%d of %d passed in %.1f s%n", outcomes.size() - failed.size(), outcomes.size(),
					(System.nanoTime() - start) / 1e9);
		}
		return failed.isEmpty();
	}

	private boolean runMeasurements(List<String> measured, PrintWriter out) {
		List<String> controllers = compared();
		List<Measurement> measurements = measured.stream().flatMap((id) -> Register.measurements(id).stream()).toList();
		long[] numbers = seeds(MEASUREMENT_SEEDS);
		List<Callable<BulkReport>> tasks = new ArrayList<>();
		for (Measurement measurement : measurements) {
			for (String name : controllers) {
				for (long number : numbers) {
					tasks.add(() -> measurement.run().with(name, number));
				}
			}
		}
		Iterator<BulkReport> reports = this.runs.run("runs", tasks).iterator();
		RegisterTable table = new RegisterTable(controllers);
		List<Map<String, Object>> rows = new ArrayList<>();
		for (Measurement measurement : measurements) {
			Map<String, List<BulkReport>> byController = new LinkedHashMap<>();
			for (String name : controllers) {
				byController.put(name, LongStream.of(numbers).mapToObj((number) -> reports.next()).toList());
			}
			rows.addAll(table.add(measurement, byController));
		}
		if (this.json) {
			ObjectMapper mapper = new ObjectMapper();
			rows.forEach((row) -> out.println(mapper.writeValueAsString(row)));
		}
		else {
			out.print(table.text());
			out.println(((numbers.length == 1) ? "seed " + numbers[0]
					: "worst of seeds " + numbers[0] + " to " + numbers[numbers.length - 1])
					+ "; what is required is required of " + controllers.get(0));
		}
		return table.holds();
	}

	/** The controller that is judged, then those to compare it with. */
	private List<String> compared() {
		Set<String> known = CongestionControllers.names();
		String judged = (this.controller != null) ? this.controller : preferredController();
		if (!known.contains(judged)) {
			throw this.runs.wrongUsage("--controller: choose among " + known);
		}
		Set<String> names = new LinkedHashSet<>(List.of(judged));
		Stream.of("cubic", "newreno").filter(known::contains).forEach(names::add);
		return List.copyOf(names);
	}

}
