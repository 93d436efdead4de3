/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.MessageFormatException;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.StreamClosePayload;

import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a stream: chunks go to the listener as it asks for them; what it
 * does not ask for keeps its credit, so that the peer stops. On the delivery thread,
 * {@link #request} aside.
 */
final class StreamReceiver {

	private static final AtomicLongFieldUpdater<StreamReceiver> DEMAND = AtomicLongFieldUpdater
		.newUpdater(StreamReceiver.class, "demand");

	private static final int NOTHING = -1;

	private final EngineStream stream;

	private volatile long demand;

	/** The first of the chunks that nobody asked for yet. */
	private @Nullable PendingChunk pending;

	private @Nullable PendingChunk lastPending;

	private @Nullable StreamListener listener;

	private @Nullable PayloadDecoder decoder;

	/** Credit of the chunk that the listener is being given, or {@link #NOTHING}. */
	private int delivering = NOTHING;

	/** Bytes that came out of decompressing it; 0 where it was not compressed. */
	private int inflated;

	/** Made for the first chunk that is held. */
	private volatile @Nullable HeldChunks held;

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
		DEMAND.accumulateAndGet(this, chunks, (before, more) -> {
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
				boolean last = (MessageHeader.flags(bytes, offset) & MessageFlags.FINAL) != 0;
				if (isInPlace(length)) {
					this.decoder = dispatcher.decoder();
					chunk(bytes, offset, length);
				}
				if (last && !this.stream.hasFailed()) {
					finished();
				}
				break;
			default:
				if (isInPlace(length)) {
					consumed(length);
					closed(bytes, offset);
				}
		}
	}

	/**
	 * Behind the message that ended the peer's side nothing may come: whoever sends it
	 * sees the stream end with INVALID_ARGUMENT.
	 */
	// SPEC messages.md#final
	private boolean isInPlace(int length) {
		if (!this.finished) {
			return true;
		}
		consumed(length);
		if (!this.stream.hasFailed()) {
			this.stream.reset(ErrorCode.INVALID_ARGUMENT, "a message came behind the end of the stream");
		}
		return false;
	}

	private void opened(Dispatcher dispatcher) {
		if (this.listener != null) {
			return;
		}
		StreamListener chosen = dispatcher.streamOpened(this.stream);
		if (chosen == null) {
			this.ended = true;
			this.stream.reset(refusal(dispatcher), "nobody listens");
			return;
		}
		try {
			listen(chosen, chosen.initialDemand());
		}
		catch (RuntimeException | Error ex) {
			onListenerFailure(ex);
		}
	}

	private ErrorCode refusal(Dispatcher dispatcher) {
		if (dispatcher.isDraining()) {
			return ErrorCode.UNAVAILABLE;
		}
		return dispatcher.isSealRequired(this.stream) ? ErrorCode.PERMISSION_DENIED : ErrorCode.NOT_FOUND;
	}

	private void chunk(byte[] bytes, int offset, int length) {
		StreamListener target = this.listener;
		if (this.ended || target == null || this.stream.hasFailed()) {
			consumed(length);
			return;
		}
		int payload = offset + MessageHeader.LENGTH;
		int payloadLength = (int) MessageHeader.payloadLength(bytes, offset);
		if (PayloadDecoder.isEncoded(bytes, offset)) {
			// Kept as it came: nobody gets more memory than he has credit for.
			keep(new PendingChunk.Encoded(Arrays.copyOfRange(bytes, offset, payload + payloadLength), length));
			pump();
		}
		else if (this.pending == null && this.demand > 0) {
			deliver(target, ByteBuffer.wrap(bytes, payload, payloadLength).slice().asReadOnlyBuffer(), length, 0);
		}
		else {
			keep(new PendingChunk(Arrays.copyOfRange(bytes, payload, payload + payloadLength), length));
		}
	}

	private void keep(PendingChunk chunk) {
		PendingChunk last = this.lastPending;
		if (last == null) {
			this.pending = chunk;
		}
		else {
			last.next = chunk;
		}
		this.lastPending = chunk;
	}

	private @Nullable PendingChunk pollPending() {
		PendingChunk first = this.pending;
		if (first != null) {
			this.pending = first.next;
			if (first.next == null) {
				this.lastPending = null;
			}
		}
		return first;
	}

	private void deliver(StreamListener target, ByteBuffer chunk, int length, int inflatedBytes) {
		DEMAND.accumulateAndGet(this, 1, (before, one) -> (before == Long.MAX_VALUE) ? before : before - one);
		int outer = this.delivering; // a listener that asks for more may be given it at
										// once
		int outerInflated = this.inflated;
		this.delivering = length;
		this.inflated = inflatedBytes;
		try {
			target.onChunk(this.stream, chunk);
		}
		catch (RuntimeException | Error ex) {
			onListenerFailure(ex);
		}
		finally {
			if (this.delivering != NOTHING) {
				consumed(length);
			}
			this.delivering = outer;
			this.inflated = outerInflated;
		}
	}

	/** During {@link StreamListener#onChunk}. */
	void hold() {
		int length = this.delivering;
		if (length == NOTHING) {
			throw new IllegalStateException("Only the chunk that is being delivered can be held, and once");
		}
		if (this.stream.hasFailed()) {
			return;
		}
		HeldChunks holding = this.held;
		if (holding == null) {
			holding = new HeldChunks(this.stream);
			this.held = holding;
		}
		this.delivering = NOTHING;
		holding.add(length, this.inflated);
	}

	/** From any thread. */
	void release(int chunks) {
		if (chunks <= 0) {
			throw new IllegalArgumentException("release gives back one chunk at least, not " + chunks);
		}
		HeldChunks holding = this.held;
		if (holding != null) {
			holding.release(chunks);
		}
	}

	private void onListenerFailure(Throwable failure) {
		this.stream.delivery().onCallbackFailure(failure);
		this.stream.reset(ErrorCode.INTERNAL, "the listener failed");
	}

	/** Gives the listener what it asked for; what is compressed only as there is room. */
	void pump() {
		StreamListener target = this.listener;
		while (target != null && !this.ended && !this.stream.hasFailed() && this.demand > 0 && hasRoomForNext()) {
			PendingChunk next = pollPending();
			if (next == null) {
				break;
			}
			ByteBuffer content = next.isEncoded() ? decode(next) : ByteBuffer.wrap(next.bytes);
			if (content == null) {
				return;
			}
			deliver(target, content.asReadOnlyBuffer(), next.creditBytes, next.isEncoded() ? content.remaining() : 0);
		}
		end();
	}

	/** Whether the application is done with enough of what was decompressed for it. */
	private boolean hasRoomForNext() {
		PendingChunk next = this.pending;
		HeldChunks holding = this.held;
		PayloadDecoder chosen = this.decoder;
		return next == null || !next.isEncoded() || holding == null || chosen == null
				|| holding.hasRoomFor(chosen.contentBytes(next.bytes, 0));
	}

	/** What the chunk holds; null where it is refused, and with it the stream. */
	private @Nullable ByteBuffer decode(PendingChunk chunk) {
		PayloadDecoder chosen = this.decoder;
		byte[] plain = (chosen != null) ? chosen.decompress(chunk.bytes, 0) : null;
		if (plain != null) {
			return ByteBuffer.wrap(plain, MessageHeader.LENGTH, plain.length - MessageHeader.LENGTH).slice();
		}
		consumed(chunk.creditBytes);
		if (chosen != null) {
			this.stream.reset(chosen.code(), "a chunk is refused: " + chosen.reason());
		}
		return null;
	}

	private void consumed(int length) {
		this.stream.consumed(length);
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
		if (this.finished && !this.ended && this.pending == null && target != null && !this.stream.hasFailed()) {
			this.ended = true;
			guard(() -> target.onFinished(this.stream));
		}
	}

	void fail(TransportException failure) {
		HeldChunks holding = this.held;
		if (holding != null) {
			holding.giveBack(Integer.MAX_VALUE);
		}
		StreamListener target = this.listener;
		if (this.ended || target == null) {
			return;
		}
		this.ended = true;
		for (PendingChunk dropped = pollPending(); dropped != null; dropped = pollPending()) {
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
		keep(new PendingChunk(bytes, 0));
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

}
