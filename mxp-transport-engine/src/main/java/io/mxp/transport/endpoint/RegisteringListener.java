/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.connection.CongestionObserver;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.connection.NewTicket;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.Patterns;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.VerificationRequest;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connection table and the number of half-open connections, and hands
 * everything on.
 */
final class RegisteringListener implements ConnectionListener {

	private final ConnectionTable table;

	private final ConnectionListener next;

	private final AddressValidation addresses;

	private final SharedTokens tokens;

	private final KnownServers servers;

	private final StatelessResets resets;

	private final Tickets tickets;

	private final SlowHandshakes slow = new SlowHandshakes();

	private int halfOpen;

	RegisteringListener(ConnectionTable table, AddressValidation addresses, StatelessResets resets,
			EndpointSettings settings, Tickets tickets, ConnectionListener next) {
		this.tickets = tickets;
		this.table = table;
		this.addresses = addresses;
		this.tokens = settings.tokens();
		this.servers = settings.servers();
		this.resets = resets;
		this.next = next;
	}

	@Override
	public void onFault(@Nullable Connection connection, RuntimeException fault) {
		this.next.onFault(connection, fault);
	}

	/** A connection began. */
	void onStarted(long nowNanos, Connection connection) {
		this.halfOpen++;
		if (!connection.ids().isClient()) {
			this.slow.onStarted(nowNanos, connection);
			this.addresses.prefixes().onStarted(connection.remoteAddress().getAddress());
		}
	}

	private void onHandshakeEnded(Connection connection) {
		this.halfOpen--;
		this.slow.onDone(connection);
		if (!connection.ids().isClient()) {
			this.addresses.prefixes().onEnded(connection.remoteAddress().getAddress());
		}
	}

	/** Handshakes that wait for their clients. */
	SlowHandshakes slow() {
		return this.slow;
	}

	/** Connections whose handshake has not ended. */
	int halfOpen() {
		return this.halfOpen;
	}

	@Override
	public void onConnectionIdAdded(Connection connection, long connectionId) {
		this.table.put(connectionId, connection);
		this.next.onConnectionIdAdded(connection, connectionId);
	}

	@Override
	public void onConnectionIdRemoved(Connection connection, long connectionId) {
		this.table.remove(connectionId, connection);
		this.next.onConnectionIdRemoved(connection, connectionId);
	}

	@Override
	public void onResetToken(Connection connection, byte[] token, boolean valid) {
		this.resets.onToken(connection, token, valid);
		this.next.onResetToken(connection, token, valid);
	}

	@Override
	public void onPathChanged(Connection connection) {
		this.next.onPathChanged(connection);
	}

	@Override
	public void onMigrated(Connection connection, int local, boolean moved) {
		this.next.onMigrated(connection, local, moved);
	}

	@Override
	public void onPathForgotten(Connection connection, int local) {
		this.next.onPathForgotten(connection, local);
	}

	@Override
	public void onVerificationNeeded(Connection connection, VerificationRequest request) {
		this.slow.onDone(connection);
		this.next.onVerificationNeeded(connection, request);
	}

	@Override
	public byte[] newToken(long nowNanos, Connection connection) {
		return this.addresses.laterToken(nowNanos, connection.remoteAddress());
	}

	@Override
	public void onNewToken(Connection connection, byte[] token) {
		byte[] serverKey = connection.session().outcome().peerStaticKey();
		if (serverKey != null) {
			this.tokens.keep(connection.remoteAddress(), LocalIdentity.keyId(serverKey),
					connection.session().resumption().isAnonymous(), token);
		}
		this.next.onNewToken(connection, token);
	}

	@Override
	public NewTicket newTicket(long nowNanos, Connection connection) {
		return this.tickets.give(connection);
	}

	@Override
	public void onNewTicket(Connection connection, NewTicket ticket) {
		this.tickets.keep(connection, ticket);
		this.next.onNewTicket(connection, ticket);
	}

	@Override
	public void onTicketRefused(Connection connection) {
		this.tickets.count(Counter.RESUMPTIONS_REFUSED);
		this.next.onTicketRefused(connection);
	}

	@Override
	public void onEarlyClaim(Connection connection, EarlyClaim claim) {
		this.next.onEarlyClaim(connection, claim);
	}

	@Override
	public void onEarlyDecided(Connection connection, boolean accepted) {
		this.tickets.count(accepted ? Counter.EARLY_ACCEPTED : Counter.EARLY_REFUSED);
		this.next.onEarlyDecided(connection, accepted);
	}

	@Override
	public void onRetry(Connection connection) {
		this.next.onRetry(connection);
	}

	@Override
	public void onPuzzle(long nowNanos, Connection connection, byte[] token, int bits) {
		this.next.onPuzzle(nowNanos, connection, token, bits);
	}

	@Override
	public void onVersionNegotiated(Connection connection) {
		this.next.onVersionNegotiated(connection);
	}

	// SPEC handshake.md#key-mismatch
	@Override
	public void onKeyForgotten(Connection connection) {
		String agentId = connection.session().outcome().expectedAgentId();
		if (agentId != null) {
			this.servers.forget(connection.remoteAddress(), agentId);
		}
		this.next.onKeyForgotten(connection);
	}

	@Override
	public void onEstablished(Connection connection) {
		onHandshakeEnded(connection);
		rememberServer(connection);
		this.next.onEstablished(connection);
	}

	// SPEC handshake.md#known-servers
	private void rememberServer(Connection connection) {
		byte[] serverKey = connection.session().outcome().peerStaticKey();
		String agentId = connection.peer().agentId();
		if (connection.ids().isClient() && serverKey != null && agentId != null
				&& !Patterns.namesServerKey(connection.ids().pattern())) {
			this.servers.keep(connection.remoteAddress(), agentId, serverKey);
		}
	}

	@Override
	public void onConfirmed(Connection connection) {
		this.next.onConfirmed(connection);
	}

	@Override
	public boolean onMessage(Connection connection, long streamId, int band, byte[] bytes, int offset, int length) {
		return this.next.onMessage(connection, streamId, band, bytes, offset, length);
	}

	@Override
	public boolean onAnswer(Connection connection, Object call, long streamId, byte[] bytes, int offset, int length) {
		return this.next.onAnswer(connection, call, streamId, bytes, offset, length);
	}

	@Override
	public void onCallFailed(Connection connection, Object call, ErrorCode code) {
		this.next.onCallFailed(connection, call, code);
	}

	@Override
	public void onStreamFinished(Connection connection, long streamId) {
		this.next.onStreamFinished(connection, streamId);
	}

	@Override
	public void onStreamReset(Connection connection, long streamId, int code) {
		this.next.onStreamReset(connection, streamId, code);
	}

	@Override
	public void onStopSending(Connection connection, long streamId, int code) {
		this.next.onStopSending(connection, streamId, code);
	}

	@Override
	public void onStreamWritable(Connection connection, long streamId) {
		this.next.onStreamWritable(connection, streamId);
	}

	@Override
	public void onDatagramFate(Connection connection, long datagramId, DatagramFate fate) {
		this.next.onDatagramFate(connection, datagramId, fate);
	}

	@Override
	public void onMessageSent(Connection connection, int band, long acceptedNanos, int weight) {
		this.next.onMessageSent(connection, band, acceptedNanos, weight);
	}

	@Override
	public void onMessageAcknowledged(Connection connection, int band, long acceptedNanos, int weight) {
		this.next.onMessageAcknowledged(connection, band, acceptedNanos, weight);
	}

	@Override
	public CongestionObserver congestion() {
		return this.next.congestion();
	}

	@Override
	public void onSettled(Connection connection) {
		this.next.onSettled(connection);
	}

	@Override
	public void onClosed(Connection connection, CloseReason reason) {
		if (!connection.wasEstablished()) {
			onHandshakeEnded(connection);
		}
		this.next.onClosed(connection, reason);
	}

}
