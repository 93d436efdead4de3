/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.TimeUnit;

import io.mxp.transport.observe.TransportSnapshot;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * How long something took: sums since the start, and the distribution over the last 10 to
 * 20 s. One event loop writes and reads it; nothing is allocated but once for each half.
 */
final class LatencyHistogram {

	/** Values are told apart from 1 µs on, to 1 %. */
	private static final long LEAST_NANOS = 1_000;

	/** Longer ones count as so long. */
	static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(10);

	private static final int DIGITS = 2;

	/** Half of the time that the distribution covers. */
	static final long HALF_NANOS = TimeUnit.SECONDS.toNanos(10);

	private @Nullable IntCountsHistogram current;

	private @Nullable IntCountsHistogram previous;

	private long startedNanos;

	private long count;

	private long totalNanos;

	/**
	 * Adds a value.
	 * @param weight how often
	 */
	void record(long nanos, int weight, long nowNanos) {
		long value = Math.min(Math.max(nanos, 0), MOST_NANOS);
		this.count += weight;
		this.totalNanos += value * weight;
		turn(nowNanos);
		IntCountsHistogram half = this.current;
		if (half == null) {
			half = new IntCountsHistogram(LEAST_NANOS, MOST_NANOS, DIGITS);
			this.current = half;
		}
		half.recordValueWithCount(value, weight);
	}

	/** The current half becomes the previous one when it is full. */
	private void turn(long nowNanos) {
		long age = nowNanos - this.startedNanos;
		if (age < HALF_NANOS) {
			return;
		}
		IntCountsHistogram emptied = this.previous;
		if (emptied != null) {
			emptied.reset();
		}
		this.previous = this.current;
		this.current = emptied;
		if (age >= 2 * HALF_NANOS && this.previous != null) {
			this.previous.reset();
		}
		this.startedNanos = nowNanos;
	}

	/** Adds what this one holds to a sum. */
	void addTo(Sum sum, long nowNanos) {
		turn(nowNanos);
		sum.count += this.count;
		sum.totalNanos += this.totalNanos;
		if (this.current != null) {
			sum.recent.add(this.current);
		}
		if (this.previous != null) {
			sum.recent.add(this.previous);
		}
	}

	/** What several loops measured; a copy that any thread may read. COLD. */
	static final class Sum {

		private final Histogram recent = new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);

		private long count;

		private long totalNanos;

		void add(Sum other) {
			this.recent.add(other.recent);
			this.count += other.count;
			this.totalNanos += other.totalNanos;
		}

		TransportSnapshot.Latency toLatency() {
			if (this.recent.getTotalCount() == 0) {
				return new TransportSnapshot.Latency(this.count, this.totalNanos, 0, 0, 0, 0);
			}
			return new TransportSnapshot.Latency(this.count, this.totalNanos, this.recent.getTotalCount(),
					this.recent.getValueAtPercentile(50), this.recent.getValueAtPercentile(99),
					this.recent.getMaxValue());
		}

	}

}
