/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.RecoveryConfig;

/**
 * NewReno as in RFC 9002 §7: doubles each round trip until the first loss, then one
 * packet more each round trip, half on loss.
 */
// SPEC reliability.md#newreno
final class NewReno implements CongestionController {

	static final String NAME = "newreno";

	static final String SLOW_START = "SLOW_START";

	static final String CONGESTION_AVOIDANCE = "CONGESTION_AVOIDANCE";

	private static final int MINIMUM_WINDOW_PACKETS = 2;

	private final int initialWindowPackets;

	private final long maxWindowBytes;

	private int maxDatagramSize;

	private long windowBytes;

	private long slowStartThresholdBytes;

	private long ackedSinceGrowthBytes;

	private long windowBeforeEpisode;

	private long thresholdBeforeEpisode;

	NewReno(RecoveryConfig config, int maxDatagramSize) {
		this.initialWindowPackets = config.initialWindowPackets();
		this.maxWindowBytes = config.maxWindowBytes();
		this.maxDatagramSize = maxDatagramSize;
		onPathChanged();
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String state() {
		return inSlowStart() ? SLOW_START : CONGESTION_AVOIDANCE;
	}

	@Override
	public long windowBytes() {
		return this.windowBytes;
	}

	boolean inSlowStart() {
		return this.windowBytes < this.slowStartThresholdBytes;
	}

	/**
	 * Window over smoothed round trip, times 2 in slow start and 1.25 behind it, so that
	 * the pacer never holds back what the window allows on average.
	 */
	// SPEC reliability.md#pacing
	@Override
	public long pacingRateBytesPerSecond(RttEstimator rtt) {
		// At most 2^30 bytes × 10^9 × 2: below 2^63.
		long quarters = inSlowStart() ? 8 : 5;
		return Math.max(1, this.windowBytes * (1_000_000_000L / 4) / rtt.smoothedNanos() * quarters);
	}

	@Override
	public void onAck(AckSample sample, RttEstimator rtt) {
		long left = sample.growthBytes();
		if (inSlowStart()) {
			long grown = Math.min(left, this.slowStartThresholdBytes - this.windowBytes);
			grow(grown);
			left -= grown;
		}
		this.ackedSinceGrowthBytes += left;
		while (this.ackedSinceGrowthBytes >= this.windowBytes) {
			this.ackedSinceGrowthBytes -= this.windowBytes;
			grow(this.maxDatagramSize);
		}
	}

	@Override
	public void onCongestionEvent(long nowNanos, boolean ecn) {
		this.windowBeforeEpisode = this.windowBytes;
		this.thresholdBeforeEpisode = this.slowStartThresholdBytes;
		this.windowBytes = Math.max(this.windowBytes / 2, minimumWindowBytes());
		this.slowStartThresholdBytes = this.windowBytes;
		this.ackedSinceGrowthBytes = 0;
	}

	@Override
	public void onSpuriousEpisode() {
		this.windowBytes = Math.max(this.windowBytes, this.windowBeforeEpisode);
		this.slowStartThresholdBytes = this.thresholdBeforeEpisode;
	}

	/**
	 * The reductions since stay: the window is what it would be without this one. What a
	 * later episode would go back to as well.
	 */
	// SPEC reliability.md#undoing-a-spurious-episode
	@Override
	public void onEarlierSpuriousEpisode(long windowBeforeBytes, long windowAfterBytes) {
		this.windowBytes = scaled(this.windowBytes, windowBeforeBytes, windowAfterBytes);
		this.windowBeforeEpisode = scaled(this.windowBeforeEpisode, windowBeforeBytes, windowAfterBytes);
		this.slowStartThresholdBytes = scaled(this.slowStartThresholdBytes, windowBeforeBytes, windowAfterBytes);
		this.thresholdBeforeEpisode = scaled(this.thresholdBeforeEpisode, windowBeforeBytes, windowAfterBytes);
	}

	@Override
	public void onPersistentCongestion() {
		this.windowBytes = minimumWindowBytes();
		this.ackedSinceGrowthBytes = 0;
	}

	@Override
	public void onPathChanged() {
		this.windowBytes = (long) this.initialWindowPackets * this.maxDatagramSize;
		this.slowStartThresholdBytes = Long.MAX_VALUE;
		this.ackedSinceGrowthBytes = 0;
	}

	/** Before the first growth the window keeps its number of packets. */
	@Override
	public void setMaxDatagramSize(int bytes) {
		boolean untouched = this.windowBytes == (long) this.initialWindowPackets * this.maxDatagramSize;
		this.maxDatagramSize = bytes;
		this.windowBytes = untouched ? (long) this.initialWindowPackets * bytes
				: Math.max(this.windowBytes, minimumWindowBytes());
	}

	/** At most the largest window, 2^30 bytes, so that the product stays below 2^63. */
	private long scaled(long bytes, long numerator, long denominator) {
		return (bytes > this.maxWindowBytes) ? bytes : Math.min(bytes * numerator / denominator, this.maxWindowBytes);
	}

	private void grow(long bytes) {
		this.windowBytes = Math.min(this.windowBytes + bytes, this.maxWindowBytes);
	}

	private long minimumWindowBytes() {
		return (long) MINIMUM_WINDOW_PACKETS * this.maxDatagramSize;
	}

}
