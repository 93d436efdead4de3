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

import io.mxp.transport.PriorityBand;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.MessagePlane;

/**
 * What was sent and waits for the peer's answer, until a deadline. Runs itself when the
 * event loop's queue has taken it, which spares a callback of its own.
 */
abstract sealed class Pending implements Runnable permits PendingCall, PendingAck {

	private final EngineConnection connection;

	private final long messageId;

	/** Written before the message is posted, read by the event loop after that. */
	private long acceptedNanos;

	private volatile boolean posted;

	Pending(EngineConnection connection, long messageId) {
		this.connection = connection;
		this.messageId = messageId;
	}

	final EngineConnection connection() {
		return this.connection;
	}

	final long messageId() {
		return this.messageId;
	}

	/** When the event loop's queue accepted it, see {@link BandLatencies#stamp}. */
	final long acceptedNanos() {
		return this.acceptedNanos;
	}

	/** Whether the application gave up. */
	abstract boolean isDone();

	/** On the delivery thread. */
	abstract void fail(TransportException failure);

	/** On the event loop: the application waits no longer. */
	abstract void forget(MessagePlane messages);

	/** Posts it to the event loop, or lets it wait for room until the timeout. */
	final void submit(PriorityBand band, ByteBuffer payload, WaitingSends.Attempt attempt, CompletableFuture<?> answer,
			long timeoutNanos) {
		this.connection.waiting().send(band, payload, attempt, answer, this);
		if (!this.posted && !isDone()) {
			CompletableFuture.delayedExecutor(timeoutNanos, TimeUnit.NANOSECONDS).execute(this::onDeadline);
		}
	}

	/** One attempt to hand it to the event loop; false where there is no room. */
	final boolean post(int command, int band, long deadlineNanos, int length, Commands.Writer writer) {
		EventLoop loop = this.connection.loop();
		this.acceptedNanos = loop.latencies().stamp(this.messageId);
		return this.connection.window().acquire(band, length)
				&& (loop.commands().post(command, band, this.messageId, deadlineNanos, length, this, writer)
						|| this.connection.sends().release(band, length));
	}

	@Override
	public final void run() {
		this.posted = true;
		if (this.connection.loop().isOver()) {
			fail(this.connection.closedException());
		}
	}

	/** Where it waits for room, nobody else looks at its deadline. */
	private void onDeadline() {
		if (!this.posted) {
			fail(new TransportException.DeadlineExceeded("There was no room to send it before its deadline"));
		}
	}

	/** Cancelling it forgets what was sent. */
	final class Answer<T> extends CompletableFuture<T> {

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			boolean cancelled = super.cancel(mayInterruptIfRunning);
			if (cancelled) {
				EngineConnection handle = Pending.this.connection;
				handle.loop().execute(() -> forget(handle.connection().messages()), handle);
			}
			return cancelled;
		}

		@Override
		public <U> CompletableFuture<U> newIncompleteFuture() {
			return new CompletableFuture<>();
		}

	}

}
