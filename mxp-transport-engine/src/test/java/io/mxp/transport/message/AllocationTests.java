/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import com.sun.management.ThreadMXBean;
import io.mxp.transport.MessageMetadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hot path makes no garbage, measured by the JVM.
 */
class AllocationTests {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final int ITERATIONS = 10_000;

	private final MessageCodec codec = new MessageCodec();

	private final DecodedMessage message = new DecodedMessage();

	private final byte[] payload = new byte[300];

	@Test
	void arrays() {
		byte[] bytes = new byte[1024];
		assertThat(bytesPerIteration((i) -> {
			int length = this.codec.encode(bytes, i & 7, 0x10, 0, i, i, this.payload, 0, i % 300);
			long record = MessageCodec.FRAMING.recordLength(bytes, i & 7, length);
			return this.codec.decode(bytes, i & 7, (int) record, this.message);
		})).isZero();
	}

	@Test
	void failures() {
		byte[] bytes = new byte[340];
		this.codec.encode(bytes, 0, 0x10, 0, 1, 2, this.payload, 0, 300);
		assertThat(bytesPerIteration((i) -> {
			int at = i % 340;
			bytes[at] ^= 1;
			int used = this.codec.decode(bytes, 0, 340, this.message);
			bytes[at] ^= 1;
			return used + this.message.error().ordinal();
		})).isZero();
	}

	@Test
	void heapBuffers() {
		buffers(ByteBuffer.allocate(1024), ByteBuffer.wrap(this.payload));
	}

	@Test
	void directBuffers() {
		ByteBuffer direct = ByteBuffer.allocateDirect(300);
		buffers(ByteBuffer.allocateDirect(1024).order(ByteOrder.LITTLE_ENDIAN), direct);
		buffers(ByteBuffer.allocateDirect(1024), direct);
	}

	@Test
	void callsWithMetadata() {
		MessageMetadata metadata = MessageMetadata.builder()
			.subject("wetter.zürich")
			.trace("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null)
			.deadlineMillis(250)
			.header("tenant", "a")
			.build();
		byte[] subject = "wetter.zürich".getBytes(StandardCharsets.UTF_8);
		byte[] bytes = new byte[1024];
		CallPayload call = new CallPayload();
		assertThat(bytesPerIteration((i) -> {
			int data = i % 300;
			int length = CallPayload.encodedLength(metadata, data);
			int at = this.codec.begin(bytes, 0, 0x10, 0, i, i, length);
			at += CallPayload.writeFixed(bytes, at, i, ~i, 1);
			DataPayload.write(bytes, at, metadata, this.payload, 0, data);
			this.codec.decode(bytes, 0, this.codec.finish(bytes, 0), this.message);
			call.wrap(bytes, this.message.payloadOffset(), this.message.payloadLength(), true);
			return call.metadata().subjectEquals(subject) && call.dataLength() == data ? (int) call.deadlineMillis()
					: -1;
		})).isZero();
	}

	@Test
	void pendingCalls() {
		MessageExchange exchange = new MessageExchange(1_000, 5);
		Object attachment = new Object();
		MessageExchange.EndedCalls ended = (id, what) -> assertThat(what).isSameAs(attachment);
		assertThat(bytesPerIteration((i) -> {
			exchange.register(i, i + (i * 31L % 700), attachment);
			exchange.complete(i - 200);
			return (int) exchange.nextDeadlineNanos() + exchange.pending();
		})).isZero();
		assertThat(exchange.failAll(ended)).isPositive();
	}

	private void buffers(ByteBuffer target, ByteBuffer source) {
		assertThat(bytesPerIteration((i) -> {
			target.clear();
			source.limit(i % 300);
			this.codec.encode(target, 0x10, 0, i, i, source);
			return this.codec.decode(target.flip(), this.message);
		})).isZero();
	}

	/** Of the best of some rounds: the JIT's own doings are not ours. */
	private static long bytesPerIteration(Operation operation) {
		long least = Long.MAX_VALUE;
		long result = 0;
		for (int round = 0; round < 10 && least > 0; round++) {
			long before = THREADS.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < ITERATIONS; i++) {
				result += operation.run(round * ITERATIONS + i);
			}
			least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
		}
		assertThat(result).isNotNegative();
		return least;
	}

	private interface Operation {

		int run(int i);

	}

}
