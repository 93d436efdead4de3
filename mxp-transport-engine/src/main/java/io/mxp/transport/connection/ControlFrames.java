/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.reliability.LossRecovery;

/**
 * What a connection has to tell its peer besides streams and acknowledgements: each thing
 * is due at most once, whatever asks for it.
 */
// SPEC connection.md#order-of-frames
final class ControlFrames {

	private final Connection connection;

	private final Grease grease = new Grease();

	private boolean handshakeDoneDue;

	private byte[] newToken = new byte[0];

	private boolean newTokenDue;

	private boolean pingDue;

	private boolean keepAliveDue;

	ControlFrames(Connection connection) {
		this.connection = connection;
	}

	/** Whether anything is to be told. */
	boolean isDue() {
		return this.handshakeDoneDue || this.newTokenDue || this.pingDue || this.keepAliveDue
				|| this.connection.ownIds().isUrgent() || this.connection.peerIds().isDue()
				|| this.connection.resumption().giver().isDue();
	}

	boolean isKeepAliveDue() {
		return this.keepAliveDue;
	}

	/** Writes what fits; whether anything asks for an acknowledgement. */
	boolean write(FrameWriter writer) {
		this.grease.writeTo(writer, this.connection.ids());
		boolean eliciting = false;
		if (this.handshakeDoneDue && writer.handshakeDone()) {
			this.handshakeDoneDue = false;
			this.connection.recovery().recordFrame(FrameFates.KIND_HANDSHAKE_DONE, 0, 0, 0);
			eliciting = true;
		}
		if (this.newTokenDue && writer.newToken(this.newToken)) {
			this.newTokenDue = false;
			this.connection.recovery().recordFrame(FrameFates.KIND_NEW_TOKEN, 0, 0, 0);
			eliciting = true;
		}
		eliciting |= this.connection.resumption().giver().write(writer);
		eliciting |= this.connection.peerIds().write(writer);
		if (this.connection.ownIds().goFirst()) {
			eliciting |= this.connection.ownIds().write(writer);
		}
		return eliciting;
	}

	/** Writes behind everything else what needs no packet of its own. */
	void writeBehind(FrameWriter writer) {
		this.connection.ownIds().write(writer);
	}

	/** Something left that asks for an acknowledgement. */
	void onElicited() {
		this.pingDue = false;
		this.keepAliveDue = false;
	}

	void handshakeDone() {
		this.handshakeDoneDue = true;
	}

	/** Gives the client a token for its next visit, unless it is empty. */
	void newToken(byte[] token) {
		this.newToken = token;
		this.newTokenDue = token.length > 0;
	}

	void newTokenLost() {
		this.newTokenDue = true;
	}

	void pingWhenIdle() {
		this.pingDue = true;
	}

	/** A packet that waits for its acknowledgement keeps the connection alive as well. */
	void keepAlive() {
		this.keepAliveDue = !this.connection.recovery().hasElicitingInFlight(LossRecovery.APPLICATION);
	}

}
