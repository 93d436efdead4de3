/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.observe.TransportSnapshot;
import io.mxp.transport.packet.GuardZones;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.stream.ChunkPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buffers of one event loop: lets them shrink with use, and says what guard zones
 * found. On the event loop only.
 */
final class LoopBuffers {

	private static final Logger logger = LoggerFactory.getLogger(LoopBuffers.class);

	private final ChunkPool chunks;

	private final TransmitBatch batch;

	private final boolean guarded;

	LoopBuffers(ChunkPool chunks, TransmitBatch batch) {
		this.chunks = chunks;
		this.batch = batch;
		this.guarded = chunks.guards().width() > 0;
	}

	void onTurn(long nowNanos) {
		this.chunks.adapt(nowNanos);
		if (this.guarded) {
			report(this.chunks.guards());
			report(this.batch.guards());
		}
	}

	private static void report(GuardZones guards) {
		String report = guards.pollReport();
		if (report != null) {
			logger.error("Buffer overrun in {}", report);
		}
	}

	ChunkPool chunks() {
		return this.chunks;
	}

	long overruns() {
		return this.chunks.guards().overruns() + this.batch.guards().overruns();
	}

	TransportSnapshot.Buffers figures() {
		return new TransportSnapshot.Buffers(this.chunks.inUse(), this.chunks.retained(), this.chunks.bytesInUse(),
				this.chunks.retainedBytes());
	}

}
