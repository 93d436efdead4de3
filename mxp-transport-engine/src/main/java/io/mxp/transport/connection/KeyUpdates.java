/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.SessionConfig;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.security.SessionPackets;

/**
 * When a connection goes on to the next keys: after so many packets in either direction
 * or so much time, and never before the peer has shown that it has the present ones. Keys
 * are derived ahead, never on the way of a packet.
 */
// SPEC connection.md#key-update
final class KeyUpdates {

	private final Connection connection;

	private final RandomSource random;

	private final long packetLimit;

	private final long intervalNanos;

	private long packets = Long.MAX_VALUE;

	private long dueNanos = Long.MAX_VALUE;

	private long firstPacketNumber;

	private long lastUpdateNanos;

	private long openEpoch;

	/** The newest epoch that this side began by itself. */
	private long begunEpoch;

	/** Whether the peer was sent an ACK since it has its present keys. */
	private boolean acknowledged;

	private long discardPreviousNanos = Long.MAX_VALUE;

	/**
	 * When the keys after the present ones are derived: at the next timer, off the way of
	 * packets (SEC-30).
	 */
	private long prepareNanos = Long.MAX_VALUE;

	KeyUpdates(Connection connection, SessionConfig config, RandomSource random) {
		this.connection = connection;
		this.random = random;
		this.packetLimit = config.keyUpdatePackets();
		this.intervalNanos = config.keyUpdateInterval().toNanos();
	}

	/** The handshake is confirmed: from now on keys may change. */
	void onConfirmed(long nowNanos) {
		packets().prepareNextKeys();
		startEpoch(nowNanos);
	}

	/** A 1-RTT packet opened: the peer may have gone on to new keys, and we with it. */
	void onPacketOpened(long nowNanos) throws ProtocolViolation {
		if (packets().wentBackward()) {
			throw violation("a packet has older keys than one before it");
		}
		long epoch = packets().openEpoch();
		if (epoch == this.openEpoch) {
			return;
		}
		if (epoch > this.begunEpoch && !this.acknowledged) {
			throw violation("keys change though no packet under the present ones was acknowledged");
		}
		this.acknowledged = false;
		this.openEpoch = epoch;
		this.prepareNanos = nowNanos;
		this.discardPreviousNanos = nowNanos + 3 * recovery().probeTimeoutNanos();
		startEpoch(nowNanos);
	}

	/** The peer is told that 1-RTT packets of it arrived: it may change its keys now. */
	void onAckSent() {
		this.acknowledged = true;
	}

	private static ProtocolViolation violation(String reason) {
		return new ProtocolViolation(ErrorCode.KEY_UPDATE_ERROR, -1, reason);
	}

	/** Packets are about to be sealed. */
	void beforeSending(long nowNanos) {
		SessionPackets packets = packets();
		if (packets.limitReached()) {
			this.connection.ending()
				.closeWith(nowNanos, new CloseReason(ErrorCode.AEAD_LIMIT_REACHED, false,
						"a key was used up before it could be replaced"), -1);
			return;
		}
		boolean due = packets.sealedInEpoch() >= this.packets || packets.openedInEpoch() >= this.packets
				|| nowNanos >= this.dueNanos;
		if (due && isAllowed(nowNanos) && packets.initiateKeyUpdate()) {
			this.begunEpoch = packets.sealEpoch();
			startEpoch(nowNanos);
		}
	}

	/**
	 * SEC-28: a packet of this epoch was acknowledged, and three probe timeouts passed
	 * since the last update.
	 */
	private boolean isAllowed(long nowNanos) {
		return recovery().largestAcked(LossRecovery.APPLICATION) >= this.firstPacketNumber
				&& nowNanos - this.lastUpdateNanos >= 3 * recovery().probeTimeoutNanos();
	}

	private void startEpoch(long nowNanos) {
		if (this.packets != Long.MAX_VALUE) {
			this.lastUpdateNanos = nowNanos;
		}
		this.firstPacketNumber = this.connection.sender().nextApplicationNumber();
		this.packets = jittered(this.packetLimit);
		this.dueNanos = nowNanos + jittered(this.intervalNanos);
	}

	/** Up to a tenth less, so that the peers of a server do not all update at once. */
	private long jittered(long value) {
		return value - Math.floorMod(this.random.nextLong(), value / 10 + 1);
	}

	/**
	 * Keys of the epoch before go three probe timeouts after the first packet of the new
	 * one opened (SEC-29).
	 */
	void onTimeout(long nowNanos) {
		if (nowNanos >= this.prepareNanos) {
			this.prepareNanos = Long.MAX_VALUE;
			packets().prepareNextKeys();
		}
		if (nowNanos >= this.discardPreviousNanos) {
			this.discardPreviousNanos = Long.MAX_VALUE;
			packets().discardPreviousKeys();
		}
	}

	long nextNanos() {
		return Math.min(this.discardPreviousNanos, this.prepareNanos);
	}

	/** How often this side went on to new keys, by itself or after the peer. */
	long updates() {
		return packets().sealEpoch();
	}

	private SessionPackets packets() {
		return this.connection.session().packets();
	}

	private LossRecovery recovery() {
		return this.connection.recovery();
	}

}
