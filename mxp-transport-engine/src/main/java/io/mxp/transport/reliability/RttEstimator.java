/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Round-trip time of a path (RFC 9002 §5), in nanoseconds.
 */
// SPEC reliability.md#round-trip-time
public final class RttEstimator {

	/** Least variation and least loss delay that is waited for (RFC 9002 §6.1.2). */
	static final long GRANULARITY_NANOS = 1_000_000;

	private final long initialNanos;

	private long latestNanos;

	private long smoothedNanos;

	private long variationNanos;

	private long minNanos;

	private long firstSampleAtNanos;

	RttEstimator(long initialNanos) {
		this.initialNanos = initialNanos;
		reset();
	}

	/** Forgets all samples: the path is a new one. */
	void reset() {
		this.latestNanos = 0;
		this.smoothedNanos = this.initialNanos;
		this.variationNanos = this.initialNanos / 2;
		this.minNanos = Long.MAX_VALUE;
		this.firstSampleAtNanos = Long.MAX_VALUE;
	}

	/**
	 * Takes one sample.
	 * @param rttNanos time from sending the largest acknowledged packet until now
	 * @param ackDelayNanos how long the peer says that it held back the acknowledgement,
	 * already clamped
	 * @param nowNanos when the sample is taken
	 */
	void onSample(long rttNanos, long ackDelayNanos, long nowNanos) {
		long latest = Math.max(rttNanos, 1);
		this.latestNanos = latest;
		if (this.firstSampleAtNanos == Long.MAX_VALUE) {
			this.firstSampleAtNanos = nowNanos;
			this.minNanos = latest;
			this.smoothedNanos = latest;
			this.variationNanos = latest / 2;
			return;
		}
		this.minNanos = Math.min(this.minNanos, latest);
		long adjusted = (latest - this.minNanos >= ackDelayNanos) ? latest - ackDelayNanos : latest;
		this.variationNanos = (3 * this.variationNanos + Math.abs(this.smoothedNanos - adjusted)) / 4;
		this.smoothedNanos = (7 * this.smoothedNanos + adjusted) / 8;
	}

	/** Persistent congestion: the path may have changed, so the minimum starts anew. */
	void forgetMinimum() {
		this.minNanos = this.latestNanos;
	}

	/** Smoothed round trip plus four times its variation, at least 1 ms of it. */
	long probeTimeoutNanos() {
		return this.smoothedNanos + Math.max(4 * this.variationNanos, GRANULARITY_NANOS);
	}

	public boolean hasSample() {
		return this.firstSampleAtNanos != Long.MAX_VALUE;
	}

	/** When the first sample was taken, or {@link Long#MAX_VALUE}. */
	long firstSampleAtNanos() {
		return this.firstSampleAtNanos;
	}

	/** The newest sample, or 0 before the first. */
	public long latestNanos() {
		return this.latestNanos;
	}

	/** Smoothed round trip; the configured initial value before the first sample. */
	public long smoothedNanos() {
		return this.smoothedNanos;
	}

	public long variationNanos() {
		return this.variationNanos;
	}

	/** Least sample, or 0 before the first. */
	public long minNanos() {
		return (this.minNanos == Long.MAX_VALUE) ? 0 : this.minNanos;
	}

}
