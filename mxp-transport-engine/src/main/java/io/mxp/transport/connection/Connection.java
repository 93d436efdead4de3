/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetSocketAddress;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.ClientTicket;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.security.VerificationResult;
import io.mxp.transport.stream.StreamMultiplexer;

import org.jspecify.annotations.Nullable;

/**
 * One connection: security, reliability and streams joined, driven by datagrams and time.
 *
 * <p>
 * Inputs are {@code onX}, outputs {@code pollX} and the {@link ConnectionListener}. After
 * any input the owner calls {@link #pollTransmit} until it returns false and asks
 * {@link #nextTimeoutNanos()}. One thread at a time.
 */
public final class Connection {

	private final ConnectionSettings settings;

	private final ConnectionIds ids;

	private final SecureSession session;

	private final LossRecovery recovery;

	private final StreamMultiplexer streams;

	private final MessagePlane messages;

	private final Paths paths;

	private final OwnIds ownIds;

	private final PeerIds peerIds;

	private final ConnectionTimers timers;

	private final ConnectionDeadlines deadlines;

	private final PacketReceiver receiver;

	private final PacketSender sender;

	private final ConnectionLife life;

	private final ConnectionEnding ending;

	private final Establishment establishment;

	private final Resumption resumption;

	private final KeyUpdates keyUpdates;

	private @Nullable Object attachment;

	private Object slot = this;

	private Connection(ConnectionSettings settings, ConnectionIds ids, SecureSession session, InetSocketAddress remote,
			ConnectionListener listener, long nowNanos) {
		this.settings = settings;
		this.ids = ids;
		this.session = session;
		this.paths = new Paths(this, listener, remote, ids.isAddressValidated(), settings.handshakeDatagramBytes());
		this.ownIds = new OwnIds(this, listener, settings.ids());
		this.peerIds = new PeerIds(this, listener);
		this.life = new ConnectionLife(nowNanos);
		this.ending = new ConnectionEnding(this, this.life, listener);
		this.timers = new ConnectionTimers(settings.config().session(), settings.config().handshake().timeout(),
				nowNanos);
		this.messages = new MessagePlane(this, settings, listener);
		this.streams = settings.streams(ids.isClient(), this.messages.sink());
		this.messages.bind(this.streams);
		this.sender = new PacketSender(this);
		this.recovery = settings.recovery(this, listener);
		this.receiver = new PacketReceiver(this);
		this.establishment = new Establishment(this, listener);
		this.resumption = new Resumption(this, listener);
		this.keyUpdates = new KeyUpdates(this, settings.config().session(), settings.random());
		this.deadlines = new ConnectionDeadlines(this);
	}

	/**
	 * Starts a connection of ours; its first packets are ready to be polled.
	 * @param ticket of an earlier visit, or null
	 * @param earlyBytes what may be sent early with it; 0 for nothing
	 */
	public static Connection connect(ConnectionSettings settings, ConnectionIds ids, SecureSession session,
			InetSocketAddress remote, ConnectionListener listener, long nowNanos, @Nullable ClientTicket ticket,
			int earlyBytes) {
		Connection connection = new Connection(settings, ids, session, remote, listener, nowNanos);
		connection.recovery.setAntiDeadlock(LossRecovery.HANDSHAKE);
		if (ticket != null) {
			connection.resumption.begin(ticket, earlyBytes);
		}
		session.start();
		return connection;
	}

	/** Takes a connection of a peer whose first Initial {@code session} has opened. */
	public static Connection accept(ConnectionSettings settings, ConnectionIds ids, SecureSession session,
			InetSocketAddress remote, ConnectionListener listener, long nowNanos) {
		return new Connection(settings, ids, session, remote, listener, nowNanos);
	}

	// ---- inputs

	/**
	 * A datagram of this connection arrived.
	 * @param local which of our sockets it came to, 0 for the one of the event loop
	 * @param bytes decrypted in place
	 * @param ecn how it was marked, see {@link io.mxp.transport.packet.Ecn}
	 * @return {@link DropReason#NONE} where it was authentic and new
	 */
	public DropReason onDatagram(long nowNanos, InetSocketAddress from, int local, byte[] bytes, int offset, int length,
			int ecn) {
		return this.receiver.onDatagram(nowNanos, from, local, bytes, offset, length, ecn);
	}

	/** The packet that opened the connection, already decrypted by its session. */
	public void onOpenedPacket(long nowNanos, byte[] bytes, int offset, int payloadLength, int datagramLength,
			int ecn) {
		path().onReceived(datagramLength);
		this.receiver.onOpenedPacket(nowNanos, bytes, offset + this.session.headerLength(), payloadLength, ecn);
	}

	/** Instead of a handshake the client is told at once why; nothing is kept. */
	public void refuse(long nowNanos, int datagramLength, ErrorCode code, String text) {
		path().onReceived(datagramLength);
		this.life.onPeerHeard();
		this.ending.closeWith(nowNanos, new CloseReason(code, false, text), -1);
	}

	/** The time of {@link #nextTimeoutNanos()} has come, or passed. */
	public void onTimeout(long nowNanos) {
		this.deadlines.onTimeout(nowNanos);
	}

	/** The answer to {@link ConnectionListener#onVerificationNeeded}. */
	public void onVerified(long nowNanos, VerificationResult result) {
		if (this.life.state().isAlive()) {
			this.session.onVerified(result);
			this.establishment.settle(nowNanos);
		}
	}

	/** The answer to {@link ConnectionListener#onPuzzle}. */
	public void onPuzzleSolved(long nowNanos, long solution) {
		this.receiver.stateless().onPuzzleSolved(nowNanos, solution);
	}

	/**
	 * The answer to {@link ConnectionListener#onEarlyClaim}.
	 * @param first whether the ticket was never claimed before; false where that is in
	 * doubt
	 */
	public void onClaimed(long nowNanos, boolean first) {
		if (this.life.state().isAlive()) {
			this.resumption.receiving().onClaimed(nowNanos, first);
		}
	}

	/** Room came back at the listener's side after it refused a message. */
	public void retryDelivery(long nowNanos) {
		if (this.life.state() == ConnectionState.ESTABLISHED) {
			try {
				this.streams.retryDelivery();
			}
			catch (ProtocolViolation violation) {
				this.ending.onViolation(nowNanos, violation);
			}
		}
	}

	/** The application consumed so many bytes that were delivered from a stream. */
	public void onConsumed(long nowNanos, long streamId, long bytes) {
		if (this.life.state().isAlive()) {
			try {
				this.streams.onConsumed(streamId, bytes);
			}
			catch (ProtocolViolation violation) {
				this.ending.onViolation(nowNanos, violation);
			}
		}
	}

	/**
	 * A client looks at the way over another of its sockets, and moves there when the
	 * server answers; {@link ConnectionListener#onMigrated} tells.
	 * @param local the socket, not 0
	 * @return false where that is not possible: at a server, before the connection is
	 * confirmed, or while another move is under way
	 */
	public boolean migrate(long nowNanos, int local) {
		try {
			return this.paths.migrate(nowNanos, local);
		}
		catch (ProtocolViolation violation) {
			this.ending.onViolation(nowNanos, violation);
			return false;
		}
	}

	/** The peer has shown, by its token, that it has forgotten the connection. */
	public void onStatelessReset() {
		this.ending.onStatelessReset();
	}

	/** Its own code has failed: it ends without a word. */
	public void onFault() {
		this.ending.onFault();
	}

	/** All ids of ours that packets may carry now. */
	public long[] ownConnectionIds() {
		return this.ownIds.all();
	}

	/** Closes from our side; the peer learns the code and the reason. */
	public void close(long nowNanos, ErrorCode code, String reason) {
		this.ending.closeWith(nowNanos, new CloseReason(code, false, reason), -1);
	}

	// ---- outputs

	/**
	 * Fills a batch with packets that may be sent now.
	 * @return false where there is nothing to send now
	 */
	public boolean pollTransmit(long nowNanos, TransmitBatch batch) {
		if (this.sender.pathProber().fill(nowNanos, batch)) {
			return true;
		}
		NetworkPath path = path();
		batch.begin(path.remote(), path.local());
		return this.sender.fill(nowNanos, batch);
	}

	/**
	 * When {@link #onTimeout} wants to be called, by the clock that gives
	 * {@code nowNanos}; {@link Long#MAX_VALUE} for never.
	 */
	public long nextTimeoutNanos() {
		return this.deadlines.nextNanos();
	}

	/** Messages, calls and streams of this connection. */
	public MessagePlane messages() {
		return this.messages;
	}

	public ConnectionState state() {
		return this.life.state();
	}

	public ConnectionIds ids() {
		return this.ids;
	}

	public InetSocketAddress remoteAddress() {
		return path().remote();
	}

	/**
	 * Who the peer proved to be; anonymous before
	 * {@link ConnectionListener#onEstablished}.
	 */
	public PeerIdentity peer() {
		PeerIdentity identity = this.session.peerIdentity();
		return (identity != null) ? identity : PeerIdentity.anonymous();
	}

	public SecureSession session() {
		return this.session;
	}

	/** Figures of the connection, for the thread that drives it. */
	public ConnectionFigures figures() {
		return new ConnectionFigures(this);
	}

	/** Whether the connection has been established, even if it has ended since. */
	public boolean wasEstablished() {
		return this.life.handshakeNanos() >= 0;
	}

	/** Whatever the application side wants to find again. */
	public @Nullable Object attachment() {
		return this.attachment;
	}

	public void attach(Object attachment) {
		this.attachment = attachment;
	}

	/** What the endpoint keeps for this connection. */
	public Object slot() {
		return this.slot;
	}

	public void attachSlot(Object slot) {
		this.slot = slot;
	}

	/**
	 * Whether messages are accepted before the server has answered: those that may be
	 * early, and no others.
	 */
	public boolean isEarlyOpen() {
		return this.resumption.sending().isOpen();
	}

	/** Whether what is delivered now came before the client was known to be there. */
	public boolean isDeliveringEarly() {
		return this.resumption.receiving().isEarly();
	}

	// ---- for the collaborators in this package

	Resumption resumption() {
		return this.resumption;
	}

	ConnectionSettings settings() {
		return this.settings;
	}

	LossRecovery recovery() {
		return this.recovery;
	}

	StreamMultiplexer streams() {
		return this.streams;
	}

	/** The path in use. */
	NetworkPath path() {
		return this.paths.active();
	}

	Paths paths() {
		return this.paths;
	}

	OwnIds ownIds() {
		return this.ownIds;
	}

	PeerIds peerIds() {
		return this.peerIds;
	}

	ConnectionTimers timers() {
		return this.timers;
	}

	ConnectionLife life() {
		return this.life;
	}

	PacketSender sender() {
		return this.sender;
	}

	Establishment establishment() {
		return this.establishment;
	}

	KeyUpdates keyUpdates() {
		return this.keyUpdates;
	}

	ConnectionEnding ending() {
		return this.ending;
	}

	PacketReceiver receiver() {
		return this.receiver;
	}

}
