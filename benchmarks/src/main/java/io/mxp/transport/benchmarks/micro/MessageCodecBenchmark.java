/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.micro;

import java.util.concurrent.TimeUnit;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.DecodedMessage;
import io.mxp.transport.message.MessageCodec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message into an array, and out of it, checksum included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageCodecBenchmark {

	private final MessageCodec codec = new MessageCodec();

	private final DecodedMessage decoded = new DecodedMessage();

	/** Bytes of payload. */
	@Param({ "0", "64", "256", "1024", "4096", "16384" })
	public int payloadBytes;

	private byte[] payload = new byte[0];

	private byte[] encoded = new byte[0];

	private byte[] target = new byte[0];

	private long messageId;

	@Setup
	public void fill() {
		this.payload = new byte[this.payloadBytes];
		for (int i = 0; i < this.payloadBytes; i++) {
			this.payload[i] = (byte) i;
		}
		this.encoded = new byte[MessageCodec.encodedLength(this.payloadBytes)];
		this.target = new byte[this.encoded.length];
		this.codec.encode(this.encoded, 0, MessageType.EVENT.code(), 0, 1, 2, this.payload, 0, this.payloadBytes);
	}

	@Benchmark
	public int encode() {
		return this.codec.encode(this.target, 0, MessageType.EVENT.code(), 0, this.messageId++, 2, this.payload, 0,
				this.payloadBytes);
	}

	@Benchmark
	public int decode() {
		return this.codec.decode(this.encoded, 0, this.encoded.length, this.decoded);
	}

}
