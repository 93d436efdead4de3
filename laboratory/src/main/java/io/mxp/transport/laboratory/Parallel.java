/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.laboratory;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Runs tasks on a fixed number of threads, with a line that says how long is left. */
final class Parallel {

	private static final int UPDATE_MILLIS = 500;

	private Parallel() {
	}

	/** The results in the order of the tasks; a task's exception or error is thrown. */
	static <T> List<T> run(String what, List<Callable<T>> tasks, int threads, boolean quiet) {
		ExecutorService pool = Executors.newFixedThreadPool(threads);
		PrintStream out = quiet ? new PrintStream(PrintStream.nullOutputStream()) : System.err;
		try (ProgressBar bar = new ProgressBarBuilder().setTaskName(what)
			.setInitialMax(tasks.size())
			.setStyle(ProgressBarStyle.ASCII)
			.setUpdateIntervalMillis(UPDATE_MILLIS)
			.setConsumer(new me.tongfei.progressbar.ConsoleProgressBarConsumer(out))
			.build()) {
			List<Future<T>> futures = new ArrayList<>();
			for (Callable<T> task : tasks) {
				futures.add(pool.submit(() -> {
					T result = task.call();
					bar.step();
					return result;
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("interrupted", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
		finally {
			pool.shutdownNow();
		}
	}

}
