/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.MessageFlags;

import org.jspecify.annotations.Nullable;

/**
 * A message that waits for its Ack; completes when the peer's handler has finished.
 */
final class PendingAck extends CompletableFuture<Void> implements Pending {

	private final EngineConnection connection;

	private final long messageId;

	/** Written before the message is posted, read by the event loop after that. */
	private long acceptedNanos;

	private volatile boolean posted;

	PendingAck(EngineConnection connection, long messageId) {
		this.connection = connection;
		this.messageId = messageId;
	}

	@Override
	public EngineConnection connection() {
		return this.connection;
	}

	@Override
	public long acceptedNanos() {
		return this.acceptedNanos;
	}

	/** Posts the message to the event loop, or fails; returns itself. */
	PendingAck send(MessageType type, MessageMetadata metadata, ByteBuffer payload, Duration timeout) {
		OutboundMessages.requireAcknowledgeable(type);
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(CallRequest.MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException("The timeout of an Ack lies between 1 ms and 49 days, not " + timeout);
		}
		EngineConnection handle = this.connection;
		if (!handle.isOpen()) {
			fail(handle.closedException());
			return this;
		}
		MessageMetadata carried = (handle.hasProfile() && OutboundMessages.carriesMetadata(type))
				? OutboundMessages.withDeadline(metadata, timeout.toMillis()) : null;
		long deadlineNanos = handle.loop().clock().nanos() + timeout.toNanos();
		try {
			int length = OutboundMessages.dataLength(carried, payload.remaining());
			PriorityBand band = handle.loop().bandOf(type);
			handle.waiting()
				.send(band, payload, (bytes) -> post(type, carried, bytes, band.index(), deadlineNanos, length), this,
						this::onPosted);
			if (!this.posted && !isDone()) {
				CompletableFuture.delayedExecutor(timeout.toNanos(), TimeUnit.NANOSECONDS).execute(this::onDeadline);
			}
		}
		catch (TransportException.MessageTooLarge ex) {
			fail(ex);
		}
		return this;
	}

	private boolean post(MessageType type, @Nullable MessageMetadata metadata, ByteBuffer payload, int band,
			long deadlineNanos, int length) {
		EngineConnection handle = this.connection;
		this.acceptedNanos = handle.loop().latencies().stamp(this.messageId);
		return handle.window().acquire(band, length) && (handle.loop()
			.commands()
			.post(Commands.ACKNOWLEDGED, band, this.messageId, deadlineNanos, length, this,
					(target, at) -> OutboundMessages.writeData(target, at, type, MessageFlags.REQUIRES_ACK,
							this.messageId, 0, metadata, payload))
				|| handle.release(band, length));
	}

	private void onPosted() {
		this.posted = true;
		if (this.connection.loop().isOver()) {
			fail(this.connection.closedException());
		}
	}

	/** Where the message waits for room, nobody else looks at its deadline. */
	private void onDeadline() {
		if (!this.posted) {
			fail(new TransportException.DeadlineExceeded("The message waited for room until its deadline"));
		}
	}

	@Override
	public void fail(TransportException failure) {
		completeExceptionally(failure);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			EngineConnection handle = this.connection;
			handle.loop().execute(() -> handle.connection().messages().forgetAck(this.messageId), handle);
		}
		return cancelled;
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new CompletableFuture<>();
	}

}
