/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.SecureSession;

/**
 * Builds the packet with CONNECTION_CLOSE and decides how often it is repeated. COLD.
 */
final class CloseSender {

	private final Connection connection;

	private final PacketSender sender;

	private final FrameWriter writer = new FrameWriter();

	private boolean closeDue;

	private int packetsWhileClosing;

	private int closesSent;

	CloseSender(Connection connection, PacketSender sender) {
		this.connection = connection;
		this.sender = sender;
	}

	boolean fill(long nowNanos, TransmitBatch batch) {
		if (!this.closeDue) {
			return false;
		}
		this.closeDue = false;
		this.closesSent++;
		int limit = this.sender.limit(batch);
		if (limit < 0) {
			return false;
		}
		int start = batch.position();
		SecureSession session = this.connection.session();
		LossRecovery recovery = this.connection.recovery();
		boolean application = mayCloseUnderApplicationKeys(session);
		if (!application && !session.canSeal(PacketType.INITIAL)) {
			return false;
		}
		int space = application ? LossRecovery.APPLICATION : LossRecovery.HANDSHAKE;
		int headerLength = PacketHeader.LENGTH;
		if (application) {
			PacketHeader.write(batch.array(), start, this.connection.ids().remote(), PacketType.ONE_RTT,
					recovery.nextPacketNumber(space), headerLength);
		}
		else {
			headerLength = this.sender.writeInitialHeader(batch.array(), start);
		}
		this.writer.wrap(batch.array(), start + headerLength, limit - PacketHeader.TAG_LENGTH);
		ConnectionLife life = this.connection.life();
		if (!this.writer.connectionClose(life.reason().code().code(), life.closeFrameType(), life.wireText())) {
			this.writer.connectionClose(life.reason().code().code(), life.closeFrameType(), "");
		}
		if (!application && this.connection.ids().isClient()) {
			this.writer.padTo(start + Connections.MIN_INITIAL_BYTES - PacketHeader.TAG_LENGTH);
		}
		batch.append(this.sender.seal(nowNanos, batch, headerLength, this.writer.position(), space, false, false));
		return true;
	}

	/**
	 * Before the peer has 1-RTT keys for certain, the close travels under the keys that
	 * it surely has.
	 */
	private boolean mayCloseUnderApplicationKeys(SecureSession session) {
		if (!session.canSeal(PacketType.ONE_RTT)) {
			return false;
		}
		return this.connection.ids().isClient() || this.connection.receiver().heardApplicationPacket()
				|| !session.canSeal(PacketType.INITIAL);
	}

	void closeDue() {
		this.closeDue = true;
	}

	/**
	 * The close is repeated for the first, second, fourth, eighth … packet that still
	 * arrives.
	 */
	// SPEC connection.md#closing-and-draining
	void onPacketWhileClosing() {
		this.packetsWhileClosing++;
		if (Integer.bitCount(this.packetsWhileClosing) == 1) {
			this.closeDue = true;
		}
	}

	int closesSent() {
		return this.closesSent;
	}

}
