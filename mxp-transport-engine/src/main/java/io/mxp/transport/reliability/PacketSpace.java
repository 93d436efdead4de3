/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.function.LongSupplier;

import io.mxp.transport.RecoveryConfig;

/**
 * One packet number space: its numbers, what was sent and received in it, its timers.
 * Nothing of it is ever looked at for a packet of the other space.
 */
// SPEC reliability.md#packet-number-spaces
final class PacketSpace {

	/** Numbers from here on do not exist. */
	static final long MAX_PACKET_NUMBER = 1L << 62;

	private static final int MIN_SKIP_INTERVAL = 10;

	private static final int MAX_SKIP_INTERVAL = 1 << 20;

	final SentPackets sent;

	final AckTracker received;

	/**
	 * A receiver that only acknowledges asks to be acknowledged from this many ranges.
	 */
	private static final int RANGES_WORTH_A_PING = 8;

	private final CongestionState congestion;

	private final boolean skipsNumbers;

	private long nextNumber;

	private long skipNumber = -1;

	long largestAcked = -1;

	/** When the oldest packet that was overtaken counts as lost. */
	long lossTimeNanos = Long.MAX_VALUE;

	long lastElicitingSentNanos;

	int probes;

	private boolean probesEarly;

	/** Packets below it travelled on an earlier path. */
	long pathFirstNumber;

	/** What the packet being built carries. */
	private boolean ackStaged;

	private boolean pingStaged;

	boolean discarded;

	private PacketSpace(CongestionState congestion, FrameListener listener, AckTracker received, int capacity,
			boolean skipsNumbers) {
		this.congestion = congestion;
		this.received = received;
		this.sent = new SentPackets(congestion, listener, received, capacity);
		this.skipsNumbers = skipsNumbers;
	}

	/** Acknowledged without delay; few packets. */
	static PacketSpace handshake(CongestionState congestion, FrameListener listener) {
		return new PacketSpace(congestion, listener, new AckTracker(0, 1), 16, false);
	}

	static PacketSpace application(RecoveryConfig config, CongestionState congestion, FrameListener listener) {
		AckTracker received = new AckTracker(config.maxAckDelayNanos(), config.ackEveryPackets());
		return new PacketSpace(congestion, listener, received, 64, true);
	}

	/**
	 * Takes the next number; about once in a window of packets one is left out before it,
	 * and one before each probe, so that its ACK is due at once.
	 */
	// SPEC reliability.md#skipped-packet-numbers
	long takeNumber(long windowPackets, LongSupplier random) {
		if (this.skipsNumbers) {
			// SPEC reliability.md#the-number-of-a-probe
			if (this.probes > 0 && this.nextNumber > 0) {
				this.nextNumber++;
			}
			if (this.nextNumber == this.skipNumber) {
				this.nextNumber++;
			}
			if (this.nextNumber > this.skipNumber) {
				long interval = Math.min(Math.max(windowPackets, MIN_SKIP_INTERVAL), MAX_SKIP_INTERVAL);
				this.skipNumber = this.nextNumber + interval / 2 + 1 + (random.getAsLong() >>> 1) % interval;
			}
		}
		if (this.nextNumber >= MAX_PACKET_NUMBER) {
			throw new IllegalStateException("all packet numbers of the connection are used up");
		}
		return this.nextNumber++;
	}

	/**
	 * A packet was sent.
	 * @return whether it is ack-eliciting, be it by a PING of our own
	 */
	boolean onPacketSent(long packetNumber, long nowNanos, int bytes, boolean ackEliciting, boolean inFlight,
			FrameRecords records) {
		boolean eliciting = ackEliciting || this.pingStaged;
		boolean counted = inFlight || this.pingStaged;
		this.pingStaged = false;
		this.ackStaged = false;
		this.sent.add(packetNumber, nowNanos, bytes, eliciting, counted, records);
		if (counted) {
			this.congestion.onPacketSent(bytes, nowNanos);
		}
		if (eliciting) {
			this.lastElicitingSentNanos = nowNanos;
			this.probes = Math.max(this.probes - 1, 0);
		}
		return eliciting;
	}

	/** The packet being built carries an ACK, and perhaps a PING of our own. */
	void onAckStaged(boolean ping) {
		this.ackStaged = true;
		this.pingStaged = ping;
	}

	/** The packet being built will not be sent: an ACK in it is due again. */
	void onPacketAbandoned() {
		if (this.ackStaged) {
			this.received.onAckDiscarded();
		}
		this.ackStaged = false;
		this.pingStaged = false;
	}

	/** Whether our ACKs should be acknowledged and nothing else will bring that about. */
	// SPEC reliability.md#forgetting-ack-ranges
	boolean wantsToBeAcked(long smoothedRttNanos, long nowNanos) {
		return this.received.rangeCount() > RANGES_WORTH_A_PING && !hasElicitingInFlight()
				&& nowNanos - this.lastElicitingSentNanos >= smoothedRttNanos;
	}

	/** Makes probes pending; one that would be empty carries the oldest open frames. */
	void probe(int packets, boolean early) {
		if (!this.discarded) {
			this.probes = packets;
			this.probesEarly = early;
			this.sent.offerForProbes(packets);
		}
	}

	/** Probes before their time do not go where the window has no more room. */
	int probesPending(boolean roomInWindow) {
		return (this.probesEarly && !roomInWindow) ? 0 : this.probes;
	}

	boolean hasElicitingInFlight() {
		return !this.discarded && this.sent.elicitingOpen() > 0;
	}

	void discard() {
		if (!this.discarded) {
			this.sent.leaveFlight();
			this.discarded = true;
			this.probes = 0;
		}
	}

}
