/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.function.Consumer;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionIds;
import io.mxp.transport.connection.ConnectionListener;
import io.mxp.transport.connection.ConnectionSettings;
import io.mxp.transport.connection.TransportParameters;
import io.mxp.transport.observe.CounterSet;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.SecureSession;

import org.jspecify.annotations.Nullable;

/**
 * All connections of one event loop, driven by datagrams and time.
 *
 * <p>
 * After inputs the owner calls {@link #pollTransmit} until it gives null, then sleeps
 * until {@link #nextTimeoutNanos()} at most. Times are non-negative nanoseconds of any
 * one clock. One thread at a time.
 */
public final class Endpoint {

	private final EndpointSettings settings;

	private final ConnectionSettings connectionSettings;

	private final ConnectionIdSource ids;

	private final ConnectionTable table;

	private final HandshakeSettings handshake;

	private final Tickets tickets;

	private final Admission admission;

	private final RegisteringListener listener;

	private final ConnectionTurns turns;

	private final StatelessResets resets;

	private final DropCounters drops = new DropCounters();

	/**
	 * Makes an endpoint without connections.
	 * @param ids makes the connection ids; shares its key with the other loops of the
	 * transport
	 * @param listener hears of all connections
	 */
	public Endpoint(EndpointSettings settings, ConnectionIdSource ids, ConnectionListener listener) {
		this.settings = settings;
		this.ids = ids;
		this.connectionSettings = new ConnectionSettings(settings.config(), settings.random(), ids);
		this.table = new ConnectionTable(settings.random().nextLong());
		this.handshake = HandshakeSettings.of(settings.config().handshake())
			.withSealObserver(settings.sealObserver())
			.withExtras(settings.extras())
			.withVersions(settings.versions());
		this.tickets = new Tickets(settings, this.handshake);
		this.admission = new Admission(settings, this.connectionSettings, this.handshake, ids, this.tickets);
		this.resets = new StatelessResets(settings.random(), ids, this.admission.addresses().answers(),
				this.admission.addresses().counters());
		this.listener = new RegisteringListener(this.table, this.admission.addresses(), this.resets, settings,
				this.tickets, listener);
		this.turns = new ConnectionTurns(this.listener);
	}

	/**
	 * Starts a connection to a server of which one key counts and no other.
	 * @param serverKey the server's static key, 32 bytes
	 * @param anonymous whether we show no identity (pattern NK)
	 * @param expectedAgentId the agent that must answer, null for any with that key
	 */
	public Connection connect(long nowNanos, InetSocketAddress remote, byte[] serverKey, boolean anonymous,
			@Nullable String expectedAgentId) {
		return connect(nowNanos, new ServerTarget(remote, serverKey, true, anonymous, expectedAgentId));
	}

	/** Starts a connection without early data. */
	public Connection connect(long nowNanos, ServerTarget target) {
		return connect(nowNanos, target, false);
	}

	/**
	 * Starts a connection, with a ticket of an earlier visit where there is one.
	 * @param early whether messages may be sent before the server has answered; those
	 * that may be, and where the ticket says that the server takes them
	 */
	public Connection connect(long nowNanos, ServerTarget target, boolean early) {
		byte[] remembered = target.pinned() ? null : this.settings.servers().keyOf(target.address(), target.agentId());
		byte[] serverKey = (remembered != null) ? remembered : target.staticKey();
		LocalIdentity identity = target.anonymous() ? null : this.settings.identities().present();
		int keyId = (serverKey != null) ? LocalIdentity.keyId(serverKey) : 0;
		byte[] token = (serverKey != null) ? this.settings.tokens().take(target.address(), keyId, identity == null)
				: new byte[0];
		HandshakeSettings expecting = this.handshake.expecting(target.agentId())
			.withServerKeyReplaceable(target.mayHaveAnotherKey())
			.withToken(token);
		long original = this.settings.random().nextLong();
		long local = this.ids.next();
		SecureSession session = SecureSession.client(expecting, identity, serverKey, original, local,
				TransportParameters.of(this.settings.config()).encode(), this.settings.random());
		KeptTickets.Kept kept = (serverKey != null) ? this.tickets.take(target, keyId, identity == null) : null;
		if (kept != null) {
			session.resumption().use(kept.ticket(), early && kept.earlyBytes() > 0);
		}
		ConnectionIds connectionIds = ConnectionIds.client(original, local, keyId, session.outcome().pattern(), token)
			.version(session.outcome().version());
		Connection connection = Connection.connect(this.connectionSettings, connectionIds, session, target.address(),
				this.listener, nowNanos, (kept != null) ? kept.ticket() : null,
				(kept != null && early) ? kept.earlyBytes() : 0);
		this.turns.add(nowNanos, connection);
		this.listener.onConnectionIdAdded(connection, connectionIds.local());
		return connection;
	}

	/** What all connections of this endpoint share. */
	public ConnectionSettings connectionSettings() {
		return this.connectionSettings;
	}

	/** A datagram arrived at a socket that does not tell how it was marked. */
	public DropReason onDatagram(long nowNanos, InetSocketAddress from, byte[] bytes, int offset, int length) {
		return onDatagram(nowNanos, from, bytes, offset, length, Ecn.NONE);
	}

	/**
	 * A datagram arrived.
	 * @param bytes decrypted in place
	 * @param ecn how it was marked, one of {@link Ecn}
	 * @return why it was dropped, or {@link DropReason#NONE}
	 */
	public DropReason onDatagram(long nowNanos, InetSocketAddress from, byte[] bytes, int offset, int length, int ecn) {
		return onDatagram(nowNanos, from, 0, bytes, offset, length, ecn);
	}

	/**
	 * A datagram arrived at another socket than that of the event loop.
	 * @param local the number by which {@link Connection#migrate} names the socket
	 */
	public DropReason onDatagram(long nowNanos, InetSocketAddress from, int local, byte[] bytes, int offset, int length,
			int ecn) {
		DropReason reason = received(nowNanos, from, local, bytes, offset, length, ecn);
		if (reason != DropReason.NONE) {
			this.drops.count(reason);
		}
		return reason;
	}

	private DropReason received(long nowNanos, InetSocketAddress from, int local, byte[] bytes, int offset, int length,
			int ecn) {
		try {
			return receive(nowNanos, from, local, bytes, offset, length, ecn);
		}
		catch (RuntimeException fault) {
			this.turns.onFault(this.table.find(PacketHeader.connectionId(bytes, offset)), fault);
			return DropReason.NONE;
		}
	}

	private DropReason receive(long nowNanos, InetSocketAddress from, int local, byte[] bytes, int offset, int length,
			int ecn) {
		if (length < PacketHeader.MIN_PACKET_LENGTH) {
			return DropReason.TOO_SHORT;
		}
		Connection connection = this.table.find(PacketHeader.connectionId(bytes, offset));
		if (connection == null && isOfConnection(bytes, offset, length)) {
			return unknown(nowNanos, from, bytes, offset, length);
		}
		if (connection == null) {
			connection = this.admission.admit(nowNanos, from, bytes, offset, length, this.turns.connections(),
					this.listener.halfOpen(), this.listener.slow().isSlow(nowNanos), this.listener);
			if (connection == null) {
				return this.admission.reason();
			}
			makeRoom(nowNanos);
			this.turns.add(nowNanos, connection);
			this.listener.onConnectionIdAdded(connection, connection.ids().local());
			this.listener.onConnectionIdAdded(connection, connection.ids().initial());
			return begin(nowNanos, connection, bytes, offset, length, ecn);
		}
		DropReason reason = connection.onDatagram(nowNanos, from, local, bytes, offset, length, ecn);
		if (reason == DropReason.NONE || reason == DropReason.NO_MEMORY) {
			this.turns.touch(connection);
		}
		return reason;
	}

	// SPEC connection.md#slow-handshakes
	private void makeRoom(long nowNanos) {
		if (this.listener.halfOpen() >= this.settings.config().server().maxHandshakes()) {
			Connection slow = this.listener.slow().poll(nowNanos);
			if (slow != null) {
				slow.close(nowNanos, ErrorCode.HANDSHAKE_TIMEOUT,
						"given up for other handshakes, being slower than they");
				this.turns.touch(slow);
			}
		}
	}

	private static boolean isOfConnection(byte[] bytes, int offset, int length) {
		int type = PacketHeader.type(bytes, offset);
		return (type == PacketType.ONE_RTT || type == PacketType.PROBE)
				&& PacketHeader.check(bytes, offset, length) == DropReason.NONE;
	}

	private DropReason unknown(long nowNanos, InetSocketAddress from, byte[] bytes, int offset, int length) {
		Connection reset = this.resets.find(bytes, offset, length);
		if (reset == null) {
			this.resets.answer(nowNanos, from, bytes, offset, length);
			return DropReason.UNKNOWN_CONNECTION;
		}
		reset.onStatelessReset();
		this.turns.touch(reset);
		return DropReason.STATELESS_RESET;
	}

	private DropReason begin(long nowNanos, Connection connection, byte[] bytes, int offset, int length, int ecn) {
		Admission.Refusal refusal = this.admission.refusal();
		if (refusal == Admission.Refusal.NONE) {
			connection.onOpenedPacket(nowNanos, bytes, offset, this.admission.payloadLength(), length, ecn);
		}
		else {
			connection.refuse(nowNanos, length, refusal.code(), refusal.text());
		}
		return refusal.dropReason();
	}

	/** Whether a datagram's connection id is known here. */
	public boolean knows(byte[] bytes, int offset, int length) {
		return length >= PacketHeader.MIN_PACKET_LENGTH
				&& this.table.find(PacketHeader.connectionId(bytes, offset)) != null;
	}

	/** Calls the connections whose time has come. */
	public void onTimeout(long nowNanos) {
		this.turns.onTimeout(nowNanos);
	}

	/**
	 * Something was put into a connection from outside of this class: it is polled at the
	 * next occasion.
	 */
	public void touch(Connection connection) {
		this.turns.touch(connection);
	}

	/**
	 * Fills the batch from the next connection that has something to send.
	 * @return false when no connection has
	 */
	public boolean pollTransmit(long nowNanos, TransmitBatch batch) {
		if (this.admission.addresses().answers().poll(batch)) {
			return true;
		}
		return this.turns.pollTransmit(nowNanos, batch);
	}

	/** When {@link #onTimeout} has something to do; {@link Long#MAX_VALUE} for never. */
	public long nextTimeoutNanos() {
		return this.turns.nextTimeoutNanos();
	}

	/** From now on no connection is accepted. */
	public void stopAccepting() {
		this.admission.stopAccepting();
	}

	/** Visits every connection that is not gone. */
	public void forEach(Consumer<Connection> visitor) {
		this.turns.forEach(visitor);
	}

	/** Connections that are not gone. */
	public int connectionCount() {
		return this.turns.connections();
	}

	/** Connection ids that are known. */
	public int connectionIdCount() {
		return this.table.size();
	}

	/** Reset tokens of peers that are known. */
	public int resetTokenCount() {
		return this.resets.size();
	}

	/** Timers that are armed. */
	public int timerCount() {
		return this.turns.timers();
	}

	/** What became of clients' address tokens, and stateless resets. */
	public CounterSet tokenCounters() {
		return this.admission.addresses().counters();
	}

	/** What became of session tickets. */
	public CounterSet ticketCounters() {
		return this.tickets.counters();
	}

	/** What was dropped, by reason. */
	public DropCounters drops() {
		return this.drops;
	}

}
