/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.packet.GuardZones;
import io.mxp.transport.reliability.CongestionControllers;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.security.RandomSource;
import io.mxp.transport.stream.ChunkPool;
import io.mxp.transport.stream.RecordSink;
import io.mxp.transport.stream.StreamMultiplexer;

/**
 * What all connections of an endpoint share.
 *
 * @param config the configuration of the transport
 * @param random where skipped packet numbers and hash keys come from
 * @param ids makes the ids by which peers address us
 * @param buffers the buffers of all streams
 */
public record ConnectionSettings(TransportConfig config, RandomSource random, ConnectionIdSupply ids,
		ChunkPool buffers) {

	/** Unused buffers that an endpoint keeps. */
	private static final long RETAINED_BUFFER_BYTES = 16L << 20;

	/** Settings with buffers of their own. */
	public ConnectionSettings(TransportConfig config, RandomSource random, ConnectionIdSupply ids) {
		this(config, random, ids,
				new ChunkPool(RETAINED_BUFFER_BYTES, GuardZones.of("stream chunks", config.debug().guardZones())));
	}

	int handshakeDatagramBytes() {
		return Connections.HANDSHAKE_DATAGRAM_BYTES;
	}

	long hashKey() {
		return this.random.nextLong();
	}

	StreamMultiplexer streams(boolean client, RecordSink sink) {
		return new StreamMultiplexer(client, this.config.flow(), this.config.scheduler(), this.config.datagram(),
				MessageCodec.FRAMING, sink, this.buffers);
	}

	LossRecovery recovery(Connection connection, ConnectionListener listener) {
		RecoveryConfig config = this.config.recovery();
		int maxDatagramBytes = connection.path().maxDatagramBytes();
		LossRecovery recovery = new LossRecovery(config, CongestionControllers.create(config, maxDatagramBytes),
				this.random::nextLong, connection.sender().fates(), maxDatagramBytes);
		CongestionObserver observer = listener.congestion();
		recovery.setCongestionListener(
				(signal, state, nowNanos) -> observer.onCongestion(connection, signal, state, nowNanos));
		return recovery;
	}

}
