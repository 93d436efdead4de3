/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.engine.Seals.SealedData;

import org.jspecify.annotations.Nullable;

/**
 * A call that waits for its answer: a reply, or a stream where the caller asked for one.
 */
final class PendingCall extends Pending {

	private final CompletableFuture<Reply> reply = new Answer<>();

	private final @Nullable CompletableFuture<MxpStream> stream;

	private final @Nullable StreamListener listener;

	private final long initialDemand;

	/** Written before the call is posted. */
	private @Nullable SealedData sealed;

	private boolean relayed;

	PendingCall(EngineConnection connection, long messageId, @Nullable StreamListener listener) {
		super(connection, messageId);
		this.listener = listener;
		this.initialDemand = (listener != null) ? listener.initialDemand() : 0;
		this.stream = (listener != null) ? new Answer<>() : null;
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

	/** How this side sealed the call; null where it did not. */
	@Nullable SealedData sealed() {
		return this.sealed;
	}

	/** Whether the call is sealed by another agent for another agent. */
	boolean isRelayed() {
		return this.relayed;
	}

	/** Posts the call to the event loop, or fails it; returns itself. */
	PendingCall send(CallRequest request) {
		EngineConnection handle = connection();
		if (!handle.isOpen()) {
			fail(handle.closedException());
			return this;
		}
		long timeoutMillis = Math.max(1, request.timeout().toMillis());
		MessageMetadata full = OutboundMessages.withDeadline(request.metadata(), timeoutMillis);
		MessageMetadata metadata = handle.hasProfile() ? full : null;
		long deadlineNanos = handle.loop().clock().nanos() + request.timeout().toNanos();
		try {
			requireSingleAnswer(request);
			this.relayed = request.encoding().relayed() != null;
			this.sealed = EncodedSends.sealCall(handle, request, full);
			Encoded encoded = EncodedSends.encodeCall(handle, request, metadata, timeoutMillis, this.sealed);
			ByteBuffer payload = (encoded != null) ? EncodedSends.buffer(encoded) : request.payload();
			int length = (encoded != null) ? EncodedSends.messageLength(encoded)
					: OutboundMessages.callLength(metadata, payload.remaining());
			PriorityBand band = handle.loop().bandOf(MessageType.CALL);
			submit(band, payload,
					(bytes) -> post(Commands.CALL, band.index(), deadlineNanos, length,
							(encoded != null)
									? (target, at) -> OutboundMessages.writeData(target, at, MessageType.CALL,
											encoded.flags(), messageId(), request.traceId(), null, bytes)
									: (target, at) -> OutboundMessages.writeCall(target, at, messageId(),
											request.traceId(), request.target(), timeoutMillis, metadata, bytes)),
					(this.stream != null) ? this.stream : this.reply, request.timeout().toNanos());
		}
		catch (TransportException.MessageTooLarge | TransportException.CannotSeal ex) {
			fail(ex);
		}
		return this;
	}

	// SPEC ../security/e2e.md#streams
	private void requireSingleAnswer(CallRequest request) {
		if (this.listener != null && request.encoding().isSealed()) {
			throw new TransportException.CannotSeal("A sealed call has one answer: a stream cannot be sealed");
		}
	}

	@Override
	boolean isDone() {
		return this.reply.isDone() || (this.stream != null && this.stream.isDone());
	}

	@Override
	void fail(TransportException failure) {
		this.reply.completeExceptionally(failure);
		if (this.stream != null) {
			this.stream.completeExceptionally(failure);
		}
	}

	@Override
	void forget(MessagePlane messages) {
		messages.takeCall(messageId());
	}

}
