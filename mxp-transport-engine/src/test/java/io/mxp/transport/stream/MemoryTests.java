/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens where there is no memory for buffers. */
class MemoryTests {

	private static final int CHUNK = ChunkPool.CHUNK_BYTES;

	private static final int LIMIT = 8 * CHUNK;

	private static final MemoryGate CLOSED = (bytesInUse, moreBytes) -> false;

	private final ChunkPool pool = new ChunkPool(0);

	private final CollectingSink sink = new CollectingSink();

	private final StreamMultiplexer streams = new StreamMultiplexer(false, FlowConfig.defaults(),
			SchedulerConfig.defaults(), DatagramConfig.defaults(), Records.FRAMING, this.sink, this.pool);

	MemoryTests() {
		this.sink.multiplexer = this.streams;
		this.streams.onPeerParameters(1 << 20, 1 << 20, 1 << 20, 10, 10, 65_535);
	}

	@Test
	@Requirement({ "SEC-53", "S34" })
	void writesFillTheLimitAndOneMoreIsRefusedUntilSomethingIsAcknowledged() throws ProtocolViolation {
		this.pool.gate(MemoryGate.upTo(LIMIT));
		long id = this.streams.openStream(0, true);
		for (int i = 0; i < LIMIT / CHUNK; i++) {
			assertThat(this.streams.write(id, Records.record(i, CHUNK), 0, CHUNK)).isTrue();
		}
		assertThat(this.pool.bytesInUse()).isEqualTo(LIMIT);
		assertThat(this.streams.write(id, Records.record(9, CHUNK), 0, CHUNK)).isFalse();
		assertThat(this.streams.writeSome(id, Records.record(9, CHUNK), 0, CHUNK)).isZero();
		assertThat(this.streams.writeDatagram(1, Records.record(9, 100), 0, 100, 0, Long.MAX_VALUE)).isFalse();
		assertThat(this.pool.refusals()).isEqualTo(3);

		// The refusal arms the timer at its next look, and fires 10 ms later.
		this.streams.memory().onTimeout(1_000);
		assertThat(this.streams.memory().deadlineNanos()).isEqualTo(1_000 + StreamMemory.RETRY_NANOS);
		assertThat(this.sink.events).isEmpty();
		this.streams.memory().onTimeout(1_000 + StreamMemory.RETRY_NANOS);
		assertThat(this.sink.events).containsExactly("writable " + id, "writable -1");
		assertThat(this.streams.memory().deadlineNanos()).isEqualTo(Long.MAX_VALUE);

		this.streams.onFrameAcked(FrameKind.STREAM_DATA, id, 0, CHUNK);
		assertThat(this.streams.write(id, Records.record(9, CHUNK), 0, CHUNK)).isTrue();
		assertThat(this.pool.bytesInUse()).isEqualTo(LIMIT);
	}

	@Test
	@Requirement("S34")
	void whatHasToWaitAndFindsNoMemoryComesAgain() throws ProtocolViolation {
		byte[] stream = Records.record(5, 3_000);
		this.pool.gate(CLOSED);
		Frames.receive(this.streams, (writer) -> writer.streamOpen(0, 0, false, false));
		Frames.data(this.streams, 0, false, stream, 1_000, 2_000);
		assertThat(this.streams.memory().pollFrameRefused()).isTrue();
		assertThat(this.streams.memory().pollFrameRefused()).isFalse();
		assertThat(this.pool.bytesInUse()).isZero();
		this.pool.gate(MemoryGate.OPEN);
		Frames.data(this.streams, 0, false, stream, 1_000, 2_000);
		Frames.data(this.streams, 0, true, stream, 0, 1_000);
		Frames.data(this.streams, 0, false, stream, 2_000, 3_000);
		assertThat(this.streams.memory().pollFrameRefused()).isFalse();
		assertThat(this.sink.of(0)).containsExactly(5L);
		assertThat(this.pool.bytesInUse()).isZero();
	}

	@Test
	@Requirement("S34")
	void whatCanBeDeliveredAtOnceNeedsNoMemory() throws ProtocolViolation {
		this.pool.gate(CLOSED);
		Frames.receive(this.streams, (writer) -> writer.streamOpen(0, 0, false, false));
		for (int i = 0; i < 100; i++) {
			byte[] record = Records.record(i, 200);
			int offset = 200 * i;
			Frames.receive(this.streams, (writer) -> Frames.data(writer, 0, offset, true, record, 0, 200));
		}
		assertThat(this.streams.memory().pollFrameRefused()).isFalse();
		assertThat(this.sink.of(0)).hasSize(100);
	}

	@Test
	@Requirement("S34")
	void aConnectionThatIsGoneGivesEverythingBack() throws ProtocolViolation {
		byte[] stream = Records.record(5, 3_000);
		long id = this.streams.openStream(0, true);
		assertThat(this.streams.write(id, stream, 0, stream.length)).isTrue();
		assertThat(this.streams.write(1, stream, 0, stream.length)).isTrue();
		Frames.receive(this.streams, (writer) -> writer.streamOpen(0, 0, false, false));
		Frames.data(this.streams, 0, false, stream, 1_000, 2_000);
		assertThat(this.pool.bytesInUse()).isEqualTo(3 * CHUNK);
		this.streams.memory().release();
		assertThat(this.pool.bytesInUse()).isZero();
		assertThat(this.streams.write(id, stream, 0, stream.length)).isFalse();
		assertThat(this.streams.memory().deadlineNanos()).isEqualTo(Long.MAX_VALUE);
		this.streams.onConsumed(0, 100);
	}

}
