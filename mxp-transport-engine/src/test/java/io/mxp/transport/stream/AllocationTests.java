/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing is allocated for a message or a packet on the band streams, with records that
 * share packets and records that are spread over several, with and without loss.
 */
class AllocationTests {

	private static final int PAYLOAD = 1152;

	private final Counter counter = new Counter();

	private final StreamMultiplexer client = newMultiplexer(true, new QuietSink());

	private final StreamMultiplexer server = newMultiplexer(false, this.counter);

	private final byte[] packet = new byte[PAYLOAD];

	private final FrameWriter writer = new FrameWriter();

	private final FrameReader reader = new FrameReader();

	private final long[] recorded = new long[4096];

	private int recordedCount;

	private final FrameRecorder recorder = (kind, a, b, c) -> {
		this.recorded[this.recordedCount++] = kind;
		this.recorded[this.recordedCount++] = a;
		this.recorded[this.recordedCount++] = b;
		this.recorded[this.recordedCount++] = c;
	};

	@Test
	void bandsAllocateNothingForARecordOrAPacket() throws ProtocolViolation {
		this.client.onPeerParameters(8 << 20, 1 << 20, 2 << 20, 10, 10, 0);
		this.server.onPeerParameters(8 << 20, 1 << 20, 2 << 20, 10, 10, 0);
		this.counter.multiplexer = this.server;
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		byte[] small = Records.record(1, 104);
		byte[] medium = Records.record(2, 5000);
		run(small, medium, 2000);
		long before = threads.getCurrentThreadAllocatedBytes();
		long recordsBefore = this.counter.records;
		run(small, medium, 2000);
		long allocated = threads.getCurrentThreadAllocatedBytes() - before;
		assertThat(this.counter.records - recordsBefore).isEqualTo(2000 * 44);
		assertThat(allocated).isLessThan(2000);
	}

	@Test
	void anIdleStreamIsSmall() throws ProtocolViolation {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		int streams = 10_000;
		FlowConfig flow = FlowConfig.defaults().withMaxStreams(streams, 0);
		StreamMultiplexer opener = newMultiplexer(true, new QuietSink(), flow);
		Counter sink = new Counter();
		StreamMultiplexer other = newMultiplexer(false, sink, flow);
		sink.multiplexer = other;
		opener.onPeerParameters(8 << 20, 1 << 20, 2 << 20, streams, 0, 0);
		other.onPeerParameters(8 << 20, 1 << 20, 2 << 20, streams, 0, 0);
		byte[] record = Records.record(1, 104);
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < streams; i++) {
			long id = opener.openStream(2, false);
			opener.write(id, record, 0, record.length);
			exchange(opener, other, false);
			other.write(id, record, 0, record.length);
			exchange(other, opener, false);
		}
		long each = (threads.getCurrentThreadAllocatedBytes() - before) / streams;
		assertThat(opener.figures().openStreams()).isEqualTo(streams);
		assertThat(sink.records).isEqualTo(streams);
		// both sides of a connection together
		assertThat(each).isLessThan(2 * 1600);
	}

	private void run(byte[] small, byte[] medium, int rounds) throws ProtocolViolation {
		for (int round = 0; round < rounds; round++) {
			for (int i = 0; i < 40; i++) {
				this.client.write(i & 3, small, 0, small.length);
			}
			for (int band = 0; band < 4; band++) {
				this.client.write(band, medium, 0, medium.length);
			}
			boolean lose = round % 3 == 0;
			while (this.client.hasPending()) {
				exchange(this.client, this.server, lose);
				lose = false;
			}
			while (this.server.hasPending()) {
				exchange(this.server, this.client, false);
			}
		}
	}

	private void exchange(StreamMultiplexer from, StreamMultiplexer to, boolean lose) throws ProtocolViolation {
		this.recordedCount = 0;
		this.writer.wrap(this.packet, 0, PAYLOAD);
		from.fill(this.writer, this.recorder, 0);
		if (!lose) {
			this.reader.wrap(this.packet, 0, this.writer.position());
			while (this.reader.next()) {
				to.onFrame(this.reader);
			}
		}
		for (int i = 0; i < this.recordedCount; i += 4) {
			int kind = (int) this.recorded[i];
			if (lose) {
				from.onFrameLost(kind, this.recorded[i + 1], this.recorded[i + 2], this.recorded[i + 3]);
			}
			else {
				from.onFrameAcked(kind, this.recorded[i + 1], this.recorded[i + 2], this.recorded[i + 3]);
			}
		}
	}

	private static StreamMultiplexer newMultiplexer(boolean client, RecordSink sink) {
		return newMultiplexer(client, sink, FlowConfig.defaults());
	}

	private static StreamMultiplexer newMultiplexer(boolean client, RecordSink sink, FlowConfig flow) {
		return new StreamMultiplexer(client, flow, SchedulerConfig.defaults(), DatagramConfig.defaults(),
				Records.FRAMING, sink);
	}

	private static final class Counter extends QuietSink {

		private long records;

		private StreamMultiplexer multiplexer;

		@Override
		public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length)
				throws ProtocolViolation {
			this.records++;
			this.multiplexer.onConsumed(streamId, length);
			return true;
		}

	}

}
