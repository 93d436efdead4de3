/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.mxp.transport.PriorityBand;

/**
 * Where handlers run: for each band a bounded number of threads and a bounded queue, so
 * that a flood in one band leaves the others their threads.
 */
public final class BandExecutors implements AutoCloseable {

	private static final long KEEP_ALIVE_SECONDS = 30;

	private static final long CLOSE_SECONDS = 5;

	private final ThreadPoolExecutor[] executors = new ThreadPoolExecutor[PriorityBand.values().length];

	/**
	 * Creates the executors; threads start when they are needed.
	 * @param limits of every band
	 * @param threads makes threads, given the beginning of their names
	 */
	public BandExecutors(Map<PriorityBand, BandLimits> limits, Function<String, ThreadFactory> threads) {
		for (PriorityBand band : PriorityBand.values()) {
			BandLimits limit = limits.get(band);
			if (limit == null) {
				throw new IllegalArgumentException("No limits for the band " + band);
			}
			ThreadPoolExecutor executor = new ThreadPoolExecutor(limit.concurrency(), limit.concurrency(),
					KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(limit.queueCapacity()),
					threads.apply("mxp-" + band.name().toLowerCase(Locale.ROOT) + "-"));
			executor.allowCoreThreadTimeOut(true);
			this.executors[band.index()] = executor;
		}
	}

	/**
	 * The executor of a band. It rejects what exceeds its queue.
	 * @param band the band
	 * @return its executor
	 */
	public Executor executor(PriorityBand band) {
		return this.executors[band.index()];
	}

	/**
	 * Messages that wait for a free handler.
	 * @param band the band
	 * @return how many
	 */
	public int queued(PriorityBand band) {
		return this.executors[band.index()].getQueue().size();
	}

	/**
	 * Handlers that run now.
	 * @param band the band
	 * @return about how many
	 */
	public int active(PriorityBand band) {
		return this.executors[band.index()].getActiveCount();
	}

	/**
	 * Handlers that may run at once.
	 * @param band the band
	 * @return how many
	 */
	public int concurrency(PriorityBand band) {
		return this.executors[band.index()].getMaximumPoolSize();
	}

	/**
	 * Messages that may wait.
	 * @param band the band
	 * @return how many
	 */
	public int queueCapacity(PriorityBand band) {
		ThreadPoolExecutor executor = this.executors[band.index()];
		return executor.getQueue().size() + executor.getQueue().remainingCapacity();
	}

	/** Lets running handlers end for a moment, then interrupts them. */
	@Override
	public void close() {
		for (ThreadPoolExecutor executor : this.executors) {
			executor.shutdown();
		}
		try {
			for (ThreadPoolExecutor executor : this.executors) {
				if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
					executor.shutdownNow();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
