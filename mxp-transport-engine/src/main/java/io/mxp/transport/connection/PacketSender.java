/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.Patterns;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.CryptoSendBuffer;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.stream.FrameRecorder;
import io.mxp.transport.stream.StreamMultiplexer;

/**
 * Builds packets: asks the gates (amplification, congestion window, pacer), fills frames
 * in the order close, path, ack, crypto, credit and streams, datagrams, padding, then
 * seals and records. HOT.
 */
// SPEC connection.md#order-of-frames
final class PacketSender {

	/** Below this no packet is begun: a header, a tag and one small frame. */
	private static final int MIN_ROOM = PacketHeader.LENGTH + PacketHeader.TAG_LENGTH + 32;

	private final Connection connection;

	private final FrameFates fates;

	private final CloseSender closing;

	private final MtuProber mtuProber;

	private final PathProber pathProber;

	private final ControlFrames control;

	private final CreditReminder reminder;

	/** Handshake packets sent beyond the window because probes were due. */
	private int insteadOfProbes;

	private final FrameWriter writer = new FrameWriter();

	/** Made once and not for each packet. */
	private final FrameRecorder recorder;

	private final HeaderTlvs tlvs = new HeaderTlvs();

	private boolean handshakeSpaceDiscarded;

	private long pacingDeadlineNanos = Long.MAX_VALUE;

	private long lastApplicationNumber = -1;

	private long packetsSent;

	PacketSender(Connection connection) {
		this.connection = connection;
		this.recorder = (kind, a, b, c) -> connection.recovery().recordFrame(kind, a, b, c);
		this.fates = new FrameFates(connection);
		this.closing = new CloseSender(connection, this);
		this.mtuProber = new MtuProber(connection, this);
		this.pathProber = new PathProber(connection, this);
		this.control = new ControlFrames(connection);
		this.reminder = new CreditReminder(connection);
	}

	/** What becomes of the frames that were sent. */
	FrameFates fates() {
		return this.fates;
	}

	/** Says that the connection is closed, and why. */
	CloseSender closing() {
		return this.closing;
	}

	/** Notes the frames of a packet. */
	FrameRecorder recorder() {
		return this.recorder;
	}

	/** How large the datagrams of the path may be. */
	MtuProber mtuProber() {
		return this.mtuProber;
	}

	/** Looks at paths. */
	PathProber pathProber() {
		return this.pathProber;
	}

	/** What is to be told besides streams and acknowledgements. */
	ControlFrames control() {
		return this.control;
	}

	/** Asks for credit again where none comes. */
	CreditReminder reminder() {
		return this.reminder;
	}

	/** Room for frames in a datagram of so many bytes. */
	static int maxPayloadBytes(int datagramBytes) {
		return datagramBytes - PacketHeader.LENGTH - PacketHeader.TAG_LENGTH;
	}

	/** Fills the batch; false where nothing may or need be sent now. */
	boolean fill(long nowNanos, TransmitBatch batch) {
		ConnectionState state = this.connection.state();
		if (!state.isAlive()) {
			return state == ConnectionState.CLOSING && this.closing.fill(nowNanos, batch);
		}
		this.pacingDeadlineNanos = Long.MAX_VALUE;
		this.insteadOfProbes = 0;
		this.connection.keyUpdates().beforeSending(nowNanos);
		if (!this.connection.state().isAlive()) {
			return this.closing.fill(nowNanos, batch);
		}
		this.mtuProber.beforeSending();
		batch.ecn(this.connection.recovery().ecn().mark());
		this.connection.recovery().setAmplificationLimited(this.connection.path().allowance() < MIN_ROOM);
		SecureSession session = this.connection.session();
		while (true) {
			int limit = limit(batch);
			if (limit < 0) {
				break;
			}
			int built = 0;
			if (!this.handshakeSpaceDiscarded && session.canSeal(PacketType.INITIAL)) {
				built = buildInitial(nowNanos, batch, limit);
			}
			if (built == 0 && mayUseApplicationKeys(session)) {
				built = buildApplication(nowNanos, batch, limit);
			}
			else if (built == 0) {
				built = this.connection.resumption().sending().build(nowNanos, batch, limit);
			}
			if (built == 0) {
				break;
			}
			batch.append(built);
		}
		if (!this.connection.streams().hasPending()) {
			this.connection.recovery().onApplicationLimited();
		}
		this.reminder.onTurn(nowNanos);
		return !batch.isEmpty() || this.mtuProber.fill(nowNanos, batch);
	}

	/** The number of the next 1-RTT packet, or a smaller one that is not used. */
	long nextApplicationNumber() {
		return this.lastApplicationNumber + 1;
	}

	long pacingDeadlineNanos() {
		return this.pacingDeadlineNanos;
	}

	/** A client says nothing under 1-RTT keys before it knows whom it talks to. */
	private boolean mayUseApplicationKeys(SecureSession session) {
		return session.canSeal(PacketType.ONE_RTT)
				&& (!this.connection.ids().isClient() || this.connection.state() == ConnectionState.ESTABLISHED);
	}

	/** Where the next packet must end, or -1 where none may be begun. */
	int limit(TransmitBatch batch) {
		int limit = batch.limit(this.connection.path().maxDatagramBytes());
		if (limit < 0) {
			return -1;
		}
		long allowance = this.connection.path().allowance();
		if (limit - batch.position() > allowance) {
			limit = batch.position() + (int) allowance;
		}
		return (limit - batch.position() >= MIN_ROOM) ? limit : -1;
	}

	private int buildInitial(long nowNanos, TransmitBatch batch, int limit) {
		LossRecovery recovery = this.connection.recovery();
		CryptoSendBuffer crypto = this.connection.session().cryptoToSend(PacketType.INITIAL);
		boolean probe = recovery.probesPending(LossRecovery.HANDSHAKE) > 0;
		if (probe && !crypto.hasPending()) {
			recovery.offerAgain(LossRecovery.HANDSHAKE, 1);
		}
		boolean ack = recovery.ackPending(LossRecovery.HANDSHAKE, nowNanos);
		boolean fits = recovery.congestionAllowance() >= limit - batch.position();
		// 1-RTT packets that nobody can acknowledge before may fill the window.
		boolean instead = !fits && this.insteadOfProbes < recovery.probesPending(LossRecovery.APPLICATION);
		boolean data = crypto.hasPending() && (fits || instead);
		if (data && instead) {
			this.insteadOfProbes++;
		}
		if (!ack && !probe && !data) {
			return 0;
		}
		boolean client = this.connection.ids().isClient();
		if (client && limit - batch.position() < Connections.MIN_INITIAL_BYTES) {
			return 0;
		}
		int start = batch.position();
		int headerLength = writeInitialHeader(batch.array(), start);
		this.writer.wrap(batch.array(), start + headerLength, limit - PacketHeader.TAG_LENGTH);
		recovery.writeAck(LossRecovery.HANDSHAKE, this.writer, nowNanos);
		boolean eliciting = false;
		if (probe || data) {
			eliciting = writeCrypto(crypto);
		}
		if (probe && !eliciting) {
			eliciting = this.writer.ping();
		}
		if (client) {
			this.writer.padTo(start + Connections.MIN_INITIAL_BYTES - PacketHeader.TAG_LENGTH);
		}
		return seal(nowNanos, batch, headerLength, LossRecovery.HANDSHAKE, eliciting);
	}

	int writeInitialHeader(byte[] bytes, int start) {
		ConnectionIds ids = this.connection.ids();
		this.tlvs.clear().version(ids.version()).sourceConnectionId(ids.local());
		if (ids.isClient()) {
			this.tlvs.pattern(ids.pattern()).token(ids.token());
			if (ids.hasSolution()) {
				this.tlvs.solution(ids.solution());
			}
			if (Patterns.namesServerKey(ids.pattern())) {
				this.tlvs.keyId(ids.keyId());
			}
		}
		int headerLength = this.tlvs.write(bytes, start);
		long packetNumber = this.connection.recovery().nextPacketNumber(LossRecovery.HANDSHAKE);
		PacketHeader.write(bytes, start, ids.remote(), PacketType.INITIAL, packetNumber, headerLength);
		return headerLength;
	}

	private boolean writeCrypto(CryptoSendBuffer crypto) {
		boolean written = false;
		for (int room = this.writer.cryptoCapacity(); room > 0
				&& crypto.next(room); room = this.writer.cryptoCapacity()) {
			int at = this.writer.beginCrypto(crypto.offset(), crypto.length());
			crypto.copyTo(this.writer.array(), at);
			this.connection.recovery()
				.recordFrame(FrameFates.KIND_CRYPTO, PacketType.INITIAL, crypto.offset(), crypto.length());
			written = true;
		}
		return written;
	}

	private int buildApplication(long nowNanos, TransmitBatch batch, int limit) {
		LossRecovery recovery = this.connection.recovery();
		StreamMultiplexer streams = this.connection.streams();
		boolean probe = recovery.probesPending(LossRecovery.APPLICATION) > 0;
		if (probe && !streams.hasPending() && !this.control.isDue()) {
			recovery.offerAgain(LossRecovery.APPLICATION, 1);
		}
		boolean ack = recovery.ackPending(LossRecovery.APPLICATION, nowNanos);
		boolean control = this.control.isDue() && recovery.congestionAllowance() >= limit - batch.position();
		boolean data = streams.hasPending() && mayCarryData(nowNanos, limit - batch.position());
		if (!probe && !ack && !control && !data) {
			return 0;
		}
		int start = batch.position();
		int payload = start + PacketHeader.LENGTH;
		// A path that has shrunk lets probes pass at least.
		int end = probe ? Math.min(limit, start + Connections.HANDSHAKE_DATAGRAM_BYTES) : limit;
		int type = (control && this.control.isKeepAliveDue()) ? PacketType.PROBE : PacketType.ONE_RTT;
		this.writer.wrap(batch.array(), payload, end - PacketHeader.TAG_LENGTH);
		boolean eliciting = (control || probe || data) && this.control.write(this.writer);
		if (ack || batch.isEmpty()) {
			if (recovery.writeAck(LossRecovery.APPLICATION, this.writer, nowNanos)) {
				this.connection.keyUpdates().onAckSent();
			}
		}
		if (data || probe) {
			eliciting |= streams.fill(this.writer, this.recorder, nowNanos);
		}
		if ((probe || control) && !eliciting) {
			eliciting = this.writer.ping();
		}
		if (eliciting) {
			this.control.onElicited();
		}
		if (this.writer.position() == payload) {
			recovery.discardRecords();
			return 0;
		}
		if (eliciting) {
			this.control.writeBehind(this.writer);
		}
		if (data && eliciting && streams.hasPending()) {
			this.writer.padTo(end - PacketHeader.TAG_LENGTH);
		}
		long packetNumber = recovery.nextPacketNumber(LossRecovery.APPLICATION);
		PacketHeader.write(batch.array(), start, this.connection.ids().remote(), type, packetNumber,
				PacketHeader.LENGTH);
		return seal(nowNanos, batch, PacketHeader.LENGTH, LossRecovery.APPLICATION, eliciting);
	}

	boolean mayCarryData(long nowNanos, int packetBytes) {
		LossRecovery recovery = this.connection.recovery();
		if (recovery.congestionAllowance() < packetBytes) {
			return false;
		}
		if (recovery.pacingAllowance(nowNanos) < packetBytes) {
			this.pacingDeadlineNanos = recovery.pacingDeadlineNanos(nowNanos);
			return false;
		}
		return true;
	}

	private int seal(long nowNanos, TransmitBatch batch, int headerLength, int space, boolean eliciting) {
		return seal(nowNanos, batch, headerLength, this.writer.position(), space, eliciting, eliciting);
	}

	/** Seals the packet at the batch's position whose frames end there; its length. */
	int seal(long nowNanos, TransmitBatch batch, int headerLength, int end, int space, boolean eliciting,
			boolean inFlight) {
		return seal(nowNanos, batch, this.connection.path(), headerLength, end, space, eliciting, inFlight);
	}

	int seal(long nowNanos, TransmitBatch batch, NetworkPath path, int headerLength, int end, int space,
			boolean eliciting, boolean inFlight) {
		byte[] bytes = batch.array();
		int start = batch.position();
		long packetNumber = PacketHeader.packetNumber(bytes, start);
		int payloadLength = end - start - headerLength;
		int length = this.connection.session().seal(bytes, start, headerLength, payloadLength);
		this.connection.recovery().onPacketSent(space, packetNumber, nowNanos, length, eliciting, inFlight);
		path.onSent(length);
		this.packetsSent++;
		if (space == LossRecovery.APPLICATION) {
			this.lastApplicationNumber = packetNumber;
		}
		if (eliciting) {
			this.connection.timers().onElicited(nowNanos);
		}
		return length;
	}

	void onHandshakeSpaceDiscarded() {
		this.handshakeSpaceDiscarded = true;
	}

	boolean isHandshakeSpaceDiscarded() {
		return this.handshakeSpaceDiscarded;
	}

	long packetsSent() {
		return this.packetsSent;
	}

}
