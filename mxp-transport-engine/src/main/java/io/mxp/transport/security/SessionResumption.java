/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetAddress;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Tickets and early data of one session. COLD.
 */
// SPEC handshake.md#resumption
public final class SessionResumption {

	private final HandshakeExchange exchange;

	private final SessionProgress progress;

	private @Nullable EarlyClaim unpolled;

	private boolean claimPending;

	private boolean earlyAccepted;

	SessionResumption(HandshakeExchange exchange, SessionProgress progress) {
		this.exchange = exchange;
		this.progress = progress;
	}

	// ---- client

	/**
	 * The first message shows a ticket and no certificate; to be called before the
	 * session starts.
	 * @param early whether early data will follow it
	 */
	public void use(ClientTicket ticket, boolean early) {
		if (this.exchange instanceof ClientExchange client) {
			client.resumeWith(ticket, early);
		}
	}

	/** Whether this side shows no identity, by certificate or ticket. */
	public boolean isAnonymous() {
		return this.exchange instanceof ClientExchange client && client.isAnonymous();
	}

	/** Whether the first message shows a ticket, which the server may still refuse. */
	public boolean isTried() {
		return this.exchange instanceof ClientExchange client && client.ticket() != null;
	}

	/**
	 * What the server gave us for the next visit.
	 * @param lifetimeSeconds how long the server takes it
	 * @param epochMillis the time
	 * @param scope the trust under which the server was verified
	 * @return {@code null} where this session cannot be resumed
	 */
	public @Nullable ClientTicket keep(byte[] ticket, long lifetimeSeconds, long epochMillis, TicketScope scope) {
		SessionSecrets secrets = secrets();
		HandshakeExchange.Peer said = this.exchange.peer();
		if (secrets == null || said == null || ticket.length > TicketSealer.MAX_TICKET_BYTES) {
			return null;
		}
		return new ClientTicket(ticket, secrets, scope, said.payload().transportParameters(),
				epochMillis + 1_000 * lifetimeSeconds);
	}

	// ---- server

	/** The server gives and takes tickets; to be called before the first message. */
	public void take(ServerTickets tickets) {
		if (this.exchange instanceof ServerExchange server) {
			server.take(tickets);
		}
	}

	/** A ticket for the client of this session; empty where it gets none. */
	public byte[] issue(ServerTickets tickets, InetAddress client) {
		SessionSecrets secrets = secrets();
		return (secrets != null) ? tickets.issue(secrets, client) : new byte[0];
	}

	/** The client's message was worked off: its early data may want to be claimed. */
	void onClientMessage() {
		EarlyClaim claim = (this.exchange instanceof ServerExchange server) ? server.pollClaim() : null;
		if (claim != null) {
			this.unpolled = claim;
			this.claimPending = true;
		}
	}

	/** What has to be claimed before the server answers; given once, else null. */
	public @Nullable EarlyClaim pollClaim() {
		EarlyClaim claim = this.unpolled;
		this.unpolled = null;
		return claim;
	}

	/** Whether the server's answer waits for its claim. */
	public boolean isClaimPending() {
		return this.claimPending;
	}

	void onClaimAnswered() {
		this.unpolled = null;
		this.claimPending = false;
	}

	// ---- both

	/**
	 * Whether the server takes the client's early data; known when its answer is made or
	 * was read.
	 */
	public boolean isEarlyAccepted() {
		return this.earlyAccepted;
	}

	/** The server takes early data: it is as if the client had been heard. */
	void onEarlyAccepted(HandshakeSettings settings, SessionPackets packets) {
		installEarly(settings, packets, false);
		this.earlyAccepted = true;
		identify();
	}

	/** Takes the keys of early data, where there are some. */
	void installEarly(HandshakeSettings settings, SessionPackets packets, boolean client) {
		byte[] secret = this.exchange.pollEarlySecret();
		CipherSuite suite = this.exchange.earlySuite();
		if (secret != null && suite != null) {
			packets.installEarly(new EarlyProtection(settings, suite, secret, client));
		}
	}

	/** The peer is who the ticket says; false where there is none. */
	boolean identify() {
		PeerIdentity known = resumed();
		if (known != null) {
			this.progress.identify(known);
		}
		return known != null;
	}

	void earlyAccepted(boolean accepted) {
		this.earlyAccepted = accepted;
	}

	/** Who the peer is by the ticket; {@code null} where none resumes this session. */
	public @Nullable PeerIdentity resumed() {
		return this.exchange.resumed();
	}

	private @Nullable SessionSecrets secrets() {
		HandshakeExchange.Result result = this.exchange.result();
		PeerIdentity peer = this.progress.peerIdentity();
		// An attestation speaks of one handshake: who has shown one shows another.
		if (result == null || peer == null || peer.attestation() != null
				|| !CoreNoiseProvider.resumes(result.suite())) {
			return null;
		}
		return new SessionSecrets(peer, result.suite(), result.resumptionSecret());
	}

}
