/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.TransportException;
import io.mxp.transport.connection.MessagePlane;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.StreamOpenPayload;

import org.jspecify.annotations.Nullable;

/**
 * StreamOpen, StreamChunk and StreamClose that arrive on a stream of their own. On the
 * event loop.
 */
final class StreamMessages {

	/** Band streams have the numbers 0 to 3 of the unidirectional ones. */
	private static final long FIRST_DYNAMIC_UNIDIRECTIONAL = 4;

	private StreamMessages() {
	}

	/**
	 * Whether a message belongs to a stream of the application and not to the message
	 * handler.
	 */
	static boolean isForStream(long streamId, byte[] bytes, int offset) {
		int type = MessageHeader.typeCode(bytes, offset);
		boolean ofStream = type == MessageType.STREAM_OPEN.code() || type == MessageType.STREAM_CHUNK.code()
				|| type == MessageType.STREAM_CLOSE.code();
		boolean unidirectional = (streamId & 2) != 0;
		return ofStream && streamId >= 0 && (!unidirectional || streamId >>> 2 >= FIRST_DYNAMIC_UNIDIRECTIONAL);
	}

	/** Hands the message to its stream; false where there is no room now. */
	static boolean deliver(Delivery delivery, EngineConnection handle, long streamId, int band, byte[] bytes,
			int offset, int length) {
		EngineStream stream = handle.streams().get(streamId);
		int type = MessageHeader.typeCode(bytes, offset);
		if (type == MessageType.STREAM_OPEN.code() && stream == null) {
			return open(delivery, handle, streamId, band, bytes, offset, length);
		}
		if (stream == null || type == MessageType.STREAM_OPEN.code()) {
			handle.connection().onConsumed(handle.loop().nanos(), streamId, length);
			return true; // behind a reset, or out of place: nobody wants it
		}
		EngineStream.Event event = (type == MessageType.STREAM_CHUNK.code()) ? EngineStream.Event.CHUNK
				: EngineStream.Event.CLOSE;
		return delivery.stream(stream, event, band, bytes, offset, length);
	}

	private static boolean open(Delivery delivery, EngineConnection handle, long streamId, int band, byte[] bytes,
			int offset, int length) {
		StreamOpenPayload payload = new StreamOpenPayload();
		int payloadLength = (int) MessageHeader.payloadLength(bytes, offset);
		if (payload.wrap(bytes, offset + MessageHeader.LENGTH, payloadLength,
				handle.hasProfile()) != DecodeError.NONE) {
			handle.connection().onConsumed(handle.loop().nanos(), streamId, length);
			handle.connection().messages().stopSending(streamId, ErrorCode.INVALID_ARGUMENT);
			return true;
		}
		long messageId = MessageHeader.messageId(bytes, offset);
		PendingCall call = pendingCall(handle, messageId);
		if (call == null && handle.isOwnMessageId(messageId)) {
			handle.connection().onConsumed(handle.loop().nanos(), streamId, length);
			endBothSides(handle, streamId); // the call that it answers has ended
			return true;
		}
		if (call != null && call.listener() == null) {
			handle.connection().onConsumed(handle.loop().nanos(), streamId, length);
			refuseAnswer(delivery, handle, streamId, call);
			return true;
		}
		MessageMetadata metadata = handle.hasProfile() ? handle.streams().shared(payload.metadata().toMetadata())
				: MessageMetadata.EMPTY;
		EngineStream stream = EngineStream.remote(handle, streamId, payload.streamId(), metadata,
				payload.bidirectional(), messageId);
		if (call != null && call.listener() != null) {
			stream.receiver().listen(call.listener(), call.initialDemand());
		}
		if (!delivery.stream(stream, EngineStream.Event.OPEN, band, bytes, offset, length)) {
			return false;
		}
		handle.streams().put(stream);
		if (call != null) {
			handle.connection().messages().takeCall(messageId);
			delivery.execute(() -> call.stream().complete(stream));
		}
		return true;
	}

	private static @Nullable PendingCall pendingCall(EngineConnection handle, long messageId) {
		return (handle.connection().messages().call(messageId) instanceof PendingCall call) ? call : null;
	}

	private static void endBothSides(EngineConnection handle, long streamId) {
		MessagePlane messages = handle.connection().messages();
		messages.stopSending(streamId, ErrorCode.CANCELLED);
		if (EngineStream.isBidirectional(streamId)) {
			messages.resetStream(streamId, ErrorCode.CANCELLED);
		}
	}

	/** A stream answers a call that asked for a single answer. */
	private static void refuseAnswer(Delivery delivery, EngineConnection handle, long streamId, PendingCall call) {
		handle.connection().messages().takeCall(call.messageId());
		endBothSides(handle, streamId);
		delivery.execute(() -> call.fail(new TransportException.RemoteError(ErrorCode.INVALID_ARGUMENT,
				"The peer answers with a stream: use callForStream")));
	}

}
