/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Well-formed frames with any content, in any order: nothing but a
 * {@link ProtocolViolation} comes out, and memory stays within the windows.
 */
class HostileFramesTests {

	private static final long[] EDGES = { 0, 1, 15, 16, 40, 8191, 8192, 32_768, 65_536, 1L << 32, (1L << 62) - 1,
			1L << 62, Long.MAX_VALUE, -1 };

	/** Streams of the client, bands last. */
	private static final long[] RECEIVABLE = { 0, 4, 8, 12, 18, 22, 26, 30, 2, 6 };

	private static final long[] SENDABLE = { 0, 4, 8, 12, 1, 19 };

	@Test
	@Requirement({ "SEC-55", "SEC-58", "SEC-59" })
	@Attack("A04")
	void everyStateAndFrameIsDefined() {
		int violations = 0;
		int frames = 0;
		for (int seed = 0; seed < 3000; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			Taker sink = new Taker();
			ChunkPool pool = new ChunkPool(1 << 20);
			FlowConfig flow = FlowConfig.defaults()
				.withConnectionWindowBytes(64 * 1024)
				.withStreamWindowBytes(8 * 1024)
				.withBandWindowBytes(32 * 1024)
				.withMaxStreams(4, 4);
			StreamMultiplexer server = new StreamMultiplexer(false, flow, SchedulerConfig.defaults(),
					DatagramConfig.defaults(), Records.FRAMING, sink, pool);
			sink.multiplexer = server;
			server.onPeerParameters(65_536, 8192, 32_768, 4, 4, 1200);
			server.openStream(0, false);
			server.openStream(1, true);
			try {
				for (int i = 0; i < 200; i++) {
					sink.refuses = random.nextInt(5) == 0;
					Frames.receive(server, (writer) -> write(writer, random));
					act(server, random);
					frames++;
					assertThat(pool.bytesInUse()).isLessThanOrEqualTo(2 * (64 + 4 * 32) * 1024);
				}
			}
			catch (ProtocolViolation expected) {
				assertThat(expected.reason()).isNotBlank();
				violations++;
			}
		}
		assertThat(violations).isPositive();
		assertThat(frames).isGreaterThan(10_000);
	}

	private static void act(StreamMultiplexer server, SplittableRandom random) throws ProtocolViolation {
		long id = id(random);
		switch (random.nextInt(8)) {
			case 0 -> server.retryDelivery();
			case 1 -> {
				if (!StreamId.isBand(id)) {
					server.reset(id, 1);
				}
			}
			case 2 -> {
				if (!StreamId.isBand(id)) {
					server.stopSending(id, 2);
				}
			}
			case 3 -> {
				if (!StreamId.isBand(id)) {
					server.finish(id);
				}
			}
			default -> {
				byte[] packet = new byte[1152];
				FrameWriter writer = new FrameWriter().wrap(packet, 0, packet.length);
				boolean acked = random.nextBoolean();
				server.fill(writer, (kind, a, b, c) -> {
					if (acked) {
						server.onFrameAcked(kind, a, b, c);
					}
					else {
						server.onFrameLost(kind, a, b, c);
					}
				}, 0);
			}
		}
	}

	private static void write(FrameWriter writer, SplittableRandom random) {
		int kind = random.nextInt(14);
		boolean odd = random.nextInt(200) == 0;
		long id = odd ? id(random) : (kind >= 4 && kind <= 6) ? SENDABLE[random.nextInt(SENDABLE.length)]
				: RECEIVABLE[random.nextInt((kind <= 3) ? 8 : 10)];
		switch (kind) {
			case 0, 1 -> writer.streamOpen(id, (int) (id >> 2) & 3, (id & 8) != 0, StreamId.isUnidirectional(id));
			case 2 -> writer.streamFin(id, random.nextInt(300));
			case 3 -> writer.resetStream(id, number(random), random.nextInt());
			case 4 -> writer.stopSending(id, random.nextInt());
			case 5 -> writer.maxStreamData(id, number(random));
			case 6 -> writer.maxData(number(random));
			case 7 -> writer.maxStreams(random.nextBoolean(), number(random));
			case 8 -> writer.dataBlocked(id, number(random));
			default -> {
				int length = random.nextInt(200);
				byte[] record = Records.record(1, (random.nextInt(20) == 0) ? 40 + length : 240);
				int from = (random.nextInt(3) == 0) ? random.nextInt(record.length) : 0;
				int to = from + random.nextInt(record.length - from + 1);
				long offset = (random.nextInt(20) == 0) ? number(random) : random.nextInt(20) * 240L + from;
				if (offset >= 0 && offset + record.length >= 0) {
					Frames.data(writer, id, offset, from == 0, record, from, to - from);
				}
			}
		}
	}

	private static long id(SplittableRandom random) {
		if (random.nextInt(50) == 0) {
			return number(random);
		}
		return random.nextInt(34);
	}

	private static long number(SplittableRandom random) {
		return (random.nextInt(100) == 0) ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(4000);
	}

	/** Takes records whatever they hold, unless told not to. */
	private static final class Taker extends QuietSink {

		private boolean refuses;

		private StreamMultiplexer multiplexer;

		@Override
		public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length)
				throws ProtocolViolation {
			if (!this.refuses) {
				this.multiplexer.onConsumed(streamId, length);
			}
			return !this.refuses;
		}

	}

}
