/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

import io.mxp.transport.security.ClientTicket;
import org.jspecify.annotations.Nullable;

/**
 * Tickets that servers gave for later visits, in memory only. Each is used once, and not
 * for a connection that shows another identity or none: it would tell the server who is
 * behind both.
 */
// SPEC connection.md#session-tickets
final class KeptTickets {

	/** Servers whose tickets are kept; the one not heard of for longest goes first. */
	static final int MAX_SERVERS = 256;

	/** Tickets of one server; the oldest goes first. */
	static final int MAX_OF_A_SERVER = 4;

	private final Map<Server, ArrayDeque<Kept>> tickets = new LinkedHashMap<>(16, 0.75F, true);

	void keep(Server server, Kept ticket) {
		ArrayDeque<Kept> kept = this.tickets.computeIfAbsent(server, (any) -> new ArrayDeque<>());
		if (kept.size() == MAX_OF_A_SERVER) {
			kept.remove();
		}
		kept.add(ticket);
		if (this.tickets.size() > MAX_SERVERS) {
			this.tickets.remove(this.tickets.keySet().iterator().next());
		}
	}

	/** The newest ticket, which is gone with that. */
	@Nullable Kept take(Server server) {
		ArrayDeque<Kept> kept = this.tickets.get(server);
		if (kept == null) {
			return null;
		}
		Kept ticket = kept.pollLast();
		if (kept.isEmpty()) {
			this.tickets.remove(server);
		}
		return ticket;
	}

	/**
	 * Whose ticket it is.
	 *
	 * @param anonymous whether it was given to somebody without identity
	 */
	record Server(InetSocketAddress address, int keyId, boolean anonymous) {
	}

	/**
	 * A ticket, and what may be sent early with it.
	 *
	 * @param earlyBytes 0 for nothing
	 */
	record Kept(ClientTicket ticket, int earlyBytes) {
	}

}
