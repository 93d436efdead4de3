/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Round-trip times of one measurement, in nanoseconds up to a minute.
 */
final class RoundTrips {

	private final Recorder recorder = new Recorder(TimeUnit.MINUTES.toNanos(1), 3);

	void record(long nanos) {
		this.recorder.recordValue(Math.max(0, Math.min(nanos, TimeUnit.MINUTES.toNanos(1))));
	}

	void reset() {
		this.recorder.reset();
	}

	/** Adds what was recorded since the last reset. */
	Values addTo(Values values) {
		Histogram histogram = this.recorder.getIntervalHistogram();
		return values.with("trips", histogram.getTotalCount())
			.with("p50", histogram.getValueAtPercentile(50))
			.with("p90", histogram.getValueAtPercentile(90))
			.with("p99", histogram.getValueAtPercentile(99))
			.with("p999", histogram.getValueAtPercentile(99.9))
			.with("max", histogram.getMaxValue());
	}

}
