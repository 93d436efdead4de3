/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The JMH benchmarks: JMH's own report on standard error, one JSON line for each result
 * on standard output.
 */
final class JmhRun {

	private JmhRun() {
	}

	/**
	 * Runs them.
	 * @param patterns which benchmarks, as regular expressions; empty for all
	 * @param jmhArguments arguments of JMH itself
	 */
	static void execute(List<String> patterns, BenchOptions options, List<String> jmhArguments) {
		List<String> arguments = new ArrayList<>(jmhArguments);
		arguments.addAll(patterns);
		try {
			ChainedOptionsBuilder builder = new OptionsBuilder()
				.parent(new CommandLineOptions(arguments.toArray(new String[0])))
				.jvm(JavaHomes.java(options.jdk()).toString());
			VerboseMode verbosity = options.quiet() ? VerboseMode.SILENT : VerboseMode.NORMAL;
			new Runner(builder.build(), OutputFormatFactory.createFormatInstance(System.err, verbosity)).run()
				.forEach((result) -> print(result, options));
		}
		catch (CommandLineOptionException | RunnerException ex) {
			throw new BenchFailure("JMH: " + ex.getMessage(), ex);
		}
	}

	private static void print(RunResult result, BenchOptions options) {
		String benchmark = result.getParams().getBenchmark();
		String name = benchmark.substring(benchmark.lastIndexOf('.', benchmark.lastIndexOf('.') - 1) + 1);
		String parameters = result.getParams()
			.getParamsKeys()
			.stream()
			.map((key) -> key + "=" + result.getParams().getParam(key))
			.collect(Collectors.joining(" "));
		Figure figure = new Figure("jmh." + name, result.getPrimaryResult().getScore(),
				result.getPrimaryResult().getScoreUnit())
			.with("error", result.getPrimaryResult().getScoreError())
			.with("parameters", parameters)
			.with("jdk", (options.jdk() != 0) ? options.jdk() : Runtime.version().feature());
		result.getSecondaryResults()
			.forEach((label, secondary) -> figure.with(label.replace("·", ""), secondary.getScore()));
		Run.print(figure.with("date", Instant.now().truncatedTo(ChronoUnit.SECONDS))
			.with("commit", System.getenv().getOrDefault("MXP_BENCH_COMMIT", "unknown")));
	}

}
