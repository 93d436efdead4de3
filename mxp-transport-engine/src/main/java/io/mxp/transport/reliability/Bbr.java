/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.RecoveryConfig;

/**
 * A controller inspired by BBR: paces at the bandwidth that the path delivers and keeps
 * about one bandwidth-delay product in flight, whatever is lost at random; yields where
 * loss comes with a queue; gives way to CUBIC where loss stays high.
 */
// SPEC reliability.md#bbr
final class Bbr implements CongestionController {

	static final String NAME = "bbr";

	static final double STARTUP_GAIN = 2.77;

	private static final double DRAIN_GAIN = 0.5;

	private static final double UP_GAIN = 1.25;

	private static final double DOWN_GAIN = 0.75;

	/** A little below 1, so that what other flows leave behind in the queue drains. */
	private static final double CRUISE_GAIN = 0.99;

	private static final int CRUISE_PHASES = 6;

	/** Window in bandwidth-delay products once the pipe is full. */
	private static final double WINDOW_GAIN = 1.5;

	/** A round whose quickest packet took this many least round trips met a queue. */
	private static final double QUEUED = 1.1;

	private static final int LOSS_PER_MILLE = 20;

	private static final int EXTRA_PACKETS = 3;

	private static final int MINIMUM_WINDOW_PACKETS = 4;

	private static final long MIN_RTT_NANOS = 10_000_000_000L;

	private static final long PROBE_RTT_NANOS = 200_000_000L;

	/**
	 * Hosts answer in milliseconds where the path takes microseconds: least window, in
	 * time at the rate.
	 */
	private static final double LEAST_WINDOW_SECONDS = 0.003;

	private enum State {

		STARTUP, DRAIN, PROBE_BW, PROBE_RTT

	}

	private final RecoveryConfig config;

	private final BbrPath path = new BbrPath();

	private final FallbackRule fallback = new FallbackRule();

	private final Cubic cubic;

	private int maxDatagramSize;

	private State state = State.STARTUP;

	private long window;

	private final BbrBounds bounds = new BbrBounds();

	private long peakInFlight;

	private final FullPipe pipe = new FullPipe();

	private int lossesInRound;

	private int phase;

	private long phaseStartNanos;

	private long probeRttUntilNanos;

	private boolean probeRttRoundDone;

	private long windowBeforeProbe;

	private boolean lossInPhase;

	/**
	 * The queue marked packets of this round with CE: as clear a sign as loss with a
	 * queue.
	 */
	private boolean markedInRound;

	private double pacingRate;

	Bbr(RecoveryConfig config, int maxDatagramSize) {
		this.config = config;
		this.maxDatagramSize = maxDatagramSize;
		this.cubic = new Cubic(config, maxDatagramSize);
		onPathChanged();
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public String state() {
		return this.fallback.isAway() ? "FALLBACK" : this.state.name();
	}

	@Override
	public long windowBytes() {
		return this.fallback.isAway() ? this.cubic.windowBytes() : this.window;
	}

	@Override
	public long bandwidthBytesPerSecond() {
		return this.path.bandwidth();
	}

	@Override
	public long minRttNanos() {
		return this.path.minRttNanos();
	}

	@Override
	public int fallbackSwitches() {
		return this.fallback.switches();
	}

	@Override
	public long pacingRateBytesPerSecond(RttEstimator rtt) {
		if (this.fallback.isAway()) {
			return this.cubic.pacingRateBytesPerSecond(rtt);
		}
		double rate = this.pacingRate;
		if (!this.pipe.isFilled()) {
			rate = Math.max(rate, STARTUP_GAIN * initialWindow() * 1e9 / rtt.smoothedNanos());
		}
		return Math.max(1, (long) rate);
	}

	@Override
	public void onPacketSent(long nowNanos, int bytes, long bytesInFlight) {
		this.peakInFlight = Math.max(this.peakInFlight, bytesInFlight);
	}

	@Override
	public void onLoss(long nowNanos, long lostBytes, long bytesInFlight) {
		this.path.onLoss(lostBytes);
		this.lossesInRound += (int) ((lostBytes + this.maxDatagramSize - 1) / this.maxDatagramSize);
		this.lossInPhase = true;
	}

	@Override
	public void onAck(AckSample sample, RttEstimator rtt) {
		long now = sample.nowNanos();
		boolean expired = this.state != State.PROBE_RTT && this.path.minRttNanos() > 0
				&& this.path.minRttAgeNanos(now) > MIN_RTT_NANOS;
		this.path.onAck(sample, this.window);
		this.path.onRtt(sample.rttNanos(), now, expired);
		if (sample.isRoundStart()) {
			onRound(sample, now);
		}
		if (this.fallback.isAway()) {
			this.cubic.onAck(sample, rtt);
			return;
		}
		if (expired && !sample.isApplicationLimited()) {
			enterProbeRtt();
		}
		switch (this.state) {
			case STARTUP -> {
				if (this.pipe.isFilled()) {
					this.state = State.DRAIN;
				}
			}
			case DRAIN -> {
				if (sample.bytesInFlight() <= this.path.bdpBytes()) {
					enterProbeBandwidth(now);
				}
			}
			case PROBE_BW -> cycle(sample, now);
			case PROBE_RTT -> probeRtt(sample, now);
		}
		updateRate();
		updateWindow(sample);
	}

	private void onRound(AckSample sample, long now) {
		askFallback(now);
		boolean lossy = this.path.lastLossPerMille() > LOSS_PER_MILLE;
		if (!sample.isApplicationLimited()) {
			this.pipe.onRound(this.path.bandwidth(), lossy, this.lossesInRound, this.markedInRound);
		}
		if (this.markedInRound || (lossy && this.path.lastRoundWasQueued(QUEUED))) {
			// A bounded rate would never bring the share of phase 1.25 into flight.
			this.lossInPhase = true;
			this.bounds.giveWay(this.peakInFlight, minimumWindow(), this.path.bandwidth(), sample.rateBytesPerSecond());
		}
		this.lossesInRound = 0;
		this.markedInRound = false;
		this.peakInFlight = sample.bytesInFlight();
	}

	private void askFallback(long now) {
		boolean wasAway = this.fallback.isAway();
		boolean settled = this.state == State.PROBE_BW || this.state == State.PROBE_RTT;
		boolean away = this.fallback.onRound(this.path.lastLossPerMille(), this.path.lastRoundWasQueued(QUEUED),
				settled, now);
		if (away && !wasAway) {
			this.cubic.startAt(Math.min(this.window, Math.max(this.path.bdpBytes(), minimumWindow())));
		}
		else if (wasAway && !away) {
			this.window = this.cubic.windowBytes();
			this.bounds.reset();
			enterProbeBandwidth(now);
		}
	}

	private void enterProbeBandwidth(long now) {
		this.state = State.PROBE_BW;
		// Any phase but the draining one, and not the same for flows that begin together.
		long hash = (now ^ this.path.bandwidth()) * 0x9E3779B97F4A7C15L;
		this.phase = (int) ((hash >>> 33) % (CRUISE_PHASES + 1));
		this.phase = (this.phase == 0) ? 0 : this.phase + 1;
		this.phaseStartNanos = now;
		this.lossInPhase = false;
	}

	private void cycle(AckSample sample, long now) {
		boolean elapsed = now - this.phaseStartNanos > this.path.minRttNanos();
		boolean over = switch (this.phase) {
			case 0 -> elapsed && (this.lossInPhase || sample.priorBytesInFlight() >= target(UP_GAIN)
					|| sample.isApplicationLimited());
			case 1 -> elapsed || sample.bytesInFlight() <= target(1);
			default -> elapsed;
		};
		if (this.phase == 0) {
			this.bounds.onProbed(sample.priorBytesInFlight(), (long) EXTRA_PACKETS * this.maxDatagramSize,
					sample.ackedBytes());
		}
		if (over) {
			this.phase = (this.phase + 1) % (CRUISE_PHASES + 2);
			this.phaseStartNanos = now;
			this.lossInPhase = false;
			if (this.phase == 0) {
				this.bounds.forgetBandwidthLo();
			}
		}
	}

	private long target(double gain) {
		return Math.min((long) (gain * this.path.bdpBytes()), this.bounds.inflightHi());
	}

	private void enterProbeRtt() {
		this.state = State.PROBE_RTT;
		this.windowBeforeProbe = this.window;
		this.probeRttUntilNanos = 0;
	}

	private void probeRtt(AckSample sample, long now) {
		if (this.probeRttUntilNanos == 0) {
			if (sample.bytesInFlight() <= probeRttWindow()) {
				this.probeRttUntilNanos = now + PROBE_RTT_NANOS;
				this.probeRttRoundDone = false;
			}
			return;
		}
		this.probeRttRoundDone |= sample.isRoundStart();
		if (this.probeRttRoundDone && now >= this.probeRttUntilNanos) {
			this.path.confirmMinRtt(now);
			this.window = Math.max(this.window, this.windowBeforeProbe);
			if (this.pipe.isFilled()) {
				enterProbeBandwidth(now);
			}
			else {
				this.state = State.STARTUP;
			}
		}
	}

	private double gain() {
		return switch (this.state) {
			case STARTUP -> STARTUP_GAIN;
			case DRAIN -> DRAIN_GAIN;
			case PROBE_BW -> switch (this.phase) {
				case 0 -> UP_GAIN;
				case 1 -> DOWN_GAIN;
				default -> CRUISE_GAIN;
			};
			case PROBE_RTT -> 1;
		};
	}

	private void updateRate() {
		double rate = gain() * this.bounds.bandwidth(this.path.bandwidth());
		// In STARTUP a low first sample slows nothing.
		if (this.pipe.isFilled() || rate > this.pacingRate) {
			this.pacingRate = rate;
		}
	}

	private void updateWindow(AckSample sample) {
		long least = (long) (LEAST_WINDOW_SECONDS * this.pacingRate);
		long bdp = this.path.bdpBytes();
		long target = (long) (((this.state == State.STARTUP) ? STARTUP_GAIN : WINDOW_GAIN) * bdp)
				+ EXTRA_PACKETS * (long) this.maxDatagramSize;
		target = Math.max(target + (this.pipe.isFilled() ? this.path.bundledBytes() : 0), least);
		long grown = this.window + sample.ackedBytes();
		if (this.pipe.isFilled()) {
			this.window = Math.min(grown, target);
		}
		else if (this.window < target || sample.deliveredBytes() < initialWindow()) {
			this.window = grown;
		}
		long most = this.bounds.most(this.state == State.PROBE_BW && this.phase != 0);
		this.window = Math.min(Math.min(this.window, most), this.config.maxWindowBytes());
		if (this.state == State.PROBE_RTT) {
			this.window = Math.min(this.window, probeRttWindow());
		}
		this.window = Math.max(this.window, minimumWindow());
	}

	private long probeRttWindow() {
		return Math.max(this.path.bdpBytes() / 2, minimumWindow());
	}

	@Override
	public void onCongestionEvent(long nowNanos, boolean ecn) {
		this.bounds.onEpisode();
		this.markedInRound |= ecn;
		this.lossInPhase |= ecn;
		if (this.fallback.isAway()) {
			this.cubic.onCongestionEvent(nowNanos, ecn);
		}
	}

	@Override
	public void onSpuriousEpisode() {
		this.bounds.undo();
		if (this.fallback.isAway()) {
			this.cubic.onSpuriousEpisode();
		}
	}

	@Override
	public void onPersistentCongestion() {
		this.window = minimumWindow();
		if (this.fallback.isAway()) {
			this.cubic.onPersistentCongestion();
		}
	}

	@Override
	public void onPathChanged() {
		this.state = State.STARTUP;
		this.path.reset();
		this.fallback.reset();
		this.cubic.onPathChanged();
		this.window = initialWindow();
		this.bounds.reset();
		this.pipe.reset();
		this.pacingRate = 0;
	}

	@Override
	public void setMaxDatagramSize(int bytes) {
		boolean untouched = this.window == initialWindow();
		this.maxDatagramSize = bytes;
		this.cubic.setMaxDatagramSize(bytes);
		this.window = untouched ? initialWindow() : Math.max(this.window, minimumWindow());
	}

	private long initialWindow() {
		return (long) this.config.initialWindowPackets() * this.maxDatagramSize;
	}

	private long minimumWindow() {
		return (long) MINIMUM_WINDOW_PACKETS * this.maxDatagramSize;
	}

}
