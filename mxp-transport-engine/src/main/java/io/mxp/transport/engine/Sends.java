/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.Objects;

import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.SendRequest;
import io.mxp.transport.engine.Payloads.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * Messages of one connection that wait for nothing: from the application's thread into
 * the queue to the event loop, as far as the window of their band and that queue have
 * room. HOT.
 */
final class Sends {

	private final EngineConnection handle;

	Sends(EngineConnection handle) {
		this.handle = handle;
	}

	boolean send(SendRequest request) {
		OutboundMessages.requireOneWay(request.type());
		this.handle.requireOpen();
		Encoded encoded = EncodedSends.encode(this.handle, request);
		return post(request, encoded, (encoded != null) ? EncodedSends.buffer(encoded) : request.payload());
	}

	/**
	 * Sends a message as it was encoded, or as it is where it was not.
	 * @param bytes holds the encoded payload, or the application's
	 */
	boolean post(SendRequest request, @Nullable Encoded encoded, ByteBuffer bytes) {
		MessageType type = request.type();
		return post(type, (encoded != null) ? encoded.flags() : 0, this.handle.nextMessageId(), request.traceId(),
				(encoded != null) ? null : carried(type, request.metadata()), bytes,
				request.ordered() || this.handle.loop().isOrdered(type));
	}

	/** Sends any message with or without metadata; the id is the caller's choice. */
	boolean send(MessageType type, long messageId, long traceId, MessageMetadata metadata, ByteBuffer payload,
			boolean ordered) {
		MessageMetadata carried = carried(type, metadata);
		Encoded encoded = (payload.remaining() >= this.handle.compressFrom())
				? EncodedSends.encode(this.handle, type, carried, payload, MessageEncoding.DEFAULT) : null;
		return (encoded != null)
				? post(type, encoded.flags(), messageId, traceId, null, EncodedSends.buffer(encoded), ordered)
				: post(type, 0, messageId, traceId, carried, payload, ordered);
	}

	/** Sends a payload that is encoded already; the id is the caller's choice. */
	boolean sendEncoded(MessageType type, long messageId, long traceId, @Nullable Encoded encoded) {
		Encoded sent = Objects.requireNonNull(encoded, "encoded");
		return post(type, sent.flags(), messageId, traceId, null, EncodedSends.buffer(sent), false);
	}

	private @Nullable MessageMetadata carried(MessageType type, MessageMetadata metadata) {
		return (this.handle.hasProfile() && OutboundMessages.carriesMetadata(type)) ? metadata : null;
	}

	private boolean post(MessageType type, int flags, long messageId, long traceId, @Nullable MessageMetadata carried,
			ByteBuffer payload, boolean ordered) {
		this.handle.requireOpen();
		EventLoop loop = this.handle.loop();
		int length = OutboundMessages.dataLength(carried, payload.remaining());
		int band = loop.bandOf(type).index();
		if (!this.handle.window().acquire(band, length)) {
			return refused();
		}
		return loop.commands()
			.post(Commands.SEND, band, loop.latencies().stamp(messageId), ordered ? Commands.ORDERED : 0, length,
					this.handle, (target, at) -> OutboundMessages.writeData(target, at, type,
							flags | OutboundMessages.flags(type), messageId, traceId, carried, payload))
				|| release(band, length);
	}

	/** Sends a message without metadata; allocates nothing unless it is compressed. */
	boolean send(MessageType type, long traceId, byte[] payload, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, payload.length);
		OutboundMessages.requireOneWay(type);
		this.handle.requireOpen();
		EventLoop loop = this.handle.loop();
		if (length >= this.handle.compressFrom()
				|| (this.handle.hasProfile() && OutboundMessages.carriesMetadata(type))) {
			return send(type, this.handle.nextMessageId(), traceId, MessageMetadata.EMPTY,
					ByteBuffer.wrap(payload, offset, length), loop.isOrdered(type));
		}
		int total = OutboundMessages.dataLength(null, length);
		int band = loop.bandOf(type).index();
		if (!this.handle.window().acquire(band, total)) {
			return refused();
		}
		return loop.commands()
			.postPlain(band, loop.isOrdered(type), total, this.handle, type, this.handle.nextMessageId(), traceId,
					payload, offset, length)
				|| release(band, total);
	}

	/** Sends bytes that are a whole encoded message already. */
	boolean sendWhole(int band, byte[] message) {
		if (!this.handle.isOpen() || !this.handle.window().acquire(band, message.length)) {
			return refused();
		}
		EventLoop loop = this.handle.loop();
		return loop.commands()
			.post(Commands.SEND, band, loop.latencies().stamp(message), 0, message.length, this.handle,
					(target, at) -> System.arraycopy(message, 0, target, at, message.length))
				|| release(band, message.length);
	}

	/** What was acquired is not sent; always false. */
	boolean release(int band, int length) {
		this.handle.window().giveBack(band, length);
		return refused();
	}

	private boolean refused() {
		this.handle.loop().onRefused();
		return false;
	}

}
