/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * The books of congestion control: bytes in flight over both number spaces, the running
 * recovery episode, whether the window is what limits the sender; the controller and the
 * pacer behind them.
 */
final class CongestionState {

	private final CongestionController controller;

	private final Pacer pacer;

	private final RttEstimator rtt;

	private final LossThresholds thresholds;

	private final RecoveryEpisode episode = new RecoveryEpisode();

	private final WindowUse windowUse = new WindowUse();

	private long bytesInFlight;

	/** Sums over the packets of one ACK. */
	private long ackedBytes;

	private long growthBytes;

	private long lostBytes;

	private long newestAckedSentNanos;

	CongestionState(CongestionController controller, RttEstimator rtt, LossThresholds thresholds, int maxDatagramSize) {
		this.controller = controller;
		this.rtt = rtt;
		this.thresholds = thresholds;
		this.pacer = new Pacer(maxDatagramSize);
		this.pacer.restart(controller.pacingRateBytesPerSecond(rtt));
	}

	void onPacketSent(int bytes, long nowNanos) {
		this.bytesInFlight += bytes;
		this.windowUse.onBytesInFlight(this.bytesInFlight);
		this.pacer.onPacketSent(bytes, nowNanos);
		this.controller.onPacketSent(nowNanos, bytes, this.bytesInFlight);
	}

	/** Before the first packet of an ACK. */
	void beginAck() {
		this.ackedBytes = 0;
		this.growthBytes = 0;
		this.lostBytes = 0;
		this.newestAckedSentNanos = Long.MIN_VALUE;
	}

	void onPacketAcked(int bytes, long sentNanos) {
		this.bytesInFlight -= bytes;
		this.ackedBytes += bytes;
		if (!this.episode.covers(sentNanos)) {
			this.growthBytes += bytes;
		}
		this.newestAckedSentNanos = Math.max(this.newestAckedSentNanos, sentNanos);
	}

	/**
	 * A packet in flight is lost. The first one sent after the last episode began starts
	 * another.
	 * @return the tag of the episode that it belongs to
	 */
	int onPacketLost(int bytes, long sentNanos, long nowNanos) {
		this.bytesInFlight -= bytes;
		this.lostBytes += bytes;
		if (!this.episode.covers(sentNanos)) {
			beginEpisode(nowNanos, false);
		}
		return this.episode.onPacketLost();
	}

	/** The peer saw congestion marks on packets up to one sent at this time. */
	void onEcnMarked(long sentNanos, long nowNanos) {
		if (!this.episode.covers(sentNanos)) {
			beginEpisode(nowNanos, true);
		}
	}

	void onSpuriousLoss(int tag) {
		if (tag != RecoveryEpisode.NO_EPISODE && this.episode.onSpuriousLoss(tag)) {
			this.controller.onSpuriousEpisode();
			this.episode.end();
		}
	}

	void onPersistentCongestion() {
		this.controller.onPersistentCongestion();
		this.rtt.forgetMinimum();
		this.episode.end();
	}

	/** After the last packet of an ACK or of a pass of loss detection. */
	void finish(long nowNanos) {
		if (this.lostBytes > 0) {
			this.controller.onLoss(nowNanos, this.lostBytes, this.bytesInFlight);
		}
		if (this.ackedBytes > 0) {
			boolean limited = this.windowUse.isLimit(this.controller.windowBytes());
			this.controller.onAck(nowNanos, this.ackedBytes, limited ? this.growthBytes : 0, this.bytesInFlight,
					this.rtt);
			this.windowUse.onAck(this.newestAckedSentNanos, this.bytesInFlight, nowNanos);
		}
		this.pacer.setRate(this.controller.pacingRateBytesPerSecond(this.rtt), nowNanos);
	}

	/** Packets leave the books without a verdict. */
	void leaveFlight(long bytes) {
		this.bytesInFlight -= bytes;
	}

	/** To be called when the estimator has been reset. */
	void onPathChanged() {
		this.controller.onPathChanged();
		this.pacer.restart(this.controller.pacingRateBytesPerSecond(this.rtt));
		this.episode.end();
	}

	void setMaxDatagramSize(int bytes) {
		this.controller.setMaxDatagramSize(bytes);
		this.pacer.setMaxDatagramSize(bytes);
	}

	CongestionController controller() {
		return this.controller;
	}

	Pacer pacer() {
		return this.pacer;
	}

	long bytesInFlight() {
		return this.bytesInFlight;
	}

	private void beginEpisode(long nowNanos, boolean ecn) {
		if (this.episode.hasBegun()) {
			this.thresholds.onRecoveryEnded(this.episode.isClean());
		}
		this.episode.begin(nowNanos, !ecn);
		// Whatever this ACK acknowledged was sent before the episode.
		this.growthBytes = 0;
		this.controller.onCongestionEvent(nowNanos, ecn);
	}

}
