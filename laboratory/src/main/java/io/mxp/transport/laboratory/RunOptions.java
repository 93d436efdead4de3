/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of every command that runs something. */
final class RunOptions {

	@Option(names = "--threads", paramLabel = "N", description = "How many runs at a time; by default one a processor.")
	private int threads = Runtime.getRuntime().availableProcessors();

	@Option(names = "--quiet", description = "No progress.")
	private boolean quiet;

	@Spec(Spec.Target.MIXEE)
	@SuppressWarnings("NullAway.Init")
	private CommandSpec spec;

	/** The results in the order of the tasks; none depends on the number of threads. */
	<T> List<T> run(String what, List<Callable<T>> tasks) {
		if (this.threads < 1) {
			throw wrongUsage("--threads is at least 1");
		}
		return Parallel.run(what, tasks, this.threads, this.quiet);
	}

	PrintWriter console() {
		return this.spec.commandLine().getOut();
	}

	PrintWriter errors() {
		return this.spec.commandLine().getErr();
	}

	/** To be thrown: the command says this and how it is used. */
	ParameterException wrongUsage(String text) {
		return new ParameterException(this.spec.commandLine(), text);
	}

}
