/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Arrays;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The ids by which the peer may address us: one from the handshake and as many more as
 * keep four of them good. Whenever the peer gives one up, it gets another. COLD.
 */
// SPEC connection.md#connection-ids
final class OwnIds {

	/** Ids that are good at a time. */
	static final int ACTIVE = 4;

	/** So many packets full of data go before an offer. */
	private static final int MOST_PASSED = 8;

	private static final long NONE = -1;

	private final Connection connection;

	private final ConnectionListener listener;

	private final ConnectionIdSupply supply;

	private final long[] sequences = new long[ACTIVE];

	private final long[] ids = new long[ACTIVE];

	/** Which of them the peer is still to be told. */
	private final boolean[] due = new boolean[ACTIVE];

	private long nextSequence = 1;

	private boolean offered;

	private int dueCount;

	/** Packets that left without an offer that was due. */
	private int passed;

	/** The peer has used an id up and may need another soon. */
	private boolean urgent;

	OwnIds(Connection connection, ConnectionListener listener, ConnectionIdSupply supply) {
		this.connection = connection;
		this.listener = listener;
		this.supply = supply;
		Arrays.fill(this.sequences, NONE);
		this.sequences[0] = 0;
		this.ids[0] = connection.ids().local();
	}

	/** The peer has shown that it owns its keys: from now on it has four ids. */
	void offer() {
		this.offered = true;
		for (int i = 0; i < ACTIVE; i++) {
			if (this.sequences[i] == NONE) {
				this.sequences[i] = this.nextSequence++;
				this.ids[i] = this.supply.next();
				setDue(i, true);
				this.listener.onConnectionIdAdded(this.connection, this.ids[i]);
			}
		}
	}

	/** The peer gives an id up; one that it gave up before changes nothing. */
	void onRetired(long sequence) throws ProtocolViolation {
		if (sequence < 0 || sequence >= this.nextSequence) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.CONTROL,
					"a connection id is retired that was never offered");
		}
		int i = indexOf(sequence);
		if (i < 0) {
			return;
		}
		this.sequences[i] = NONE;
		setDue(i, false);
		this.listener.onConnectionIdRemoved(this.connection, this.ids[i]);
		if (this.offered) {
			offer();
			this.urgent = true;
		}
	}

	private void setDue(int i, boolean isDue) {
		if (this.due[i] != isDue) {
			this.due[i] = isDue;
			this.dueCount += isDue ? 1 : -1;
		}
	}

	/**
	 * Whether a packet is to be sent for their sake. The first ones wait for company: a
	 * peer that has not moved yet needs no other id.
	 */
	boolean isUrgent() {
		return this.urgent;
	}

	/** Whether data has to make room for them: it has not left any for long. */
	boolean goFirst() {
		return this.urgent || (this.dueCount > 0 && this.passed >= MOST_PASSED);
	}

	/** Tells the peer as much as fits; whether anything was written. */
	boolean write(FrameWriter writer) {
		if (this.dueCount == 0) {
			return false;
		}
		boolean written = false;
		for (int i = 0; i < ACTIVE; i++) {
			if (this.due[i]
					&& writer.newConnectionId(this.sequences[i], 0, this.ids[i], this.supply.resetToken(this.ids[i]))) {
				setDue(i, false);
				this.connection.recovery().recordFrame(FrameFates.KIND_NEW_CONNECTION_ID, this.sequences[i], 0, 0);
				written = true;
			}
		}
		this.urgent &= !written;
		this.passed = written ? 0 : this.passed + 1;
		return written;
	}

	/** An offer was lost; it matters while the id is good. */
	void onOfferLost(long sequence) {
		int i = indexOf(sequence);
		if (i >= 0) {
			setDue(i, true);
		}
	}

	/** All ids that are good now. */
	long[] all() {
		long[] all = new long[ACTIVE];
		int count = 0;
		for (int i = 0; i < ACTIVE; i++) {
			if (this.sequences[i] != NONE) {
				all[count++] = this.ids[i];
			}
		}
		return Arrays.copyOf(all, count);
	}

	private int indexOf(long sequence) {
		for (int i = 0; i < ACTIVE; i++) {
			if (this.sequences[i] == sequence) {
				return i;
			}
		}
		return -1;
	}

}
