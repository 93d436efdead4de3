/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * When an unacknowledged packet counts as lost: the packet and the time threshold of RFC
 * 9002 §6.1, both adapting to the reordering that the path shows.
 */
final class LossThresholds {

	static final int MAX_PACKET_THRESHOLD = 64;

	/** From this much reordering on only time decides. */
	static final int TIME_ONLY_REORDERING = 5;

	static final int CLEAN_RECOVERIES_TO_DECAY = 16;

	private final int initialThreshold;

	private int packetThreshold;

	private boolean timeOnly;

	private long reorderingWindowNanos;

	private long windowGrownAtNanos = Long.MIN_VALUE;

	private int cleanRecoveries;

	private long spuriousLosses;

	LossThresholds(int packetThreshold) {
		this.initialThreshold = packetThreshold;
		this.packetThreshold = packetThreshold;
	}

	// SPEC reliability.md#time-threshold
	static long lossDelayNanos(long smoothedRttNanos, long latestRttNanos, long reorderingWindowNanos) {
		long rtt = Math.max(smoothedRttNanos, latestRttNanos);
		return Math.max(rtt + rtt / 8 + reorderingWindowNanos, RttEstimator.GRANULARITY_NANOS);
	}

	/**
	 * Largest packet number that is lost by reordering alone; below zero where none is.
	 */
	// SPEC reliability.md#packet-threshold
	long lostUpTo(long largestAcked) {
		return this.timeOnly ? -1 : largestAcked - this.packetThreshold;
	}

	/**
	 * How long after its sending a packet below the largest acknowledged one is lost.
	 */
	long lossDelayNanos(RttEstimator rtt) {
		return lossDelayNanos(rtt.smoothedNanos(), rtt.latestNanos(), this.reorderingWindowNanos);
	}

	/**
	 * Packets that were declared lost are acknowledged after all.
	 * @param count how many
	 * @param reordering how far the largest acknowledged number had passed the lowest
	 * @param sentNanos when that was sent; the reordering window grows once a round trip
	 * @param rtt of the path
	 * @param nowNanos the time
	 */
	// SPEC reliability.md#adapting-to-reordering
	void onSpuriousLosses(int count, long reordering, long sentNanos, RttEstimator rtt, long nowNanos) {
		this.spuriousLosses += count;
		this.cleanRecoveries = 0;
		int wanted = (int) Math.min(MAX_PACKET_THRESHOLD, reordering + 1);
		this.packetThreshold = Math.max(this.packetThreshold, wanted);
		this.timeOnly |= reordering >= TIME_ONLY_REORDERING;
		if (sentNanos > this.windowGrownAtNanos) {
			this.windowGrownAtNanos = nowNanos;
			this.reorderingWindowNanos = Math.min(this.reorderingWindowNanos + rtt.minNanos() / 4, rtt.smoothedNanos());
		}
	}

	/** A recovery is over; one without spurious losses is clean. */
	void onRecoveryEnded(boolean clean) {
		this.cleanRecoveries = clean ? this.cleanRecoveries + 1 : 0;
		if (this.cleanRecoveries >= CLEAN_RECOVERIES_TO_DECAY) {
			reset();
		}
	}

	/** Back to the thresholds of the start. */
	void reset() {
		this.packetThreshold = this.initialThreshold;
		this.timeOnly = false;
		this.reorderingWindowNanos = 0;
		this.windowGrownAtNanos = Long.MIN_VALUE;
		this.cleanRecoveries = 0;
	}

	int packetThreshold() {
		return this.packetThreshold;
	}

	boolean timeOnly() {
		return this.timeOnly;
	}

	long reorderingWindowNanos() {
		return this.reorderingWindowNanos;
	}

	long spuriousLosses() {
		return this.spuriousLosses;
	}

}
