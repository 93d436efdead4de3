/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.MessageFormatException;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.StreamClosePayload;

import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a stream: chunks go to the listener as it asks for them; what it
 * does not ask for keeps its credit, so that the peer stops. On the delivery thread,
 * {@link #request} aside.
 */
final class StreamReceiver {

	private final EngineStream stream;

	private final AtomicLong demand = new AtomicLong();

	private final ArrayDeque<Chunk> pending = new ArrayDeque<>();

	private @Nullable StreamListener listener;

	private boolean finished;

	private boolean ended;

	StreamReceiver(EngineStream stream) {
		this.stream = stream;
	}

	/**
	 * Says who listens.
	 * @param initialDemand chunks that the listener wants besides those that it asks for
	 */
	void listen(StreamListener chosen, long initialDemand) {
		this.listener = chosen;
		add(initialDemand);
	}

	private void add(long chunks) {
		this.demand.accumulateAndGet(chunks, (before, more) -> {
			long sum = before + more;
			return (sum < 0) ? Long.MAX_VALUE : sum;
		});
	}

	/** From any thread. */
	void request(long chunks) {
		if (chunks <= 0) {
			throw new IllegalArgumentException("request asks for one chunk at least, not " + chunks);
		}
		add(chunks);
		this.stream.delivery().execute(this::pump);
	}

	void onEvent(EngineStream.Event event, byte[] bytes, int offset, int length, Dispatcher dispatcher) {
		switch (event) {
			case OPEN:
				consumed(length);
				opened(dispatcher);
				break;
			case CHUNK:
				chunk(bytes, offset, length);
				break;
			default:
				consumed(length);
				closed(bytes, offset);
		}
	}

	private void opened(Dispatcher dispatcher) {
		if (this.listener != null) {
			return;
		}
		StreamListener chosen = dispatcher.streamOpened(this.stream);
		if (chosen == null) {
			this.ended = true;
			this.stream.reset(dispatcher.isDraining() ? ErrorCode.UNAVAILABLE : ErrorCode.NOT_FOUND, "nobody listens");
			return;
		}
		try {
			listen(chosen, chosen.initialDemand());
		}
		catch (RuntimeException | Error ex) {
			onListenerFailure(ex);
		}
	}

	private void chunk(byte[] bytes, int offset, int length) {
		StreamListener target = this.listener;
		if (this.ended || target == null || this.stream.hasFailed()) {
			consumed(length);
			return;
		}
		int payload = offset + MessageHeader.LENGTH;
		int payloadLength = (int) MessageHeader.payloadLength(bytes, offset);
		if (this.pending.isEmpty() && this.demand.get() > 0) {
			deliver(target, ByteBuffer.wrap(bytes, payload, payloadLength).slice().asReadOnlyBuffer(), length);
		}
		else {
			this.pending.add(new Chunk(Arrays.copyOfRange(bytes, payload, payload + payloadLength), length));
		}
	}

	private void deliver(StreamListener target, ByteBuffer chunk, int length) {
		this.demand.accumulateAndGet(1, (before, one) -> (before == Long.MAX_VALUE) ? before : before - one);
		try {
			target.onChunk(this.stream, chunk);
		}
		catch (RuntimeException | Error ex) {
			consumed(length);
			onListenerFailure(ex);
			return;
		}
		consumed(length);
	}

	private void onListenerFailure(Throwable failure) {
		this.stream.delivery().onCallbackFailure(failure);
		this.stream.reset(ErrorCode.INTERNAL, "the listener failed");
	}

	private void pump() {
		StreamListener target = this.listener;
		while (target != null && !this.ended && !this.stream.hasFailed() && this.demand.get() > 0) {
			Chunk next = this.pending.poll();
			if (next == null) {
				break;
			}
			deliver(target, ByteBuffer.wrap(next.bytes).asReadOnlyBuffer(), next.creditBytes);
		}
		end();
	}

	private void consumed(int length) {
		this.stream.delivery().consumed(this.stream.handle(), this.stream.transportId(), length);
	}

	/** StreamClose: its code says how the peer's side ended. */
	private void closed(byte[] bytes, int offset) {
		try {
			StreamClosePayload close = StreamClosePayload.parse(bytes, offset + MessageHeader.LENGTH,
					(int) MessageHeader.payloadLength(bytes, offset));
			if (!close.isNormal()) {
				fail(new TransportException.StreamReset(ErrorCode.of((int) close.code()),
						"The peer ended the stream: " + ErrorCode.of((int) close.code()) + " " + close.reason()));
				return;
			}
		}
		catch (MessageFormatException ex) {
			fail(new TransportException.StreamReset(ErrorCode.INVALID_ARGUMENT, "The peer's StreamClose is malformed"));
			return;
		}
		finished();
	}

	void finished() {
		this.finished = true;
		end();
	}

	private void end() {
		StreamListener target = this.listener;
		if (this.finished && !this.ended && this.pending.isEmpty() && target != null && !this.stream.hasFailed()) {
			this.ended = true;
			guard(() -> target.onFinished(this.stream));
		}
	}

	void fail(TransportException failure) {
		StreamListener target = this.listener;
		if (this.ended || target == null) {
			return;
		}
		this.ended = true;
		for (Chunk dropped = this.pending.poll(); dropped != null; dropped = this.pending.poll()) {
			consumed(dropped.creditBytes);
		}
		guard(() -> target.onFailed(this.stream, failure));
	}

	void writable() {
		StreamListener target = this.listener;
		if (target != null) {
			guard(() -> target.onWritable(this.stream));
		}
	}

	/** A plain answer to a caller who asked for a stream: one chunk, then the end. */
	void deliverReply(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.duplicate().get(bytes);
		this.pending.add(new Chunk(bytes, 0));
		this.finished = true;
		pump();
	}

	private void guard(Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			this.stream.delivery().onCallbackFailure(ex);
		}
	}

	private record Chunk(byte[] bytes, int creditBytes) {
	}

}
