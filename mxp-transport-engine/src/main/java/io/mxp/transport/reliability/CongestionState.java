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

	private final DeliveryRate deliveryRate = new DeliveryRate();

	private final EcnValidation ecn = new EcnValidation();

	private final CongestionFigures figures;

	private CongestionListener listener = CongestionListener.NONE;

	private String state;

	private int fallbackSwitches;

	private EcnValidation.State ecnState = EcnValidation.State.OFF;

	private final BlackHoleDetector blackHole = new BlackHoleDetector();

	private long bytesInFlight;

	/** Sums over the packets of one ACK. */
	private long ackedBytes;

	private long growthBytes;

	private long lostBytes;

	private long newestAckedSentNanos;

	private long nowNanos;

	CongestionState(CongestionController controller, RttEstimator rtt, LossThresholds thresholds, int maxDatagramSize) {
		this.controller = controller;
		this.rtt = rtt;
		this.thresholds = thresholds;
		this.pacer = new Pacer(maxDatagramSize);
		this.pacer.restart(controller.pacingRateBytesPerSecond(rtt));
		this.state = controller.state();
		this.figures = new CongestionFigures(controller, rtt, this.ecn);
	}

	void setListener(CongestionListener listener) {
		this.listener = listener;
	}

	/** Notes the state of delivery for a packet that leaves; onPacketSent follows. */
	void stamp(DeliveryRecords records, int slot, long nowNanos, int bytes) {
		this.deliveryRate.onPacketSent(records, slot, nowNanos, bytes, this.bytesInFlight + bytes);
	}

	void onPacketSent(int bytes, long nowNanos) {
		this.bytesInFlight += bytes;
		this.windowUse.onBytesInFlight(this.bytesInFlight);
		this.pacer.onPacketSent(bytes, nowNanos);
		this.controller.onPacketSent(nowNanos, bytes, this.bytesInFlight);
	}

	/** Before the first packet of an ACK. */
	void beginAck(long nowNanos) {
		this.nowNanos = nowNanos;
		this.deliveryRate.beginAck(this.bytesInFlight);
		this.ackedBytes = 0;
		this.growthBytes = 0;
		this.lostBytes = 0;
		this.newestAckedSentNanos = Long.MIN_VALUE;
	}

	void onPacketAcked(DeliveryRecords records, int slot, int bytes, long sentNanos) {
		this.deliveryRate.onPacketDelivered(records, slot, sentNanos, bytes, this.nowNanos);
		this.bytesInFlight -= bytes;
		this.ackedBytes += bytes;
		this.blackHole.onAcked(bytes, sentNanos);
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
		this.deliveryRate.onPacketLost(bytes);
		this.blackHole.onLost(bytes, sentNanos);
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
			if (this.episode.isNewest(tag)) {
				this.controller.onSpuriousEpisode();
				this.episode.end();
			}
			else {
				this.controller.onEarlierSpuriousEpisode(this.episode.windowBefore(tag), this.episode.windowAfter(tag));
			}
			tell(CongestionSignal.SPURIOUS_UNDONE);
		}
	}

	void onPersistentCongestion() {
		this.controller.onPersistentCongestion();
		this.rtt.forgetMinimum();
		this.episode.endAll();
		tell(CongestionSignal.PERSISTENT_CONGESTION);
	}

	/** After the last packet of an ACK or of a pass of loss detection. */
	void finish(long nowNanos, long rttSampleNanos) {
		if (this.lostBytes > 0) {
			this.controller.onLoss(nowNanos, this.lostBytes, this.bytesInFlight);
		}
		if (this.ackedBytes > 0) {
			boolean limited = this.windowUse.isLimit(this.controller.windowBytes());
			AckSample sample = this.deliveryRate.finish(nowNanos, this.rtt.minNanos());
			sample.ackedBytes = this.ackedBytes;
			sample.growthBytes = limited ? this.growthBytes : 0;
			sample.lostBytes = this.lostBytes;
			sample.bytesInFlight = this.bytesInFlight;
			sample.rttNanos = rttSampleNanos;
			this.controller.onAck(sample, this.rtt);
			this.windowUse.onAck(this.newestAckedSentNanos, this.bytesInFlight, nowNanos);
		}
		this.pacer.setRate(this.controller.pacingRateBytesPerSecond(this.rtt), nowNanos);
		noticeChanges();
	}

	/** There is nothing to send though the window has room. */
	void onApplicationLimited() {
		if (this.bytesInFlight < this.controller.windowBytes()) {
			this.deliveryRate.onApplicationLimited(this.bytesInFlight);
			this.controller.onApplicationLimited(this.bytesInFlight);
		}
	}

	/** Packets leave the books without a verdict. */
	void leaveFlight(long bytes) {
		this.bytesInFlight -= bytes;
	}

	/** To be called when the estimator has been reset. */
	void onPathChanged() {
		this.controller.onPathChanged();
		this.ecn.onPathChanged();
		this.pacer.restart(this.controller.pacingRateBytesPerSecond(this.rtt));
		this.episode.endAll();
		noticeChanges();
	}

	void setMaxDatagramSize(int bytes) {
		this.controller.setMaxDatagramSize(bytes);
		this.pacer.setMaxDatagramSize(bytes);
	}

	CongestionController controller() {
		return this.controller;
	}

	EcnValidation ecn() {
		return this.ecn;
	}

	BlackHoleDetector blackHole() {
		return this.blackHole;
	}

	Pacer pacer() {
		return this.pacer;
	}

	long bytesInFlight() {
		return this.bytesInFlight;
	}

	CongestionFigures figures() {
		return this.figures;
	}

	private void beginEpisode(long nowNanos, boolean ecn) {
		if (this.episode.hasBegun()) {
			this.thresholds.onRecoveryEnded(this.episode.isClean());
		}
		// Whatever this ACK acknowledged was sent before the episode.
		this.growthBytes = 0;
		long windowBefore = this.controller.windowBytes();
		this.controller.onCongestionEvent(nowNanos, ecn);
		this.episode.begin(nowNanos, !ecn, windowBefore, this.controller.windowBytes());
		this.nowNanos = nowNanos;
		tell(CongestionSignal.CONGESTION);
	}

	private void noticeChanges() {
		int switches = this.controller.fallbackSwitches();
		if (switches != this.fallbackSwitches) {
			this.fallbackSwitches = switches;
			tell(CongestionSignal.FALLBACK_SWITCHED);
		}
		EcnValidation.State ecnNow = this.ecn.state();
		if (ecnNow != this.ecnState) {
			this.ecnState = ecnNow;
			if (ecnNow == EcnValidation.State.CAPABLE || ecnNow == EcnValidation.State.FAILED) {
				tell((ecnNow == EcnValidation.State.CAPABLE) ? CongestionSignal.ECN_VALIDATED
						: CongestionSignal.ECN_FAILED);
			}
		}
		String now = this.controller.state();
		if (!now.equals(this.state)) {
			this.state = now;
			tell(CongestionSignal.STATE_ENTERED);
		}
	}

	private void tell(CongestionSignal signal) {
		this.figures.count(signal);
		this.listener.onCongestion(signal, this.controller.state(), this.nowNanos);
	}

}
