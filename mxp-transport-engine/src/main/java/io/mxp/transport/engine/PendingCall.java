/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.MxpStream;
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
