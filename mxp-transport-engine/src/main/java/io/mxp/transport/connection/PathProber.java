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

/**
 * Sends questions and answers about paths, each alone in a Probe packet over the path
 * that it is about. They are outside of congestion control, and so few that they may be:
 * a question for each path and probe timeout, an answer for each question, as long as
 * that. COLD.
 */
// SPEC connection.md#path-validation
final class PathProber {

	/** Header, tag, and both frames. */
	private static final int LEAST_BYTES = PacketHeader.LENGTH + PacketHeader.TAG_LENGTH + 32;

	private final Connection connection;

	private final PacketSender sender;

	private final FrameWriter writer = new FrameWriter();

	PathProber(Connection connection, PacketSender sender) {
		this.connection = connection;
		this.sender = sender;
	}

	/** Fills the batch with one packet; false where no path has anything to say. */
	boolean fill(long nowNanos, TransmitBatch batch) {
		if (this.connection.state() != ConnectionState.ESTABLISHED) {
			return false;
		}
		NetworkPath path = this.connection.paths().pollDue();
		if (path == null || path.allowance() < LEAST_BYTES) {
			return false;
		}
		batch.begin(path.remote(), path.local());
		boolean asks = path.challenge().isDue();
		int wanted = asks ? Connections.HANDSHAKE_DATAGRAM_BYTES
				: Math.max(LEAST_BYTES, Math.min(path.responseBytes(), Connections.HANDSHAKE_DATAGRAM_BYTES));
		int bytes = (int) Math.min(wanted, path.allowance());
		int start = batch.position();
		int end = batch.limit(bytes) - PacketHeader.TAG_LENGTH;
		LossRecovery recovery = this.connection.recovery();
		PacketHeader.write(batch.array(), start, this.connection.peerIds().id(path.peerId()), PacketType.PROBE,
				recovery.nextPacketNumber(LossRecovery.APPLICATION), PacketHeader.LENGTH);
		this.writer.wrap(batch.array(), start + PacketHeader.LENGTH, end);
		if (path.isResponseDue()) {
			this.writer.pathResponse(path.response());
			path.onResponseSent();
		}
		if (asks) {
			this.writer.pathChallenge(path.challenge().data());
			path.challenge().onSent(nowNanos, bytes >= Connections.HANDSHAKE_DATAGRAM_BYTES);
		}
		this.writer.padTo(end);
		batch.append(this.sender.seal(nowNanos, batch, path, PacketHeader.LENGTH, this.writer.position(),
				LossRecovery.APPLICATION, false, false));
		batch.finish();
		return true;
	}

}
