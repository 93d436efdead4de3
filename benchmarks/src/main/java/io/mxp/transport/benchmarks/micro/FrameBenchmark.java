/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The frames of one busy packet: an ACK of eight ranges, credit, data of three streams.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FrameBenchmark {

	private static final int PAYLOAD_BYTES = 1_152;

	private static final int RANGES = 8;

	private static final int STREAMS = 3;

	private static final int DATA_BYTES = 280;

	private final byte[] packet = new byte[PAYLOAD_BYTES];

	private final byte[] target = new byte[PAYLOAD_BYTES];

	private final byte[] data = new byte[DATA_BYTES];

	private final FrameWriter writer = new FrameWriter();

	private final FrameReader reader = new FrameReader();

	private final long[] largest = new long[FrameReader.MAX_ACK_RANGES];

	private final long[] smallest = new long[FrameReader.MAX_ACK_RANGES];

	@Setup
	public void fill() {
		for (int i = 0; i < RANGES; i++) {
			this.largest[i] = 1_000_000 - 100L * i;
			this.smallest[i] = this.largest[i] - 50;
		}
		writeTo(this.packet);
	}

	/** Writes the frames and copies the data in. */
	@Benchmark
	public int write() {
		return writeTo(this.target);
	}

	/** Walks the frames and reads every field of theirs. */
	@Benchmark
	public long walk() throws ProtocolViolation {
		this.reader.wrap(this.packet, 0, PAYLOAD_BYTES);
		long sum = 0;
		while (this.reader.next()) {
			switch (this.reader.type()) {
				case FrameType.ACK ->
					sum += this.reader.ackRanges(this.largest, this.smallest) + this.reader.ackDelayMicros();
				case FrameType.STREAM_DATA -> sum += this.reader.streamId() + this.reader.streamOffset()
						+ this.reader.dataLength() + this.reader.dataOffset();
				default -> sum += this.reader.control() + this.reader.bodyLong(0);
			}
		}
		return sum;
	}

	private int writeTo(byte[] bytes) {
		this.writer.wrap(bytes, 0, PAYLOAD_BYTES);
		this.writer.ack(25, this.largest, this.smallest, RANGES, false, 0, 0, 0);
		this.writer.maxData(1 << 20);
		for (int stream = 0; stream < STREAMS; stream++) {
			int at = this.writer.beginStreamData(4L * stream, 77_000, true, DATA_BYTES);
			System.arraycopy(this.data, 0, bytes, at, DATA_BYTES);
		}
		this.writer.padTo(PAYLOAD_BYTES);
		return this.writer.position();
	}

}
