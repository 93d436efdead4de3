/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.FrameWriter;

/**
 * The tickets that a server gives to one client: one when the client is accepted, and
 * another one whenever half of its life is over and the client still speaks, so that a
 * client that comes back soon has one.
 */
// SPEC connection.md#session-tickets
final class TicketGiver {

	private final Connection connection;

	private final ConnectionListener listener;

	private NewTicket ticket = NewTicket.NONE;

	private boolean due;

	private long nextNanos = Long.MAX_VALUE;

	TicketGiver(Connection connection, ConnectionListener listener) {
		this.connection = connection;
		this.listener = listener;
	}

	/** The client is accepted, or was heard when its ticket grew old. */
	void give(long nowNanos) {
		this.ticket = this.listener.newTicket(nowNanos, this.connection);
		this.due = this.ticket.ticket().length > 0;
		this.nextNanos = this.due ? nowNanos + this.ticket.lifetimeSeconds() * 500_000_000L : Long.MAX_VALUE;
	}

	/** The client was heard. HOT. */
	void onHeard(long nowNanos) {
		if (nowNanos >= this.nextNanos) {
			give(nowNanos);
		}
	}

	boolean isDue() {
		return this.due;
	}

	/** The frame was lost: whichever ticket is the newest goes again. */
	void onLost() {
		this.due = this.ticket.ticket().length > 0;
	}

	boolean write(FrameWriter writer) {
		if (!this.due || !writer.newTicket(this.ticket.word(), this.ticket.ticket())) {
			return false;
		}
		this.due = false;
		this.connection.recovery().recordFrame(FrameFates.KIND_NEW_TICKET, 0, 0, 0);
		return true;
	}

}
