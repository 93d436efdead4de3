/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that a client keeps, with what belongs to it. Lives in memory only, is used
 * once, and never printed.
 */
// SPEC handshake.md#tickets
public final class ClientTicket {

	private final byte[] ticket;

	private final byte[] preSharedKey;

	private final CipherSuite suite;

	private final PeerIdentity server;

	private final TicketScope scope;

	private final byte[] serverParameters;

	private final long expiryMillis;

	ClientTicket(byte[] ticket, SessionSecrets session, TicketScope scope, byte[] serverParameters, long expiryMillis) {
		this.ticket = ticket;
		this.preSharedKey = KeySchedule.ticketKey(session.resumptionSecret(), ticket);
		this.suite = session.suite();
		this.server = session.peer();
		this.scope = scope;
		this.serverParameters = serverParameters;
		this.expiryMillis = expiryMillis;
	}

	/**
	 * Whether it may be used: it is not too old, nor is the server's certificate, and the
	 * trust policy is the one under which the server was verified.
	 */
	public boolean isGood(long epochMillis, TicketScope now) {
		return epochMillis < this.expiryMillis && epochMillis < this.server.notAfterMillis() && this.scope.matches(now);
	}

	/** Whether it is of a server that may answer for an agent; null for any. */
	public boolean isOf(@Nullable String agentId) {
		return agentId == null || agentId.equals(this.server.agentId());
	}

	byte[] ticket() {
		return this.ticket;
	}

	byte[] preSharedKey() {
		return this.preSharedKey;
	}

	CipherSuite suite() {
		return this.suite;
	}

	PeerIdentity server() {
		return this.server;
	}

	/** The transport parameters of the server that gave the ticket, as it sent them. */
	public byte[] serverParameters() {
		return this.serverParameters.clone();
	}

	@Override
	public String toString() {
		return "ClientTicket[" + this.server + "]";
	}

}
