/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.StreamClosePayload;

import org.jspecify.annotations.Nullable;

/**
 * The sending side of a stream: bounded from the application's thread to the stream's
 * buffer, and ended by StreamClose behind the last chunk.
 */
final class StreamSender {

	private static final AtomicLongFieldUpdater<StreamSender> OFFERED = AtomicLongFieldUpdater
		.newUpdater(StreamSender.class, "offered");

	private static final AtomicLongFieldUpdater<StreamSender> CHUNKS_OFFERED = AtomicLongFieldUpdater
		.newUpdater(StreamSender.class, "chunksOffered");

	private static final AtomicIntegerFieldUpdater<StreamSender> WANTS_WRITABLE = AtomicIntegerFieldUpdater
		.newUpdater(StreamSender.class, "wantsWritable");

	private static final byte[] NO_PAYLOAD = new byte[0];

	private final EngineStream stream;

	private final long messageId;

	private final long limitBytes;

	/** Bytes that application threads posted. */
	private volatile long offered;

	/** Chunks that application threads posted. */
	private volatile long chunksOffered;

	private volatile long released;

	private long releasedBytes;

	/** 1 where somebody waits for room. */
	private volatile int wantsWritable;

	/** Length of the chunk that was refused last. */
	private volatile int wantedBytes;

	private volatile boolean finishing;

	private volatile byte[] closePayload = NO_PAYLOAD;

	private volatile long finishAfterChunks = -1;

	/** Chunks that wait for room, null where none ever did; guarded by this. */
	private @Nullable ArrayDeque<Waiting> waiting;

	private @Nullable TransportException failure;

	/**
	 * What the stream's buffer did not take yet; on the event loop only, as all below.
	 */
	private @Nullable ArrayDeque<Rest> overflow;

	private int overflowPosition;

	private long chunksTaken;

	private boolean closeQueued;

	private boolean done;

	StreamSender(EngineStream stream, long messageId, long limitBytes) {
		this.stream = stream;
		this.messageId = messageId;
		this.limitBytes = limitBytes;
	}

	// ---- application

	boolean offer(ByteBuffer chunk) {
		if (this.finishing) {
			throw new IllegalStateException("The stream was finished");
		}
		synchronized (this) {
			return (this.waiting == null || this.waiting.isEmpty()) && post(chunk, 0);
		}
	}

	private boolean post(ByteBuffer chunk, int flags) {
		EngineConnection handle = this.stream.handle();
		boolean room = this.offered - this.released < this.limitBytes;
		Encoded encoded = (chunk.remaining() >= handle.compressFrom() && room)
				? EncodedSends.encode(handle, MessageType.STREAM_CHUNK, null, chunk, MessageEncoding.DEFAULT) : null;
		return (encoded != null) ? postPayload(EncodedSends.buffer(encoded), flags | encoded.flags())
				: postPayload(chunk, flags);
	}

	private boolean postPayload(ByteBuffer chunk, int flags) {
		int length = OutboundMessages.dataLength(null, chunk.remaining());
		long before = OFFERED.getAndAdd(this, length);
		if (before + length - this.released > this.limitBytes && before != this.released) {
			OFFERED.addAndGet(this, -length);
			askForRoom(length);
			return false;
		}
		EngineConnection handle = this.stream.handle();
		CHUNKS_OFFERED.incrementAndGet(this);
		boolean posted = handle.loop()
			.commands()
			.post(Commands.STREAM_WRITE, 0, stamp(this.messageId + this.chunksOffered), 0, length, this.stream,
					(target, at) -> OutboundMessages.writeData(target, at, MessageType.STREAM_CHUNK, flags,
							this.messageId, 0, null, chunk));
		if (!posted) {
			CHUNKS_OFFERED.decrementAndGet(this);
			OFFERED.addAndGet(this, -length);
			askForRoom(length);
		}
		return posted;
	}

	/** The loop looks once more: room may have come since it was found missing. */
	private void askForRoom(int bytes) {
		this.wantedBytes = bytes;
		if (WANTS_WRITABLE.compareAndSet(this, 0, 1)) {
			EngineConnection handle = this.stream.handle();
			handle.loop().execute(this::publish, handle);
		}
	}

	CompletableFuture<Void> send(ByteBuffer chunk) {
		CompletableFuture<Void> accepted = new CompletableFuture<>();
		if (offer(chunk)) {
			accepted.complete(null);
			return accepted;
		}
		return sendLater(chunk, 0, accepted);
	}

	CompletableFuture<Void> sendLast(ByteBuffer chunk) {
		CompletableFuture<Void> accepted = new CompletableFuture<>();
		boolean posted;
		synchronized (this) {
			if (this.finishing) {
				throw new IllegalStateException("The stream was finished");
			}
			this.finishing = true;
			posted = (this.waiting == null || this.waiting.isEmpty()) && post(chunk, MessageFlags.FINAL);
		}
		return (posted && accepted.complete(null)) ? accepted : sendLater(chunk, MessageFlags.FINAL, accepted);
	}

	private CompletableFuture<Void> sendLater(ByteBuffer chunk, int flags, CompletableFuture<Void> accepted) {
		ByteBuffer copy = ByteBuffer.allocate(chunk.remaining()).put(chunk.duplicate()).flip();
		TransportException failure;
		synchronized (this) {
			failure = this.failure;
			if (failure == null) {
				ArrayDeque<Waiting> queue = this.waiting;
				if (queue == null) {
					queue = new ArrayDeque<>();
					this.waiting = queue;
				}
				queue.add(new Waiting(copy, flags, accepted));
			}
		}
		if (failure != null) {
			accepted.completeExceptionally(failure);
			return accepted;
		}
		askForRoom(OutboundMessages.dataLength(null, copy.remaining()));
		return accepted;
	}

	void finish(ErrorCode code, String reason) {
		synchronized (this) {
			if (this.finishing) {
				return;
			}
			this.finishing = true;
			this.closePayload = new StreamClosePayload(code.code(), reason).toPayload();
			Waiting last = (this.waiting != null) ? this.waiting.peekLast() : null;
			if (last != null) {
				last.accepted.whenComplete((nothing, failure) -> finishNow());
				return;
			}
		}
		finishNow();
	}

	private void finishNow() {
		if (this.finishAfterChunks < 0) {
			this.finishAfterChunks = this.chunksOffered;
			EngineConnection handle = this.stream.handle();
			handle.loop().execute(this::advance, handle);
		}
	}

	void fail(TransportException failure) {
		@Nullable ArrayDeque<Waiting> failed;
		synchronized (this) {
			this.failure = failure;
			failed = this.waiting;
			this.waiting = null;
		}
		if (failed != null) {
			failed.forEach((one) -> one.accepted.completeExceptionally(failure));
		}
	}

	// ---- event loop

	void writeOpen(long openId, StreamRequest request, boolean profile) {
		MessageMetadata metadata = profile ? request.metadata() : null;
		byte[] message = new byte[OutboundMessages.streamOpenLength(metadata)];
		OutboundMessages.writeStreamOpen(message, 0, openId, request.traceId(), this.stream.id(), request.target(),
				request.bidirectional(), metadata);
		OFFERED.addAndGet(this, message.length);
		write(message, 0, message.length, stamp(openId));
		publish();
	}

	void onWrite(byte[] bytes, int offset, int length, long acceptedNanos) {
		this.chunksTaken++;
		// Nothing is accepted behind a chunk that ends the stream.
		this.closeQueued |= (MessageHeader.flags(bytes, offset) & MessageFlags.FINAL) != 0;
		if (!this.stream.hasFailed()) {
			write(bytes, offset, length, acceptedNanos);
		}
		else {
			release(length);
		}
		advance();
	}

	void onWritable() {
		advance();
	}

	/**
	 * Moves what waits into the stream's buffer, then ends the stream where that is due.
	 */
	private void advance() {
		if (this.stream.hasFailed() || this.done) {
			return;
		}
		flush();
		if (this.finishAfterChunks >= 0 && this.chunksTaken == this.finishAfterChunks && !this.closeQueued) {
			this.closeQueued = true;
			byte[] close = OutboundMessages.plain(MessageType.STREAM_CLOSE, this.messageId, 0, this.closePayload);
			OFFERED.addAndGet(this, close.length);
			write(close, 0, close.length, stamp(this.messageId));
		}
		if (this.closeQueued && !hasOverflow()) {
			this.done = true;
			messages().finishStream(this.stream.transportId());
			this.stream.onSendFinished();
		}
		publish();
	}

	private void write(byte[] bytes, int offset, int length, long acceptedNanos) {
		EngineConnection handle = this.stream.handle();
		handle.loop().listener().onSent(handle, band(), length);
		int taken = !hasOverflow() ? messages().writeSome(this.stream.transportId(), bytes, offset, length) : 0;
		if (taken == length) {
			onMessageWritten(length, length, acceptedNanos);
			return;
		}
		byte[] rest = new byte[length - taken];
		System.arraycopy(bytes, offset + taken, rest, 0, rest.length);
		release(taken);
		ArrayDeque<Rest> queue = this.overflow;
		if (queue == null) {
			queue = new ArrayDeque<>();
			this.overflow = queue;
		}
		queue.add(new Rest(rest, length, acceptedNanos));
	}

	private boolean hasOverflow() {
		return this.overflow != null;
	}

	private void flush() {
		ArrayDeque<Rest> queue = this.overflow;
		if (queue == null) {
			return;
		}
		for (Rest next = queue.peek(); next != null; next = queue.peek()) {
			int taken = messages().writeSome(this.stream.transportId(), next.bytes, this.overflowPosition,
					next.bytes.length - this.overflowPosition);
			this.overflowPosition += taken;
			if (this.overflowPosition < next.bytes.length) {
				return;
			}
			queue.remove();
			this.overflowPosition = 0;
			onMessageWritten(next.bytes.length, next.messageLength, next.acceptedNanos);
		}
		this.overflow = null;
	}

	/** Only the event loop writes. */
	private void release(long bytes) {
		this.releasedBytes += bytes;
		this.released = this.releasedBytes;
	}

	private void onMessageWritten(int lastPart, int length, long acceptedNanos) {
		release(lastPart);
		messages().onWritten();
		this.stream.handle()
			.loop()
			.latencies()
			.onWritten(messages(), this.stream.transportId(), band(), length, acceptedNanos);
	}

	private long stamp(long id) {
		return this.stream.handle().loop().latencies().stamp(id);
	}

	private int band() {
		return this.stream.handle().loop().bandOf(MessageType.STREAM_CHUNK).index();
	}

	/**
	 * Whoever was refused is told when half of the room is free, and enough for what was
	 * refused.
	 */
	private void publish() {
		if (this.wantsWritable != 0
				&& SendWindow.hasRoom(this.offered - this.released, this.wantedBytes, this.limitBytes)) {
			this.wantsWritable = 0;
			this.stream.delivery().orderly(this::onRoom);
		}
	}

	private MessagePlane messages() {
		return this.stream.handle().connection().messages();
	}

	boolean isDone() {
		return this.done;
	}

	// ---- delivery

	private void onRoom() {
		for (Waiting next = acceptNext(); next != null; next = acceptNext()) {
			next.accepted.complete(null);
		}
		if (!this.stream.hasFailed()) {
			this.stream.receiver().writable();
		}
	}

	private @Nullable Waiting acceptNext() {
		synchronized (this) {
			ArrayDeque<Waiting> queue = this.waiting;
			Waiting next = (queue != null) ? queue.peek() : null;
			return (queue != null && next != null && post(next.chunk, next.flags)) ? queue.remove() : null;
		}
	}

	/**
	 * What the stream's buffer did not take of a message.
	 *
	 * @param bytes the last ones of the message
	 * @param messageLength bytes of the whole message
	 * @param acceptedNanos when it was accepted
	 */
	private record Rest(byte[] bytes, int messageLength, long acceptedNanos) {
	}

	private record Waiting(ByteBuffer chunk, int flags, CompletableFuture<Void> accepted) {
	}

}
