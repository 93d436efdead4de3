/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What {@link Bbr} believes of the path: bandwidth, least round trip, how bundled its
 * ACKs are, how much of the last round was lost.
 */
// SPEC reliability.md#model-of-the-path
final class BbrPath {

	static final int BANDWIDTH_ROUNDS = 10;

	private static final long MAX_BUNDLE_NANOS = 100_000_000;

	private final MaxFilter bandwidth = new MaxFilter(BANDWIDTH_ROUNDS);

	private final MaxFilter bundled = new MaxFilter(BANDWIDTH_ROUNDS);

	private long round;

	private long minRttNanos;

	private long minRttAtNanos;

	private long bundleStartNanos;

	private long bundleBytes;

	private long roundDeliveredBytes;

	private long roundLostBytes;

	private long roundMinRttNanos = Long.MAX_VALUE;

	private long lastDeliveredBytes;

	private long lastLostBytes;

	private long lastMinRttNanos;

	void reset() {
		this.bandwidth.reset(this.round, 0);
		this.bundled.reset(this.round, 0);
		this.minRttNanos = 0;
		this.bundleBytes = 0;
		this.roundDeliveredBytes = 0;
		this.roundLostBytes = 0;
		this.roundMinRttNanos = Long.MAX_VALUE;
		this.lastDeliveredBytes = 0;
		this.lastLostBytes = 0;
	}

	void onLoss(long bytes) {
		this.roundLostBytes += bytes;
	}

	void onAck(AckSample sample, long windowBytes) {
		if (sample.isRoundStart()) {
			this.round++;
			this.lastDeliveredBytes = this.roundDeliveredBytes;
			this.lastLostBytes = this.roundLostBytes;
			this.lastMinRttNanos = this.roundMinRttNanos;
			this.roundDeliveredBytes = 0;
			this.roundLostBytes = 0;
			this.roundMinRttNanos = Long.MAX_VALUE;
		}
		this.roundDeliveredBytes += sample.ackedBytes();
		if (sample.rttNanos() > 0) {
			this.roundMinRttNanos = Math.min(this.roundMinRttNanos, sample.rttNanos());
		}
		long rate = sample.rateBytesPerSecond();
		if (rate > 0 && (rate >= this.bandwidth.max() || !sample.isApplicationLimited())) {
			this.bandwidth.update(this.round, rate);
		}
		measureBundle(sample, windowBytes);
	}

	/** How much more than the bandwidth explains is acknowledged at once. */
	private void measureBundle(AckSample sample, long windowBytes) {
		long elapsed = sample.nowNanos() - this.bundleStartNanos;
		long expected = bytesIn(elapsed);
		if (this.bundleBytes <= expected) {
			this.bundleBytes = 0;
			this.bundleStartNanos = sample.nowNanos();
			expected = 0;
		}
		this.bundleBytes = Math.min(this.bundleBytes + sample.ackedBytes(), Math.max(windowBytes, 0) + expected);
		this.bundled.update(this.round, this.bundleBytes - expected);
	}

	/**
	 * Takes a round-trip sample.
	 * @param expired whether the minimum is too old to be believed
	 */
	void onRtt(long rttNanos, long nowNanos, boolean expired) {
		if (rttNanos > 0 && (this.minRttNanos == 0 || rttNanos <= this.minRttNanos || expired)) {
			this.minRttNanos = rttNanos;
			this.minRttAtNanos = nowNanos;
		}
	}

	void confirmMinRtt(long nowNanos) {
		this.minRttAtNanos = nowNanos;
	}

	long minRttNanos() {
		return this.minRttNanos;
	}

	long minRttAgeNanos(long nowNanos) {
		return nowNanos - this.minRttAtNanos;
	}

	/** Bytes a second, 0 where there is no sample yet. */
	long bandwidth() {
		return this.bandwidth.max();
	}

	/** Bandwidth times least round trip, 0 where one of them is missing. */
	long bdpBytes() {
		return bytesIn(this.minRttNanos);
	}

	long bundledBytes() {
		return Math.min(this.bundled.max(), bytesIn(MAX_BUNDLE_NANOS));
	}

	/** Share of the bytes of the last round that was lost, in 1/1000. */
	long lastLossPerMille() {
		long all = this.lastDeliveredBytes + this.lastLostBytes;
		return (all > 0) ? this.lastLostBytes * 1_000 / all : 0;
	}

	/** Whether even the quickest packet of the last round met a queue. */
	boolean lastRoundWasQueued(double factor) {
		return this.lastMinRttNanos != Long.MAX_VALUE && this.minRttNanos > 0
				&& this.lastMinRttNanos > factor * this.minRttNanos;
	}

	private long bytesIn(long nanos) {
		return (long) ((double) bandwidth() * nanos / 1e9);
	}

}
