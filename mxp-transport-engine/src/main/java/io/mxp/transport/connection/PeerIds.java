/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

import org.jspecify.annotations.Nullable;

/**
 * The ids by which we may address the peer. Each path takes one of its own and gives it
 * up when the path ends. COLD.
 */
// SPEC connection.md#connection-ids
final class PeerIds {

	/** Ids that the peer may have good at a time. */
	static final int MAX_ACTIVE = 4;

	/** Ids that we gave up and whose end the peer has not acknowledged. */
	static final int MAX_RETIREMENTS = 40;

	/** No id, or none that is free. */
	static final long NONE = -1;

	/** Sequence numbers that may arrive in any order. */
	private static final int WINDOW = Long.SIZE;

	private static final byte[] NO_TOKEN = new byte[0];

	private final Connection connection;

	private final ConnectionListener listener;

	private final Slot[] slots = new Slot[MAX_ACTIVE];

	private final long[] retirements = new long[MAX_RETIREMENTS];

	private final boolean[] retirementsDue = new boolean[MAX_RETIREMENTS];

	private int retirementCount;

	/** All below are known. */
	private long lowestUnknown = 1;

	/** Which of those from there on are known, the lowest in bit 0. */
	private long known;

	private long retirePriorTo;

	PeerIds(Connection connection, ConnectionListener listener) {
		this.connection = connection;
		this.listener = listener;
		for (int i = 0; i < MAX_ACTIVE; i++) {
			this.slots[i] = new Slot();
		}
		this.slots[0].take(0, connection.ids().remote(), NO_TOKEN);
		this.slots[0].used = true;
	}

	/** The token of the id from the handshake, which a server tells its client. */
	void onFirstToken(byte[] token) {
		Slot first = slot(0);
		if (first != null && token.length > 0) {
			first.token = token;
			this.listener.onResetToken(this.connection, token, true);
		}
	}

	/** The id from the handshake, once it is known. */
	void onFirstId(long id) {
		Slot first = slot(0);
		if (first != null) {
			first.id = id;
		}
	}

	/**
	 * NEW_CONNECTION_ID: one more id, and perhaps the wish that older ones are given up.
	 */
	void onOffer(FrameReader frame) throws ProtocolViolation {
		long sequence = frame.bodyLong(0);
		long prior = frame.bodyLong(1);
		long id = frame.bodyLong(2);
		if (sequence < 0 || prior < 0 || prior > sequence) {
			throw violation(ErrorCode.FRAME_ENCODING_ERROR, "a connection id is given up before it is known");
		}
		if (!learn(sequence)) {
			Slot same = slot(sequence);
			if (same != null && same.id != id) {
				throw violation(ErrorCode.PROTOCOL_VIOLATION, "two connection ids have one sequence number");
			}
			return;
		}
		boolean inUse = retirePrior(prior);
		if (sequence < this.retirePriorTo) {
			retire(sequence);
			return;
		}
		Slot free = slot(NONE);
		if (free == null) {
			throw violation(ErrorCode.CONNECTION_ID_LIMIT_ERROR, "more than " + MAX_ACTIVE + " connection ids");
		}
		int token = frame.bodyOffset() + 24;
		free.take(sequence, id, Arrays.copyOfRange(frame.array(), token, token + 16));
		this.listener.onResetToken(this.connection, free.token, true);
		if (inUse) {
			this.connection.paths().onIdsGone();
		}
	}

	/** Notes a sequence number; false where it was known. */
	private boolean learn(long sequence) throws ProtocolViolation {
		if (sequence < this.lowestUnknown) {
			return false;
		}
		if (sequence - this.lowestUnknown >= WINDOW) {
			throw violation(ErrorCode.CONNECTION_ID_LIMIT_ERROR, "connection ids are left out");
		}
		long bit = 1L << (sequence - this.lowestUnknown);
		if ((this.known & bit) != 0) {
			return false;
		}
		this.known |= bit;
		while ((this.known & 1) != 0) {
			this.known >>>= 1;
			this.lowestUnknown++;
		}
		return true;
	}

	/** Gives up what the peer wants back; whether a path used any of it. */
	private boolean retirePrior(long prior) throws ProtocolViolation {
		this.retirePriorTo = Math.max(this.retirePriorTo, prior);
		boolean inUse = false;
		for (Slot slot : this.slots) {
			if (slot.sequence != NONE && slot.sequence < this.retirePriorTo) {
				inUse |= slot.used;
				release(slot);
			}
		}
		return inUse;
	}

	/**
	 * Takes an id for a path; its sequence number, or {@link #NONE} where none is free.
	 */
	long take() {
		for (Slot slot : this.slots) {
			if (slot.sequence != NONE && !slot.used) {
				slot.used = true;
				return slot.sequence;
			}
		}
		return NONE;
	}

	/** Whether the id with this number may be used. */
	boolean isGood(long sequence) {
		return sequence != NONE && slot(sequence) != null;
	}

	/** The id with a number that is {@link #isGood}. */
	long id(long sequence) {
		Slot slot = slot(sequence);
		if (slot == null) {
			throw new IllegalStateException("connection id " + sequence + " was given up");
		}
		return slot.id;
	}

	/** A path that used this id is over. */
	void giveUp(long sequence) throws ProtocolViolation {
		Slot slot = (sequence != NONE) ? slot(sequence) : null;
		if (slot != null) {
			release(slot);
		}
	}

	private void release(Slot slot) throws ProtocolViolation {
		long sequence = slot.sequence;
		forgetToken(slot);
		slot.clear();
		retire(sequence);
	}

	private void retire(long sequence) throws ProtocolViolation {
		if (this.retirementCount == MAX_RETIREMENTS) {
			throw violation(ErrorCode.CONNECTION_ID_LIMIT_ERROR,
					"more than " + MAX_RETIREMENTS + " connection ids wait for their end");
		}
		this.retirements[this.retirementCount] = sequence;
		this.retirementsDue[this.retirementCount++] = true;
	}

	boolean isDue() {
		for (int i = 0; i < this.retirementCount; i++) {
			if (this.retirementsDue[i]) {
				return true;
			}
		}
		return false;
	}

	/** Tells the peer as much as fits; whether anything was written. */
	boolean write(FrameWriter writer) {
		boolean written = false;
		for (int i = 0; i < this.retirementCount; i++) {
			if (this.retirementsDue[i] && writer.retireConnectionId(this.retirements[i])) {
				this.retirementsDue[i] = false;
				this.connection.recovery().recordFrame(FrameFates.KIND_RETIRE_CONNECTION_ID, this.retirements[i], 0, 0);
				written = true;
			}
		}
		return written;
	}

	void onRetirementAcked(long sequence) {
		int i = retirementOf(sequence);
		if (i >= 0) {
			int last = --this.retirementCount;
			this.retirements[i] = this.retirements[last];
			this.retirementsDue[i] = this.retirementsDue[last];
		}
	}

	void onRetirementLost(long sequence) {
		int i = retirementOf(sequence);
		if (i >= 0) {
			this.retirementsDue[i] = true;
		}
	}

	private int retirementOf(long sequence) {
		for (int i = 0; i < this.retirementCount; i++) {
			if (this.retirements[i] == sequence) {
				return i;
			}
		}
		return -1;
	}

	/** Ids that we gave up and whose end the peer has not acknowledged. */
	int pendingRetirements() {
		return this.retirementCount;
	}

	/** The connection is over: no reset is meant for it any more. */
	void forget() {
		for (Slot slot : this.slots) {
			forgetToken(slot);
		}
	}

	private void forgetToken(Slot slot) {
		if (slot.token.length > 0) {
			this.listener.onResetToken(this.connection, slot.token, false);
			slot.token = NO_TOKEN;
		}
	}

	private @Nullable Slot slot(long sequence) {
		for (Slot slot : this.slots) {
			if (slot.sequence == sequence) {
				return slot;
			}
		}
		return null;
	}

	private static ProtocolViolation violation(ErrorCode code, String reason) {
		return new ProtocolViolation(code, FrameType.CONTROL, reason);
	}

	private static final class Slot {

		private long sequence = NONE;

		private long id;

		private byte[] token = NO_TOKEN;

		private boolean used;

		void take(long sequence, long id, byte[] token) {
			this.sequence = sequence;
			this.id = id;
			this.token = token;
			this.used = false;
		}

		void clear() {
			this.sequence = NONE;
			this.used = false;
		}

	}

}
