/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its answer: a reply, or a stream where the caller asked for one.
 */
final class PendingCall {

	private final EngineConnection connection;

	private final long messageId;

	private final CompletableFuture<Reply> reply = new Answer<>();

	private final @Nullable CompletableFuture<MxpStream> stream;

	private final @Nullable StreamListener listener;

	private final long initialDemand;

	PendingCall(EngineConnection connection, long messageId, @Nullable StreamListener listener) {
		this.connection = connection;
		this.messageId = messageId;
		this.listener = listener;
		this.initialDemand = (listener != null) ? listener.initialDemand() : 0;
		this.stream = (listener != null) ? new Answer<>() : null;
	}

	EngineConnection connection() {
		return this.connection;
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

	/** Posts the call to the event loop, or fails it. */
	void send(CallRequest request) {
		EngineConnection handle = this.connection;
		if (!handle.isOpen()) {
			fail(handle.closedException());
			return;
		}
		long timeoutMillis = Math.max(1, request.timeout().toMillis());
		MessageMetadata metadata = handle.hasProfile()
				? OutboundMessages.withDeadline(request.metadata(), timeoutMillis) : null;
		try {
			int length = OutboundMessages.callLength(metadata, request.payload().remaining());
			if (!post(request, metadata, timeoutMillis, length)) {
				fail(new TransportException.Overloaded(
						"Too much waits to be sent to " + handle.remoteAddress() + ". Try again later"));
			}
			else if (handle.loop().isOver()) {
				fail(handle.closedException());
			}
		}
		catch (TransportException.MessageTooLarge ex) {
			fail(ex);
		}
	}

	private boolean post(CallRequest request, @Nullable MessageMetadata metadata, long timeoutMillis, int length) {
		EventLoop loop = this.connection.loop();
		int band = PriorityBand.CRITICAL.index();
		long deadlineNanos = loop.nanos() + request.timeout().toNanos();
		return this.connection.window().acquire(band, length) && (loop.commands()
			.post(Commands.CALL, band, this.messageId, deadlineNanos, length, this,
					(target, at) -> OutboundMessages.writeCall(target, at, this.messageId, request.traceId(),
							request.target(), timeoutMillis, metadata, request.payload()))
				|| this.connection.release(band, length));
	}

	/** Whether the caller gave up. */
	boolean isDone() {
		return this.reply.isDone() || (this.stream != null && this.stream.isDone());
	}

	void fail(TransportException failure) {
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
				PendingCall.this.connection.onCallCancelled(PendingCall.this.messageId);
			}
			return cancelled;
		}

		@Override
		public <U> CompletableFuture<U> newIncompleteFuture() {
			return new CompletableFuture<>();
		}

	}

}
