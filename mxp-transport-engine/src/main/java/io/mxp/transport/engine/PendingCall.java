/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its answer: a reply, or a stream where the caller asked for one.
 */
final class PendingCall implements Pending {

	private final EngineConnection connection;

	private final long messageId;

	private final CompletableFuture<Reply> reply = new Answer<>();

	private final @Nullable CompletableFuture<MxpStream> stream;

	private final @Nullable StreamListener listener;

	private final long initialDemand;

	/** Written before the call is posted, read by the event loop after that. */
	private long acceptedNanos;

	private volatile boolean posted;

	PendingCall(EngineConnection connection, long messageId, @Nullable StreamListener listener) {
		this.connection = connection;
		this.messageId = messageId;
		this.listener = listener;
		this.initialDemand = (listener != null) ? listener.initialDemand() : 0;
		this.stream = (listener != null) ? new Answer<>() : null;
	}

	@Override
	public EngineConnection connection() {
		return this.connection;
	}

	@Override
	public long acceptedNanos() {
		return this.acceptedNanos;
	}

	long messageId() {
		return this.messageId;
	}

	CompletableFuture<Reply> reply() {
		return this.reply;
	}

	CompletableFuture<MxpStream> stream() {
		CompletableFuture<MxpStream> future = this.stream;
		if (future == null) {
			throw new IllegalStateException("the call asks for a reply");
		}
		return future;
	}

	/** Who listens to a streamed answer; null where the caller asked for a reply. */
	@Nullable StreamListener listener() {
		return this.listener;
	}

	/** How many chunks of a streamed answer the listener wants before it asks. */
	long initialDemand() {
		return this.initialDemand;
	}

	/** Posts the call to the event loop, or fails it; returns itself. */
	PendingCall send(CallRequest request) {
		EngineConnection handle = this.connection;
		if (!handle.isOpen()) {
			fail(handle.closedException());
			return this;
		}
		long timeoutMillis = Math.max(1, request.timeout().toMillis());
		MessageMetadata metadata = handle.hasProfile()
				? OutboundMessages.withDeadline(request.metadata(), timeoutMillis) : null;
		long deadlineNanos = handle.loop().clock().nanos() + request.timeout().toNanos();
		try {
			int length = OutboundMessages.callLength(metadata, request.payload().remaining());
			CompletableFuture<?> answer = (this.stream != null) ? this.stream : this.reply;
			handle.waiting()
				.send(handle.loop().bandOf(MessageType.CALL), request.payload(),
						(payload) -> post(request, payload, metadata, timeoutMillis, deadlineNanos, length), answer,
						this::onPosted);
			if (!this.posted && !isDone()) {
				CompletableFuture.delayedExecutor(timeoutMillis, TimeUnit.MILLISECONDS).execute(this::onDeadline);
			}
		}
		catch (TransportException.MessageTooLarge ex) {
			fail(ex);
		}
		return this;
	}

	private boolean post(CallRequest request, ByteBuffer payload, @Nullable MessageMetadata metadata,
			long timeoutMillis, long deadlineNanos, int length) {
		EventLoop loop = this.connection.loop();
		int band = this.connection.loop().bandOf(MessageType.CALL).index();
		this.acceptedNanos = loop.latencies().stamp(this.messageId);
		return this.connection.window().acquire(band, length) && (loop.commands()
			.post(Commands.CALL, band, this.messageId, deadlineNanos, length, this,
					(target, at) -> OutboundMessages.writeCall(target, at, this.messageId, request.traceId(),
							request.target(), timeoutMillis, metadata, payload))
				|| this.connection.release(band, length));
	}

	private void onPosted() {
		this.posted = true;
		if (this.connection.loop().isOver()) {
			fail(this.connection.closedException());
		}
	}

	/** Where the call waits for room, nobody else looks at its deadline. */
	private void onDeadline() {
		if (!this.posted) {
			fail(new TransportException.DeadlineExceeded("The call waited for room until its deadline"));
		}
	}

	@Override
	public boolean isDone() {
		return this.reply.isDone() || (this.stream != null && this.stream.isDone());
	}

	@Override
	public void fail(TransportException failure) {
		this.reply.completeExceptionally(failure);
		if (this.stream != null) {
			this.stream.completeExceptionally(failure);
		}
	}

	/** Cancelling it forgets the call. */
	private final class Answer<T> extends CompletableFuture<T> {

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			boolean cancelled = super.cancel(mayInterruptIfRunning);
			if (cancelled) {
				EngineConnection handle = PendingCall.this.connection;
				handle.loop()
					.execute(() -> handle.connection().messages().takeCall(PendingCall.this.messageId), handle);
			}
			return cancelled;
		}

		@Override
		public <U> CompletableFuture<U> newIncompleteFuture() {
			return new CompletableFuture<>();
		}

	}

}
