/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.ClientTicket;

/**
 * A client's early data: what may be said before the server answers, in 0-RTT packets.
 * Whatever the server does not take travels again in 1-RTT packets, by the same streams.
 */
// SPEC handshake.md#early-data
final class EarlySending {

	private final Connection connection;

	private final EarlyMessages rules = new EarlyMessages();

	private final FrameWriter writer = new FrameWriter();

	private long limitBytes;

	private long acceptedBytes;

	private long messages;

	private long packets;

	EarlySending(Connection connection) {
		this.connection = connection;
	}

	/**
	 * Before anything is sent: the server of an earlier visit takes so much with this
	 * ticket. It is held to the least that every server must allow.
	 */
	void begin(ClientTicket ticket, int earlyBytes) {
		this.limitBytes = Math.min(earlyBytes, ResumptionConfig.MAX_EARLY_BYTES);
		try {
			TransportParameters then = TransportParameters.decode(ticket.serverParameters());
			this.connection.messages().onPeerProfile(then.messageProfile(), 0);
			this.connection.streams()
				.onPeerParameters(TransportParameters.MIN_DATA_BYTES, TransportParameters.MIN_STREAM_BYTES,
						TransportParameters.MIN_BAND_BYTES, 0, 0, 0);
		}
		catch (ProtocolViolation violation) {
			this.limitBytes = 0;
		}
	}

	/** Whether messages are accepted that may be early, and no others. */
	boolean isOpen() {
		return this.limitBytes > 0 && !this.connection.wasEstablished() && this.connection.state().isAlive();
	}

	boolean wasOpen() {
		return this.limitBytes > 0;
	}

	/** Whether a message may be put into a stream now. */
	boolean admits(byte[] bytes, int offset, int length) {
		if (!isOpen()) {
			return true;
		}
		return this.acceptedBytes + length <= this.limitBytes
				&& this.rules.mayBeEarly(bytes, offset, this.connection.messages().hasProfile());
	}

	/** A message was put into a stream. */
	void onAccepted(int length) {
		if (isOpen()) {
			this.acceptedBytes += length;
			this.messages++;
		}
	}

	/** The keys are others or gone: whatever travels under them counts as never sent. */
	void onKeysGone() {
		if (this.packets > 0) {
			this.connection.recovery().onPathChanged(false);
			this.connection.recovery().offerAgain(LossRecovery.APPLICATION, Integer.MAX_VALUE);
		}
	}

	/** Builds a 0-RTT packet at the batch's position; its length, 0 for none. */
	int build(long nowNanos, TransmitBatch batch, int limit) {
		PacketSender sender = this.connection.sender();
		if (!this.connection.session().canSeal(PacketType.ZERO_RTT) || !this.connection.streams().hasPending()
				|| !sender.mayCarryData(nowNanos, limit - batch.position())) {
			return 0;
		}
		int start = batch.position();
		LossRecovery recovery = this.connection.recovery();
		this.writer.wrap(batch.array(), start + PacketHeader.LENGTH, limit - PacketHeader.TAG_LENGTH);
		if (!this.connection.streams().fill(this.writer, sender.recorder(), nowNanos)) {
			recovery.discardRecords();
			return 0;
		}
		long packetNumber = recovery.nextPacketNumber(LossRecovery.APPLICATION);
		PacketHeader.write(batch.array(), start, this.connection.ids().remote(), PacketType.ZERO_RTT, packetNumber,
				PacketHeader.LENGTH);
		this.packets++;
		return sender.seal(nowNanos, batch, PacketHeader.LENGTH, this.writer.position(), LossRecovery.APPLICATION, true,
				true);
	}

	/** Messages that were accepted before the server had answered. */
	long messages() {
		return this.messages;
	}

	/** 0-RTT packets that were sent. */
	long packets() {
		return this.packets;
	}

}
