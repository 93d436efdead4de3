/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Measures the stream plane alone on one thread: write, fill, receive, consume, ack. Run
 * by hand; nothing asserts its result.
 */
final class StreamThroughput {

	private StreamThroughput() {
	}

	public static void main(String[] args) throws ProtocolViolation {
		int recordBytes = (args.length > 0) ? Integer.parseInt(args[0]) : 104;
		int payloadBytes = (args.length > 1) ? Integer.parseInt(args[1]) : 1152;
		int packets = (args.length > 2) ? Integer.parseInt(args[2]) : 64;
		for (int round = 0; round < 5; round++) {
			run(recordBytes, payloadBytes, packets);
		}
	}

	private static void run(int recordBytes, int payloadBytes, int burst) throws ProtocolViolation {
		Consumer consumer = new Consumer();
		StreamMultiplexer sender = newMultiplexer(true, new Consumer());
		StreamMultiplexer receiver = newMultiplexer(false, consumer);
		sender.onPeerParameters(8 << 20, 1 << 20, 2 << 20, 100, 100, 65_535);
		receiver.onPeerParameters(8 << 20, 1 << 20, 2 << 20, 100, 100, 65_535);
		consumer.multiplexer = receiver;
		byte[] record = Records.record(7, recordBytes);
		byte[] packet = new byte[payloadBytes];
		long[] recorded = new long[burst * 64];
		int[] count = { 0 };
		FrameRecorder recorder = (kind, a, b, c) -> {
			recorded[count[0]++] = kind;
			recorded[count[0]++] = a;
			recorded[count[0]++] = b;
			recorded[count[0]++] = c;
		};
		FrameWriter writer = new FrameWriter();
		FrameReader reader = new FrameReader();
		long target = 400_000_000L / recordBytes;
		long sent = 0;
		long begin = System.nanoTime();
		while (consumer.records < target) {
			while (sent < target && sent - consumer.records < 3L * burst * payloadBytes / recordBytes
					&& sender.write(0, record, 0, recordBytes)) {
				sent++;
			}
			for (int i = 0; i < burst && sender.hasPending(); i++) {
				writer.wrap(packet, 0, payloadBytes);
				sender.fill(writer, recorder, 0);
				reader.wrap(packet, 0, writer.position());
				while (reader.next()) {
					receiver.onFrame(reader);
				}
			}
			for (int i = 0; i < count[0]; i += 4) {
				sender.onFrameAcked((int) recorded[i], recorded[i + 1], recorded[i + 2], recorded[i + 3]);
			}
			count[0] = 0;
			writer.wrap(packet, 0, payloadBytes);
			if (receiver.fill(writer, (kind, a, b, c) -> {
			}, 0)) {
				reader.wrap(packet, 0, writer.position());
				while (reader.next()) {
					sender.onFrame(reader);
				}
			}
		}
		double seconds = (System.nanoTime() - begin) / 1e9;
		System.out.printf("%,d records of %d B in packets of %d: %.1f M/s, %.0f MB/s%n", target, recordBytes,
				payloadBytes, target / seconds / 1e6, target * recordBytes / seconds / 1e6);
	}

	private static StreamMultiplexer newMultiplexer(boolean client, RecordSink sink) {
		return new StreamMultiplexer(client, FlowConfig.defaults(), SchedulerConfig.defaults(),
				DatagramConfig.defaults(), Records.FRAMING, sink);
	}

	private static final class Consumer extends QuietSink {

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
