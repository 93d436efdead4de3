/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.RecoveryConfig;

/**
 * CUBIC (RFC 9438) with fast convergence, the Reno-friendly region, and HyStart++ in the
 * first slow start. Windows are counted in packets of full size.
 */
// SPEC reliability.md#cubic
final class Cubic implements CongestionController {

	static final String NAME = "cubic";

	private static final double C = 0.4;

	private static final double BETA = 0.7;

	/** Growth of the Reno-friendly window for each window of acknowledged packets. */
	private static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

	private static final int CONSERVATIVE_DIVISOR = 4;

	private static final int MINIMUM_WINDOW_PACKETS = 2;

	private static final long NOT_STARTED = Long.MIN_VALUE;

	private final int initialWindowPackets;

	private final long maxWindowBytes;

	private final HyStart hyStart = new HyStart();

	private final Curve curve = new Curve();

	private final Curve before = new Curve();

	private int maxDatagramSize;

	private long lastAckNanos;

	Cubic(RecoveryConfig config, int maxDatagramSize) {
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
		if (!inSlowStart()) {
			return NewReno.CONGESTION_AVOIDANCE;
		}
		return this.hyStart.isConservative() ? "CONSERVATIVE_SLOW_START" : NewReno.SLOW_START;
	}

	@Override
	public long windowBytes() {
		return (long) (this.curve.window * this.maxDatagramSize);
	}

	boolean inSlowStart() {
		return this.curve.window < this.curve.threshold;
	}

	@Override
	public long pacingRateBytesPerSecond(RttEstimator rtt) {
		long quarters = inSlowStart() ? 8 : 5;
		return Math.max(1, windowBytes() * (1_000_000_000L / 4) / rtt.smoothedNanos() * quarters);
	}

	@Override
	public void onAck(AckSample sample, RttEstimator rtt) {
		double acked = (double) sample.growthBytes() / this.maxDatagramSize;
		if (inSlowStart()) {
			slowStart(sample, acked);
		}
		else if (acked > 0) {
			if (this.curve.epochNanos == NOT_STARTED) {
				this.curve.beginEpoch(sample.nowNanos());
			}
			this.curve.grow(sample.nowNanos(), rtt.smoothedNanos(), acked);
		}
		else if (this.curve.epochNanos != NOT_STARTED) {
			// Time in which the window is not used is no time for growing.
			this.curve.epochNanos += sample.nowNanos() - this.lastAckNanos;
		}
		this.lastAckNanos = sample.nowNanos();
		this.curve.window = Math.min(this.curve.window, (double) this.maxWindowBytes / this.maxDatagramSize);
	}

	private void slowStart(AckSample sample, double acked) {
		boolean first = this.curve.threshold == Double.MAX_VALUE;
		if (first && this.hyStart.onAck(sample)) {
			this.curve.threshold = this.curve.window;
			return;
		}
		double grown = (first && this.hyStart.isConservative()) ? acked / CONSERVATIVE_DIVISOR : acked;
		this.curve.window = Math.min(this.curve.window + grown, Math.max(this.curve.threshold, this.curve.window));
	}

	@Override
	public void onCongestionEvent(long nowNanos, boolean ecn) {
		this.before.copy(this.curve);
		this.curve.reduce();
	}

	@Override
	public void onSpuriousEpisode() {
		double window = this.curve.window;
		this.curve.copy(this.before);
		this.curve.window = Math.max(window, this.curve.window);
	}

	/** The whole course of the window is what it would be without that episode. */
	@Override
	public void onEarlierSpuriousEpisode(long windowBeforeBytes, long windowAfterBytes) {
		double factor = (double) windowBeforeBytes / windowAfterBytes;
		this.curve.scale(factor);
		this.curve.epochNanos = NOT_STARTED;
		this.before.scale(factor);
	}

	@Override
	public void onPersistentCongestion() {
		this.curve.window = MINIMUM_WINDOW_PACKETS;
		this.curve.epochNanos = NOT_STARTED;
	}

	@Override
	public void onPathChanged() {
		startAt((long) this.initialWindowPackets * this.maxDatagramSize);
		this.curve.threshold = Double.MAX_VALUE;
	}

	/** Starts anew behind slow start with this window. */
	void startAt(long windowBytes) {
		this.curve.window = Math.max((double) windowBytes / this.maxDatagramSize, MINIMUM_WINDOW_PACKETS);
		this.curve.threshold = this.curve.window;
		this.curve.maximum = this.curve.window;
		this.curve.priorWindow = this.curve.window;
		this.curve.epochNanos = NOT_STARTED;
		this.before.copy(this.curve);
		this.hyStart.restart();
	}

	/**
	 * Before the first growth the window keeps its number of packets, later its bytes.
	 */
	@Override
	public void setMaxDatagramSize(int bytes) {
		boolean untouched = this.curve.window == this.initialWindowPackets && this.curve.threshold == Double.MAX_VALUE;
		if (!untouched) {
			double factor = (double) this.maxDatagramSize / bytes;
			this.curve.scale(factor);
			this.before.scale(factor);
		}
		this.maxDatagramSize = bytes;
	}

	/** The window and what its course depends on. */
	private static final class Curve {

		private double window;

		private double threshold = Double.MAX_VALUE;

		/** W_max: the window at the last event, less with fast convergence. */
		private double maximum;

		/** The window at the last event. */
		private double priorWindow;

		/** W_est: what Reno would have. */
		private double friendly;

		/** K: when the curve reaches the maximum again. */
		private double plateauSeconds;

		private long epochNanos = NOT_STARTED;

		void reduce() {
			this.maximum = (this.window < this.maximum) ? this.window * (1 + BETA) / 2 : this.window;
			this.priorWindow = this.window;
			this.window = Math.max(this.window * BETA, MINIMUM_WINDOW_PACKETS);
			this.threshold = this.window;
			this.epochNanos = NOT_STARTED;
		}

		void beginEpoch(long nowNanos) {
			this.epochNanos = nowNanos;
			this.friendly = this.window;
			this.maximum = Math.max(this.maximum, this.window);
			this.plateauSeconds = Math.cbrt((this.maximum - this.window) / C);
		}

		void grow(long nowNanos, long rttNanos, double acked) {
			double seconds = (nowNanos - this.epochNanos) / 1e9;
			this.friendly += ((this.friendly >= this.priorWindow) ? 1 : ALPHA) * acked / this.window;
			if (cubic(seconds) < this.friendly) {
				this.window = Math.max(this.window, this.friendly);
				return;
			}
			double target = Math.min(Math.max(cubic(seconds + rttNanos / 1e9), this.window), 1.5 * this.window);
			this.window += (target - this.window) / this.window * acked;
		}

		private double cubic(double seconds) {
			double distance = seconds - this.plateauSeconds;
			return C * distance * distance * distance + this.maximum;
		}

		void scale(double factor) {
			this.window = Math.max(this.window * factor, MINIMUM_WINDOW_PACKETS);
			this.threshold = (this.threshold == Double.MAX_VALUE) ? this.threshold : this.threshold * factor;
			this.maximum *= factor;
			this.priorWindow *= factor;
			this.friendly *= factor;
		}

		void copy(Curve other) {
			this.window = other.window;
			this.threshold = other.threshold;
			this.maximum = other.maximum;
			this.priorWindow = other.priorWindow;
			this.friendly = other.friendly;
			this.plateauSeconds = other.plateauSeconds;
			this.epochNanos = other.epochNanos;
		}

	}

}
