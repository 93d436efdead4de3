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

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.SendRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.message.MessageFlags;

/**
 * A message that waits for its Ack, which comes when the peer's handler has finished.
 */
final class PendingAck extends Pending {

	private final CompletableFuture<Void> ack = new Answer<>();

	PendingAck(EngineConnection connection, long messageId) {
		super(connection, messageId);
	}

	CompletableFuture<Void> ack() {
		return this.ack;
	}

	/**
	 * Posts the message to the event loop, or fails; returns itself.
	 * @param encodedFlags what the receiver has to undo of a payload that is encoded
	 * already; 0 where it is the application's
	 */
	PendingAck send(SendRequest request, Duration timeout, int encodedFlags) {
		MessageType type = request.type();
		OutboundMessages.requireAcknowledgeable(type);
		if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(CallRequest.MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException("The timeout of an Ack lies between 1 ms and 49 days, not " + timeout);
		}
		EngineConnection handle = connection();
		if (!handle.isOpen()) {
			fail(handle.closedException());
			return this;
		}
		MessageMetadata full = OutboundMessages.withDeadline(request.metadata(), timeout.toMillis());
		MessageMetadata carried = (handle.hasProfile() && OutboundMessages.carriesMetadata(type)) ? full : null;
		long deadlineNanos = handle.loop().clock().nanos() + timeout.toNanos();
		try {
			Encoded encoded = (encodedFlags != 0) ? null : EncodedSends.encode(handle, request, full);
			MessageMetadata metadata = (encoded != null || encodedFlags != 0) ? null : carried;
			int flags = MessageFlags.REQUIRES_ACK | ((encoded != null) ? encoded.flags() : encodedFlags);
			ByteBuffer payload = (encoded != null) ? EncodedSends.buffer(encoded) : request.payload();
			int length = OutboundMessages.dataLength(metadata, payload.remaining());
			PriorityBand band = handle.loop().bandOf(type);
			submit(band, payload,
					(bytes) -> post(Commands.ACKNOWLEDGED, band.index(), deadlineNanos, length,
							(target, at) -> OutboundMessages.writeData(target, at, type, flags, messageId(),
									request.traceId(), metadata, bytes)),
					this.ack, timeout.toNanos());
		}
		catch (TransportException.MessageTooLarge | TransportException.CannotSeal ex) {
			fail(ex);
		}
		return this;
	}

	/** The peer's handler has finished. */
	void acknowledged() {
		this.ack.complete(null);
	}

	@Override
	boolean isDone() {
		return this.ack.isDone();
	}

	@Override
	void fail(TransportException failure) {
		this.ack.completeExceptionally(failure);
	}

	@Override
	void forget(MessagePlane messages) {
		messages.forgetAck(messageId());
	}

}
