/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.mxp.transport.TicketKeys;
import io.mxp.transport.security.TicketScope;
import org.jspecify.annotations.Nullable;

/**
 * What all event loops of a transport share about session tickets. Asked by any of their
 * threads.
 */
public final class SharedTickets {

	private final TicketKeys keys;

	private final Supplier<TicketScope> scope;

	private final LongSupplier epochMillis;

	private final KeptTickets kept = new KeptTickets();

	/**
	 * Without any ticket.
	 * @param keys what a server's tickets are sealed with
	 * @param scope where and under which trust tickets are good, now; of both sides
	 * @param epochMillis the time, milliseconds since 1970
	 */
	public SharedTickets(TicketKeys keys, Supplier<TicketScope> scope, LongSupplier epochMillis) {
		this.keys = keys;
		this.scope = scope;
		this.epochMillis = epochMillis;
	}

	synchronized void keep(KeptTickets.Server server, KeptTickets.Kept ticket) {
		this.kept.keep(server, ticket);
	}

	/** The newest ticket that is still good, which is gone with that. */
	synchronized KeptTickets.@Nullable Kept take(KeptTickets.Server server) {
		long now = this.epochMillis.getAsLong();
		TicketScope present = this.scope.get();
		KeptTickets.Kept ticket = this.kept.take(server);
		while (ticket != null && !ticket.ticket().isGood(now, present)) {
			ticket = this.kept.take(server);
		}
		return ticket;
	}

	TicketKeys keys() {
		return this.keys;
	}

	Supplier<TicketScope> scope() {
		return this.scope;
	}

	LongSupplier epochMillis() {
		return this.epochMillis;
	}

}
