/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.ClientTicket;

/**
 * Tickets and early data of one connection. COLD.
 */
// SPEC connection.md#session-tickets
final class Resumption {

	private final Connection connection;

	private final ConnectionListener listener;

	private final TicketGiver giver;

	private final EarlySending sending;

	private final EarlyReceiving receiving;

	Resumption(Connection connection, ConnectionListener listener) {
		this.connection = connection;
		this.listener = listener;
		this.giver = new TicketGiver(connection, listener);
		this.sending = new EarlySending(connection);
		this.receiving = new EarlyReceiving(connection, listener);
	}

	/** Tickets for the client. */
	TicketGiver giver() {
		return this.giver;
	}

	/** What a client says before the server answers. */
	EarlySending sending() {
		return this.sending;
	}

	/** What a server hears before it has answered. */
	EarlyReceiving receiving() {
		return this.receiving;
	}

	/** The client begins with a ticket. */
	void begin(ClientTicket ticket, int earlyBytes) {
		if (earlyBytes > 0) {
			this.sending.begin(ticket, earlyBytes);
		}
	}

	/**
	 * The server closed: where that is because of the ticket, the client begins anew
	 * without it. Who forges this sees the client's Initial, and gains a full handshake.
	 * @return whether it did
	 */
	// SPEC handshake.md#a-refused-ticket
	boolean fallsBack(long nowNanos, ErrorCode code) {
		boolean refused = code == ErrorCode.TICKET_REFUSED && this.connection.ids().isClient()
				&& !this.connection.wasEstablished() && this.connection.session().resumption().isTried();
		if (!refused) {
			return false;
		}
		long id = this.connection.settings().random().nextLong();
		this.connection.session().restart().onTicketRefused(id);
		this.connection.ids().onFallBack(id, this.connection.session().outcome().pattern());
		// What was sent is as good as never sent.
		this.connection.recovery().onPathChanged(false);
		this.connection.recovery().offerAgain(LossRecovery.APPLICATION, Integer.MAX_VALUE);
		this.listener.onTicketRefused(this.connection);
		return true;
	}

	/** A packet came under 1-RTT keys. HOT. */
	void onHeard(long nowNanos) {
		this.receiving.onProven();
		this.giver.onHeard(nowNanos);
	}

	/** From now on everything may be said: whoever was refused before may try again. */
	void onEstablished() {
		if (this.sending.wasOpen()) {
			this.listener.onStreamWritable(this.connection, -1);
		}
	}

	/** The client has the server's answer. */
	void onServerAnswered() {
		boolean early = this.sending.packets() > 0;
		if (early && !this.connection.session().resumption().isEarlyAccepted()) {
			this.sending.onKeysGone();
		}
	}

}
