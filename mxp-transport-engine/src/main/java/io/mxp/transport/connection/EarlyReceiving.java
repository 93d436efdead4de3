/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.ArrayDeque;
import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.SecureSession;

/**
 * A server's part of early data: the ticket is claimed, packets wait for that, and what
 * is over the limit is dropped.
 */
// SPEC handshake.md#early-data
final class EarlyReceiving {

	/** Packets that wait for the claim of their ticket. */
	// SPEC limits.md#before-authentication
	static final int MAX_WAITING_PACKETS = 32;

	/** The same in bytes: all early data, in packets of 1,200 bytes and up. */
	static final int MAX_WAITING_BYTES = ResumptionConfig.MAX_EARLY_BYTES + 4 * 1024;

	private final Connection connection;

	private final SecureSession session;

	private final ConnectionListener listener;

	private final EarlyMessages rules = new EarlyMessages();

	private final FrameReader reader = new FrameReader();

	private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

	private int waitingBytes;

	private long takenBytes;

	private long messages;

	private long deadlineNanos = Long.MAX_VALUE;

	private boolean proven;

	EarlyReceiving(Connection connection, ConnectionListener listener) {
		this.connection = connection;
		this.session = connection.session();
		this.listener = listener;
	}

	/** The handshake moved on: a ticket may have to be claimed. */
	void settle(long nowNanos) {
		EarlyClaim claim = this.session.resumption().pollClaim();
		if (claim == null) {
			return;
		}
		if (!claim.isFrom(this.connection.remoteAddress().getAddress())) {
			onClaimed(nowNanos, false);
			return;
		}
		this.deadlineNanos = nowNanos
				+ this.connection.settings().config().session().resumption().claimTimeout().toNanos();
		this.listener.onEarlyClaim(this.connection, claim);
	}

	/** Whether the ticket is ours alone; whoever does not know says no. */
	void onClaimed(long nowNanos, boolean first) {
		if (!this.session.resumption().isClaimPending()) {
			return;
		}
		this.deadlineNanos = Long.MAX_VALUE;
		this.session.onClaimed(first);
		this.listener.onEarlyDecided(this.connection, first);
		this.connection.establishment().settle(nowNanos);
		for (Waiting next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			if (first && this.connection.state().isAlive()) {
				this.connection.receiver().open(nowNanos, next.bytes, next.ecn);
			}
		}
		this.waitingBytes = 0;
	}

	/** A 0-RTT packet came before the claim was answered. */
	DropReason onWaitingPacket(byte[] bytes, int offset, int length, int ecn) {
		if (this.waiting.size() == MAX_WAITING_PACKETS || this.waitingBytes + length > MAX_WAITING_BYTES) {
			return DropReason.EARLY_OVER_LIMIT;
		}
		this.waiting.add(new Waiting(Arrays.copyOfRange(bytes, offset, offset + length), ecn));
		this.waitingBytes += length;
		return DropReason.NONE;
	}

	/**
	 * Whether the frames of a 0-RTT packet may be worked off: only stream data, and not
	 * too much of it.
	 */
	boolean takes(byte[] bytes, int from, int to) throws ProtocolViolation {
		long data = 0;
		this.reader.wrap(bytes, from, to);
		while (this.reader.next()) {
			int type = this.reader.type();
			if (type == FrameType.STREAM_DATA) {
				data += this.reader.dataLength();
			}
			else if (!FrameType.isGrease(type)) {
				throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, type,
						FrameType.name(type) + " is not allowed in a 0-RTT packet");
			}
		}
		if (this.takenBytes + data > ResumptionConfig.MAX_EARLY_BYTES) {
			return false;
		}
		this.takenBytes += data;
		return true;
	}

	/** Whether what is delivered now may be a replay, of whatever was not claimed. */
	boolean isEarly() {
		return !this.proven && !this.connection.ids().isClient();
	}

	/** The client is there: it has the keys of this handshake. */
	void onProven() {
		this.proven = true;
	}

	/** A whole message is there, before the client was heard under 1-RTT keys. */
	void onMessage(byte[] bytes, int offset) throws ProtocolViolation {
		if (!this.rules.mayBeEarly(bytes, offset, this.connection.messages().hasProfile())) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"a message came early that may not");
		}
	}

	void onDelivered() {
		this.messages++;
	}

	/** Messages that were delivered before the client was heard under 1-RTT keys. */
	long messages() {
		return this.messages;
	}

	/** When the claim counts as not answered. */
	long deadlineNanos() {
		return this.deadlineNanos;
	}

	void onTimeout(long nowNanos) {
		if (nowNanos >= this.deadlineNanos) {
			onClaimed(nowNanos, false);
		}
	}

	@SuppressWarnings("ArrayRecordComponent")
	private record Waiting(byte[] bytes, int ecn) {
	}

}
