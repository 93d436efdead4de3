/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * The probe timeout (PTO, RFC 9002 §6.2): when nothing is heard of the last ack-eliciting
 * packet, probes ask for an acknowledgement.
 */
// SPEC reliability.md#probe-timeout
final class ProbeTimer {

	static final int PROBES = 2;

	static final int NO_SPACE = -1;

	/**
	 * So many timeouts in a row are answered by both probes at once. From then on one of
	 * the two leaves when half of the interval is over.
	 */
	private static final int PAIRED_TIMEOUTS = 2;

	private static final int MAX_DOUBLINGS = 20;

	private static final long MAX_INTERVAL_NANOS = 60_000_000_000L;

	/** The handshake is bounded in time, so that its probes need not become rare. */
	// SPEC reliability.md#probes-of-the-handshake
	private static final long MAX_HANDSHAKE_INTERVAL_NANOS = 1_000_000_000L;

	private static final int MAX_HANDSHAKE_DOUBLINGS = 4;

	private static final long NEVER = Long.MIN_VALUE;

	private static final long MAX_ACK_DELAY_NANOS = 16_383_000_000L;

	private static final int PERSISTENT_CONGESTION_TIMEOUTS = 3;

	private final RttEstimator rtt;

	private long peerMaxAckDelayNanos = 25_000_000;

	private boolean handshakeConfirmed;

	private int antiDeadlockSpace = NO_SPACE;

	private boolean amplificationLimited;

	private int expirations;

	/** When anything last happened that an answer can be expected to. */
	private long restartedAtNanos = NEVER;

	/** Where {@link #deadlineNanos} found that the probes belong. */
	private int space = NO_SPACE;

	ProbeTimer(RttEstimator rtt) {
		this.rtt = rtt;
	}

	/** The interval without backoff. */
	long timeoutNanos(int space) {
		return this.rtt.probeTimeoutNanos() + ((space == LossRecovery.APPLICATION) ? this.peerMaxAckDelayNanos : 0);
	}

	/** How long a run of losses proves persistent congestion (RFC 9002 §7.6.1). */
	// SPEC reliability.md#persistent-congestion
	long persistentCongestionNanos() {
		return PERSISTENT_CONGESTION_TIMEOUTS * timeoutNanos(LossRecovery.APPLICATION);
	}

	/** When probes are due, or {@link Long#MAX_VALUE}; {@link #space()} tells where. */
	long deadlineNanos(PacketSpace[] spaces) {
		this.space = NO_SPACE;
		long earliest = Long.MAX_VALUE;
		if (this.amplificationLimited) {
			return earliest;
		}
		for (int i = 0; i < spaces.length; i++) {
			if (spaces[i].hasElicitingInFlight() && !isEarly(i)) {
				long deadline = spaces[i].lastElicitingSentNanos + intervalNanos(i, spaces[i]);
				if (deadline < earliest) {
					earliest = deadline;
					this.space = i;
				}
			}
		}
		if (this.space == NO_SPACE && this.antiDeadlockSpace != NO_SPACE && this.restartedAtNanos != NEVER) {
			this.space = this.antiDeadlockSpace;
			earliest = this.restartedAtNanos + intervalNanos(this.space, spaces[this.space]);
		}
		return earliest;
	}

	int space() {
		return this.space;
	}

	/** Early data is not probed for: what the client waits for is the handshake. */
	// SPEC reliability.md#the-clients-anti-deadlock-probe
	private boolean isEarly(int number) {
		return number == LossRecovery.APPLICATION && this.antiDeadlockSpace == LossRecovery.HANDSHAKE;
	}

	void onExpired(long nowNanos) {
		this.expirations++;
		this.restartedAtNanos = nowNanos;
	}

	/** An ack-eliciting packet was sent. */
	void restart(long nowNanos) {
		this.restartedAtNanos = nowNanos;
	}

	/**
	 * The peer answers. A client whose address is not validated yet keeps its backoff.
	 */
	void onAcked(long nowNanos) {
		this.restartedAtNanos = nowNanos;
		if (this.antiDeadlockSpace == NO_SPACE) {
			this.expirations = 0;
		}
	}

	void forgetExpirations() {
		this.expirations = 0;
	}

	/** Expiries in a row, those at half of an interval included. */
	int expirations() {
		return this.expirations;
	}

	/** How many probes belong to the expiry that was last. */
	// SPEC reliability.md#probes-behind-an-outage
	int probes(PacketSpace[] spaces) {
		boolean paired = this.expirations <= PAIRED_TIMEOUTS || isHandshake(this.space, spaces[this.space]);
		return paired ? PROBES : 1;
	}

	/** The delay that the peer reports, as far as it is believed. */
	// SPEC reliability.md#ack-delay
	long clampedAckDelayNanos(int space, long ackDelayMicros) {
		if (space == LossRecovery.HANDSHAKE) {
			return 0;
		}
		long reported = ackDelayMicros * 1_000;
		return this.handshakeConfirmed ? Math.min(reported, this.peerMaxAckDelayNanos) : reported;
	}

	void setPeerMaxAckDelay(long nanos) {
		this.peerMaxAckDelayNanos = Math.min(Math.max(nanos, 0), MAX_ACK_DELAY_NANOS);
	}

	void setHandshakeConfirmed() {
		this.handshakeConfirmed = true;
		setAntiDeadlock(NO_SPACE);
	}

	void setAntiDeadlock(int space) {
		this.antiDeadlockSpace = space;
	}

	void setAmplificationLimited(boolean limited) {
		this.amplificationLimited = limited;
	}

	boolean amplificationLimited() {
		return this.amplificationLimited;
	}

	private long intervalNanos(int space, PacketSpace state) {
		long timeout = timeoutNanos(space);
		if (isHandshake(space, state) && this.expirations > 0) {
			return Math.max(timeout, Math.min(timeout << Math.min(this.expirations, MAX_HANDSHAKE_DOUBLINGS),
					MAX_HANDSHAKE_INTERVAL_NANOS));
		}
		int doublings = Math.min(doublings(this.expirations), MAX_DOUBLINGS);
		return (timeout >= MAX_INTERVAL_NANOS >> doublings) ? Math.max(timeout, MAX_INTERVAL_NANOS)
				: timeout << doublings;
	}

	/** Before the first acknowledgement in its space the handshake may not be over. */
	private static boolean isHandshake(int space, PacketSpace state) {
		return space == LossRecovery.HANDSHAKE || state.largestAcked < 0;
	}

	/** From the third timeout on there are two expiries for each doubling. */
	// SPEC reliability.md#probes-behind-an-outage
	static int doublings(int expirations) {
		return (expirations < PAIRED_TIMEOUTS) ? expirations : expirations >> 1;
	}

}
