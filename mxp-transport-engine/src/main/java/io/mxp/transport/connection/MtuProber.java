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
import io.mxp.transport.reliability.PathMtuSearch;

/**
 * Sends the probes of path MTU discovery and makes its result hold for everything that is
 * sent: datagrams, congestion control, streams. COLD.
 */
// SPEC reliability.md#path-mtu-discovery
final class MtuProber {

	private final Connection connection;

	private final PacketSender sender;

	private final FrameWriter writer = new FrameWriter();

	private int largestBytes = Connections.HANDSHAKE_DATAGRAM_BYTES;

	private boolean discover;

	private PathMtuSearch search = PathMtuSearch.fixed(Connections.HANDSHAKE_DATAGRAM_BYTES);

	MtuProber(Connection connection, PacketSender sender) {
		this.connection = connection;
		this.sender = sender;
	}

	/**
	 * The peer's largest datagram is known.
	 * @param largestBytes what it and our configuration allow
	 * @param discover whether to find out what the path carries, or to believe that it
	 * carries all of that
	 */
	void begin(int largestBytes, boolean discover) {
		this.largestBytes = largestBytes;
		this.discover = discover;
		this.search = discover ? PathMtuSearch.upTo(largestBytes) : PathMtuSearch.fixed(largestBytes);
		apply();
	}

	/**
	 * The connection goes on over another path.
	 * @param carriedBytes what it is known to carry, 0 where it is another network
	 */
	void onPathChanged(int carriedBytes) {
		if (carriedBytes > 0) {
			this.connection.path().maxDatagramBytes(carriedBytes);
			return;
		}
		begin(this.largestBytes, this.discover);
	}

	/** A path that stopped carrying large datagrams gets small ones at once. */
	void beforeSending() {
		if (this.connection.recovery().pollBlackHole()) {
			this.search.onBlackHole();
			apply();
		}
	}

	/** Adds a probe, alone in its batch because it is longer than what goes otherwise. */
	boolean fill(long nowNanos, TransmitBatch batch) {
		if (!this.connection.life().isConfirmed() || this.connection.state() != ConnectionState.ESTABLISHED
				|| !batch.isEmpty()) {
			return false;
		}
		int bytes = this.search.nextProbe(nowNanos);
		if (bytes == 0) {
			return false;
		}
		LossRecovery recovery = this.connection.recovery();
		int start = batch.position();
		int frames = start + PacketHeader.LENGTH;
		int end = batch.limit(bytes) - PacketHeader.TAG_LENGTH;
		PacketHeader.write(batch.array(), start, this.connection.ids().remote(), PacketType.PROBE,
				recovery.nextPacketNumber(LossRecovery.APPLICATION), PacketHeader.LENGTH);
		this.writer.wrap(batch.array(), frames, end);
		this.writer.ping();
		this.writer.padTo(end);
		recovery.recordFrame(FrameFates.KIND_MTU_PROBE, bytes, 0, 0);
		batch.append(this.sender.seal(nowNanos, batch, PacketHeader.LENGTH, this.writer.position(),
				LossRecovery.APPLICATION, true, false));
		batch.finish();
		return true;
	}

	void onProbeAcked(int bytes) {
		if (this.search.onProbeAcked(bytes)) {
			apply();
		}
	}

	void onProbeLost(int bytes) {
		this.search.onProbeLost(bytes);
	}

	PathMtuSearch search() {
		return this.search;
	}

	private void apply() {
		int bytes = this.search.currentBytes();
		this.connection.path().maxDatagramBytes(bytes);
		this.connection.recovery().setMaxDatagramSize(bytes);
		this.connection.streams().onMaxPayload(PacketSender.maxPayloadBytes(bytes));
	}

}
