/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;

import io.mxp.transport.simulation.OrderingRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ordered and unordered delivery side by side. */
@Command(name = "unordered", mixinStandardHelpOptions = true,
		description = "Calls on an ordered stream and on the unordered one of their band, side by side.")
final class UnorderedCommand implements Callable<Integer> {

	private static final long MILLISECOND = 1_000_000;

	@Option(names = "--loss", defaultValue = "0.01", description = "Probability of a loss, both ways.")
	private double loss = 0.01;

	@Option(names = "--rtt", paramLabel = "MS", defaultValue = "10", description = "Round trip.")
	private int rttMillis = 10;

	@Option(names = "--rate", paramLabel = "N", defaultValue = "10000", description = "Calls a second.")
	private int perSecond = 10_000;

	@Option(names = "--seconds", defaultValue = "20", description = "How long, in virtual time.")
	private int seconds = 20;

	@Option(names = "--controller", paramLabel = "NAME", description = "By default bbr.")
	private @Nullable String controller;

	@Mixin
	private PageOptions pages = new PageOptions();

	@Mixin
	private RunOptions runs = new RunOptions();

	@Override
	public Integer call() throws IOException {
		String name = (this.controller != null) ? this.controller : SimCommand.preferredController();
		List<Callable<long[]>> tasks = List.of(() -> run(false, name), () -> run(true, name));
		List<long[]> latencies = this.runs.run("runs", tasks);
		String table = table(latencies);
		PrintWriter console = this.runs.console();
		console.print(table);
		console.println(this.pages.see("unordered.md"));
		Files.createDirectories(this.pages.directory());
		Plots.latencies(List.of("unordered", "ordered"), latencies, this.pages.directory().resolve("unordered.svg"));
		Files.writeString(this.pages.directory().resolve("unordered.md"), page(table, name));
		return 0;
	}

	private long[] run(boolean ordered, String name) {
		return OrderingRun.latencies(ordered, name, 1, this.rttMillis * MILLISECOND, this.loss, this.perSecond,
				this.seconds);
	}

	private static String table(List<long[]> latencies) {
		StringBuilder text = new StringBuilder(
				"| delivery | p50 | p90 | p99 | p99.9 | most |\n|---|---|---|---|---|---|\n");
		for (int i = 0; i < latencies.size(); i++) {
			long[] sorted = latencies.get(i);
			text.append(ScenarioTable.format("| %s | %.2f ms | %.2f ms | %.2f ms | %.2f ms | %.2f ms |\n",
					(i == 0) ? "unordered" : "ordered", at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99),
					at(sorted, 0.999), at(sorted, 1)));
		}
		return text.toString();
	}

	/** Milliseconds that so many of the calls took at most. */
	static double at(long[] sorted, double share) {
		return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1e6;
	}

	private String page(String table, String name) {
		return "# Ordered and unordered delivery\n\nMade by `bin/sim unordered`: " + this.perSecond
				+ " calls a second at equal distances for " + this.seconds
				+ " s of virtual time, 32 bytes of data each, round trip " + this.rttMillis + " ms, "
				+ LabScenario.number(this.loss * 100) + " % independent loss both ways, no limit of rate, `" + name
				+ "`, seed 1. The time is that from the sending application's call to the receiving application; "
				+ "the least is half a round trip.\n\n" + table
				+ "\nOn the *unordered* stream of its band a call is delivered as soon as its own bytes are there: a lost "
				+ "packet delays the calls in it and no others. On an *ordered* stream it delays every call that is sent "
				+ "until it is repaired, about a round trip later.\n\n"
				+ "![Share of calls that took longer than so many milliseconds](unordered.svg)\n";
	}

}
