/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * What an ACK frame and the loss timer set off, in the order of RFC 9002 appendix A.7:
 * packets leave the books, round trip, ECN, losses, window.
 */
// SPEC reliability.md#processing-an-ack
final class LossDetector {

	/**
	 * For how many probe timeouts after its sending a lost packet is remembered: long
	 * enough for paths that delay single packets by several round trips.
	 */
	private static final int MEMORY_TIMEOUTS = 6;

	private final RttEstimator rtt;

	private final LossThresholds thresholds;

	private final CongestionState congestion;

	private final ProbeTimer probeTimer;

	private final AckOutcome outcome = new AckOutcome();

	private final long[] largest = new long[FrameReader.MAX_ACK_RANGES];

	private final long[] smallest = new long[FrameReader.MAX_ACK_RANGES];

	private long packetsLost;

	LossDetector(RttEstimator rtt, LossThresholds thresholds, CongestionState congestion, ProbeTimer probeTimer) {
		this.rtt = rtt;
		this.thresholds = thresholds;
		this.congestion = congestion;
		this.probeTimer = probeTimer;
	}

	void onAckFrame(int spaceId, PacketSpace space, FrameReader reader, long nowNanos) throws ProtocolViolation {
		int count = reader.ackRanges(this.largest, this.smallest);
		if (space.discarded) {
			return;
		}
		long largestBefore = space.largestAcked;
		begin(nowNanos);
		space.sent.onAck(this.largest, this.smallest, count, this.outcome);
		if (this.outcome.newestAcked < 0) {
			return;
		}
		space.largestAcked = Math.max(largestBefore, this.largest[0]);
		boolean sampled = sampleRtt(spaceId, space, reader.ackDelayMicros(), nowNanos);
		if (spaceId == LossRecovery.APPLICATION && this.largest[0] > largestBefore) {
			validateEcn(reader, nowNanos);
		}
		if (this.outcome.spuriousCount > 0) {
			this.thresholds.onSpuriousLosses(this.outcome.spuriousCount, largestBefore - this.outcome.lowestSpurious,
					this.outcome.lowestSpuriousSentNanos, this.rtt, nowNanos);
		}
		detectLost(space, nowNanos);
		space.probes = this.outcome.ackedEliciting ? 0 : space.probes;
		this.probeTimer.onAcked(nowNanos);
		this.congestion.finish(nowNanos, sampled ? this.rtt.latestNanos() : 0);
		space.sent.forget(nowNanos - MEMORY_TIMEOUTS * this.probeTimer.timeoutNanos(spaceId));
	}

	private void validateEcn(FrameReader reader, long nowNanos) {
		EcnValidation ecn = this.congestion.ecn();
		if (!reader.ackHasEcn()) {
			ecn.onAckWithoutCounts(this.outcome.markedAcked);
		}
		else if (ecn.onCounts(reader.ackEct0(), reader.ackEct1(), reader.ackCe(), this.outcome.markedAcked)) {
			this.congestion.onEcnMarked(this.outcome.newestAckedSentNanos, nowNanos);
		}
	}

	/** Declares lost what has become so with time. */
	void onLossTime(PacketSpace space, long nowNanos) {
		if (space.lossTimeNanos <= nowNanos) {
			begin(nowNanos);
			detectLost(space, nowNanos);
			this.congestion.finish(nowNanos, 0);
		}
	}

	long packetsLost() {
		return this.packetsLost;
	}

	private void begin(long nowNanos) {
		this.outcome.begin();
		this.congestion.beginAck(nowNanos);
	}

	private boolean sampleRtt(int spaceId, PacketSpace space, long ackDelayMicros, long nowNanos) {
		boolean isSample = this.outcome.newestAcked == this.largest[0] && this.outcome.ackedEliciting
				&& this.largest[0] >= space.pathFirstNumber;
		if (isSample) {
			this.rtt.onSample(nowNanos - this.outcome.newestAckedSentNanos,
					this.probeTimer.clampedAckDelayNanos(spaceId, ackDelayMicros), nowNanos);
		}
		return isSample;
	}

	private void detectLost(PacketSpace space, long nowNanos) {
		long lossDelayNanos = this.thresholds.lossDelayNanos(this.rtt);
		this.outcome.rttKnownSinceNanos = this.rtt.firstSampleAtNanos();
		long oldestLeftSentNanos = space.sent.detectLost(space.largestAcked,
				this.thresholds.lostUpTo(space.largestAcked), nowNanos - lossDelayNanos, this.outcome, nowNanos);
		space.lossTimeNanos = (oldestLeftSentNanos != SentPackets.NONE) ? oldestLeftSentNanos + lossDelayNanos
				: Long.MAX_VALUE;
		this.packetsLost += this.outcome.lostCount;
		if (this.outcome.longestLossRunNanos > this.probeTimer.persistentCongestionNanos()) {
			this.congestion.onPersistentCongestion();
		}
	}

}
