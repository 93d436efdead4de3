/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.TransportException;
import io.mxp.transport.message.AckPayload;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.ErrorPayload;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MetadataCodec;
import io.mxp.transport.message.StreamOpenPayload;

import org.jspecify.annotations.Nullable;

/**
 * Sizes and bytes of the messages that the API sends. Written by the application's thread
 * straight into the queue to the event loop, so that checksums cost the loop nothing.
 */
final class OutboundMessages {

	private static final MessageCodec CODEC = new MessageCodec();

	private static final UUID NIL = new UUID(0, 0);

	private OutboundMessages() {
	}

	/**
	 * Whether messages of this type begin with a metadata block where the peer takes it.
	 */
	static boolean carriesMetadata(MessageType type) {
		return type == MessageType.CALL || type == MessageType.RESPONSE || type == MessageType.EVENT
				|| type == MessageType.STREAM_OPEN;
	}

	/** Bytes of a whole message of plain or metadata-led data. */
	static int dataLength(@Nullable MessageMetadata metadata, int payloadLength) {
		return checked((long) DataPayload.encodedLength(metadata, 0) + payloadLength);
	}

	static int callLength(@Nullable MessageMetadata metadata, int payloadLength) {
		return checked((long) CallPayload.encodedLength(metadata, 0) + payloadLength);
	}

	static int streamOpenLength(@Nullable MessageMetadata metadata) {
		return checked(StreamOpenPayload.encodedLength(metadata, 0));
	}

	private static int checked(long payloadLength) {
		if (payloadLength > MessageCodec.MAX_PAYLOAD_LENGTH) {
			throw new TransportException.MessageTooLarge(payloadLength, MessageCodec.MAX_PAYLOAD_LENGTH);
		}
		return MessageCodec.encodedLength((int) payloadLength);
	}

	static void writeData(byte[] target, int at, MessageType type, int flags, long messageId, long traceId,
			@Nullable MessageMetadata metadata, ByteBuffer payload) {
		int metadataLength = DataPayload.encodedLength(metadata, 0);
		int position = CODEC.begin(target, at, type.code(), flags, messageId, traceId,
				metadataLength + payload.remaining());
		finish(target, at, position, metadata, payload);
	}

	/** The payload alone, for those who do something to it before it is sent. */
	static byte[] dataPayload(@Nullable MessageMetadata metadata, ByteBuffer payload) {
		dataLength(metadata, payload.remaining());
		byte[] bytes = new byte[DataPayload.encodedLength(metadata, payload.remaining())];
		append(bytes, 0, metadata, payload);
		return bytes;
	}

	/** The same of a Call. */
	static byte[] callPayload(@Nullable UUID agentId, long timeoutMillis, @Nullable MessageMetadata metadata,
			ByteBuffer payload) {
		callLength(metadata, payload.remaining());
		byte[] bytes = new byte[CallPayload.encodedLength(metadata, payload.remaining())];
		append(bytes, writeCallFixed(bytes, 0, agentId, timeoutMillis), metadata, payload);
		return bytes;
	}

	private static int writeCallFixed(byte[] target, int position, @Nullable UUID agentId, long timeoutMillis) {
		UUID agent = (agentId != null) ? agentId : NIL;
		return position + CallPayload.writeFixed(target, position, agent.getMostSignificantBits(),
				agent.getLeastSignificantBits(), CallPayload.timeoutSeconds(timeoutMillis));
	}

	static void writeCall(byte[] target, int at, long messageId, long traceId, @Nullable UUID agentId,
			long timeoutMillis, @Nullable MessageMetadata metadata, ByteBuffer payload) {
		int position = CODEC.begin(target, at, MessageType.CALL.code(), 0, messageId, traceId,
				CallPayload.encodedLength(metadata, payload.remaining()));
		int next = writeCallFixed(target, position, agentId, timeoutMillis);
		finish(target, at, next, metadata, payload);
	}

	static void writeStreamOpen(byte[] target, int at, long messageId, long traceId, UUID streamId,
			@Nullable UUID agentId, boolean bidirectional, @Nullable MessageMetadata metadata) {
		int position = CODEC.begin(target, at, MessageType.STREAM_OPEN.code(), 0, messageId, traceId,
				StreamOpenPayload.encodedLength(metadata, 0));
		int next = position + StreamOpenPayload.writeFixed(target, position, streamId,
				(agentId != null) ? agentId : NIL, bidirectional);
		finish(target, at, next, metadata, ByteBuffer.allocate(0));
	}

	private static void finish(byte[] target, int at, int position, @Nullable MessageMetadata metadata,
			ByteBuffer payload) {
		append(target, position, metadata, payload);
		CODEC.finish(target, at);
	}

	private static void append(byte[] target, int position, @Nullable MessageMetadata metadata, ByteBuffer payload) {
		int next = (metadata != null) ? position + MetadataCodec.encode(metadata, target, position) : position;
		payload.get(payload.position(), target, next, payload.remaining());
	}

	static void writePlain(byte[] target, int at, MessageType type, long messageId, long traceId, byte[] payload,
			int offset, int length) {
		CODEC.encode(target, at, type.code(), flags(type), messageId, traceId, payload, offset, length);
	}

	/** A whole message of opaque payload. */
	static byte[] plain(MessageType type, long messageId, long traceId, byte[] payload) {
		byte[] message = new byte[MessageCodec.encodedLength(payload.length)];
		writePlain(message, 0, type, messageId, traceId, payload, 0, payload.length);
		return message;
	}

	static byte[] error(long messageId, long traceId, ErrorCode code, String text) {
		return plain(MessageType.ERROR, messageId, traceId, errorPayload(code, text).toPayload());
	}

	static ErrorPayload errorPayload(ErrorCode code, String text) {
		String sent = (text.length() > ErrorPayload.MAX_SENT_TEXT_LENGTH / 3)
				? text.substring(0, ErrorPayload.MAX_SENT_TEXT_LENGTH / 3) : text;
		return ErrorPayload.of(code.code(), sent);
	}

	static byte[] ack(long messageId, long traceId) {
		byte[] payload = new byte[AckPayload.LENGTH];
		AckPayload.write(payload, 0, messageId);
		return plain(MessageType.ACK, messageId, traceId, payload);
	}

	/** Whether a message of this type has no answer but an Ack. */
	// SPEC messages.md#requires-ack
	static boolean isAcknowledgeable(MessageType type) {
		return type == MessageType.EVENT || type == MessageType.AGENT_REGISTER || type == MessageType.AGENT_HEARTBEAT;
	}

	static void requireAcknowledgeable(MessageType type) {
		if (!isAcknowledgeable(type)) {
			throw new IllegalArgumentException("A " + type
					+ " asks for no Ack: only EVENT, AGENT_REGISTER and AGENT_HEARTBEAT have no other answer");
		}
	}

	/** The flags that a message of this type has where nobody asks for others. */
	// SPEC messages.md#final
	static int flags(MessageType type) {
		return (type == MessageType.RESPONSE || type == MessageType.STREAM_CLOSE) ? MessageFlags.FINAL : 0;
	}

	static void requireOneWay(MessageType type) {
		if (type == MessageType.ACK) {
			throw new IllegalArgumentException(
					"An ACK is sent by the acknowledgement of the message that asked for it");
		}
		if (type == MessageType.RESPONSE) {
			throw new IllegalArgumentException("A RESPONSE is sent by the responder of the Call that it answers");
		}
		if (type == MessageType.CALL || type == MessageType.STREAM_OPEN || type == MessageType.STREAM_CHUNK
				|| type == MessageType.STREAM_CLOSE) {
			throw new IllegalArgumentException(
					"A " + type + " is sent by call or openStream, because something must wait for what follows");
		}
	}

	static MessageMetadata withDeadline(MessageMetadata metadata, long timeoutMillis) {
		return metadata.hasDeadline() ? metadata : metadata.toBuilder().deadlineMillis(timeoutMillis).build();
	}

}
