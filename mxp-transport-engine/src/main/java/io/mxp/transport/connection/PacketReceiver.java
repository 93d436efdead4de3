/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetSocketAddress;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.SecureSession;

/**
 * From a datagram to its frames: opens the packet, walks the frames, then tells the
 * reliability plane. HOT.
 */
final class PacketReceiver {

	private static final int MAX_EARLY_REPEATS = 8;

	private final Connection connection;

	private final SecureSession session;

	private final FrameReader reader = new FrameReader();

	private final FrameDispatcher dispatcher;

	private final StatelessReceiver stateless;

	private final HeaderTlvs tlvs = new HeaderTlvs();

	private long packetsReceived;

	private boolean heardApplicationPacket;

	private int earlyRepeats;

	PacketReceiver(Connection connection) {
		this.connection = connection;
		this.session = connection.session();
		this.dispatcher = new FrameDispatcher(connection);
		this.stateless = new StatelessReceiver(connection);
	}

	DropReason onDatagram(long nowNanos, InetSocketAddress from, int local, byte[] bytes, int offset, int length,
			int ecn) {
		if (this.connection.state() == ConnectionState.CLOSED) {
			return DropReason.CLOSED;
		}
		Paths paths = this.connection.paths();
		NetworkPath path = paths.find(from, local);
		if (path == null && !paths.mayBegin(from)) {
			return DropReason.UNKNOWN_PATH;
		}
		DropReason reason = PacketHeader.check(bytes, offset, length);
		if (reason != DropReason.NONE) {
			return reason;
		}
		int type = PacketHeader.type(bytes, offset);
		if (PacketType.isStateless(type)) {
			return this.stateless.onPacket(nowNanos, bytes, offset, length);
		}
		if (type == PacketType.INITIAL) {
			reason = checkInitial(bytes, offset, length);
			if (reason != DropReason.NONE) {
				return reason;
			}
		}
		// Before the handshake ends, what does not open counts as well: the server may
		// lack the keys.
		boolean early = !this.connection.life().isConfirmed();
		if (early && path != null) {
			path.onReceived(length);
		}
		if (type == PacketType.ZERO_RTT && early && this.session.resumption().isClaimPending()) {
			return this.connection.resumption().receiving().onWaitingPacket(bytes, offset, length, ecn);
		}
		int payload = this.session.open(bytes, offset, length);
		if (payload < 0) {
			return DropReason.values()[-payload];
		}
		try {
			path = (path != null) ? path : paths.begin(nowNanos, from);
		}
		catch (ProtocolViolation violation) {
			this.connection.ending().onViolation(nowNanos, violation);
			return DropReason.NONE;
		}
		if (!early) {
			path.onReceived(length);
		}
		paths.onArrived(nowNanos, path, PacketHeader.connectionId(bytes, offset), length);
		return onOpenedPacket(nowNanos, bytes, offset + this.session.headerLength(), payload, ecn);
	}

	/** Opens a packet that had to wait, and works it off. */
	DropReason open(long nowNanos, byte[] bytes, int ecn) {
		int payload = this.session.open(bytes, 0, bytes.length);
		return (payload < 0) ? DropReason.values()[-payload]
				: onOpenedPacket(nowNanos, bytes, this.session.headerLength(), payload, ecn);
	}

	private DropReason checkInitial(byte[] bytes, int offset, int length) {
		DropReason reason = this.tlvs.read(bytes, offset);
		if (reason != DropReason.NONE) {
			return reason;
		}
		ConnectionIds ids = this.connection.ids();
		if (!ids.isClient()) {
			return (length < Connections.MIN_INITIAL_BYTES) ? DropReason.INITIAL_TOO_SMALL : DropReason.NONE;
		}
		if (!this.tlvs.hasSourceConnectionId() || this.tlvs.version() != ids.version()) {
			return DropReason.BAD_TLV;
		}
		return DropReason.NONE;
	}

	DropReason onOpenedPacket(long nowNanos, byte[] bytes, int payloadOffset, int payloadLength, int ecn) {
		int type = this.session.packetType();
		long packetNumber = this.session.packetNumber();
		this.packetsReceived++;
		this.connection.timers().onHeard(nowNanos);
		ConnectionLife life = this.connection.life();
		if (!life.state().isAlive()) {
			afterClose(nowNanos, bytes, payloadOffset, payloadLength);
			return DropReason.NONE;
		}
		boolean repeated = type == PacketType.INITIAL && life.state() != ConnectionState.INITIAL;
		if (type == PacketType.INITIAL && this.connection.ids().isClient() && !this.connection.ids().isRemoteKnown()) {
			this.connection.ids().remote(this.tlvs.sourceConnectionId());
			this.connection.peerIds().onFirstId(this.tlvs.sourceConnectionId());
		}
		life.onPeerHeard();
		boolean application = PacketType.isApplication(type);
		if (PacketType.provesPeer(type)) {
			this.connection.resumption().onHeard(nowNanos);
		}
		boolean refused;
		boolean eliciting;
		try {
			if (PacketType.provesPeer(type)) {
				this.connection.keyUpdates().onPacketOpened(nowNanos);
			}
			if (type == PacketType.ZERO_RTT && !this.connection.resumption()
				.receiving()
				.takes(bytes, payloadOffset, payloadOffset + payloadLength)) {
				return DropReason.EARLY_OVER_LIMIT;
			}
			this.reader.wrap(bytes, payloadOffset, payloadOffset + payloadLength);
			eliciting = this.dispatcher.dispatch(nowNanos, this.reader, type);
			refused = this.connection.streams().memory().pollFrameRefused();
			// What was refused must come again: the packet is not acknowledged.
			if (!refused && (application || !life.isConfirmed())) {
				this.connection.recovery()
					.onPacketReceived(application ? LossRecovery.APPLICATION : LossRecovery.HANDSHAKE, packetNumber,
							nowNanos, eliciting, ecn);
			}
			if (application) {
				this.connection.paths().onPacket(nowNanos, packetNumber, this.dispatcher.wasProbing());
			}
		}
		catch (ProtocolViolation violation) {
			this.connection.ending().onViolation(nowNanos, violation);
			return DropReason.NONE;
		}
		if (repeated && eliciting) {
			onRepeatedInitial(life);
		}
		if (PacketType.provesPeer(type) && !this.heardApplicationPacket) {
			onFirstApplicationPacket(nowNanos);
		}
		else if (!life.isConfirmed()) {
			this.connection.establishment().settle(nowNanos);
		}
		return refused ? DropReason.NO_MEMORY : DropReason.NONE;
	}

	/**
	 * The peer sends its handshake again, so it lacks our answer: it gets that at once
	 * and not only at our probe timeout (RFC 9002 §6.2.3).
	 */
	// SPEC reliability.md#repeated-initials
	private void onRepeatedInitial(ConnectionLife life) {
		if (life.isConfirmed() || this.earlyRepeats == MAX_EARLY_REPEATS) {
			return;
		}
		this.earlyRepeats++;
		if (!this.connection.ids().isClient()) {
			this.connection.recovery().offerAgain(LossRecovery.HANDSHAKE, MAX_EARLY_REPEATS);
		}
		else if (life.state() == ConnectionState.ESTABLISHED) {
			if (this.session.outcome().endsWithClient()) {
				this.connection.recovery().offerAgain(LossRecovery.HANDSHAKE, MAX_EARLY_REPEATS);
			}
			this.connection.recovery().probeEarly(LossRecovery.APPLICATION);
		}
	}

	/**
	 * The client's first 1-RTT packet proves that it owns the keys: the server's
	 * handshake is confirmed by it.
	 */
	// SPEC handshake.md#confirmation
	private void onFirstApplicationPacket(long nowNanos) {
		this.heardApplicationPacket = true;
		if (!this.connection.ids().isClient()) {
			this.connection.establishment().confirm(nowNanos);
		}
		this.connection.establishment().settle(nowNanos);
	}

	/**
	 * While closing, packets make us repeat the close; the peer's own close ends that.
	 */
	private void afterClose(long nowNanos, byte[] bytes, int payloadOffset, int payloadLength) {
		if (this.connection.state() != ConnectionState.CLOSING) {
			return;
		}
		this.reader.wrap(bytes, payloadOffset, payloadOffset + payloadLength);
		if (this.dispatcher.holdsClose(this.reader)) {
			this.connection.ending().onPeerClosed(nowNanos, this.connection.life().reason().code(), "");
		}
		else {
			this.connection.sender().closing().onPacketWhileClosing();
		}
	}

	StatelessReceiver stateless() {
		return this.stateless;
	}

	boolean heardApplicationPacket() {
		return this.heardApplicationPacket;
	}

	long packetsReceived() {
		return this.packetsReceived;
	}

}
