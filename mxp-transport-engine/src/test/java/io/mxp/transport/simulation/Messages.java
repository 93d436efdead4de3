/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.message.AckPayload;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.MetadataCodec;

/** Encoded MXP messages for simulated applications. */
final class Messages {

	/** Target agent 16 and timeout 4: what comes before a Call's data. */
	static final int CALL_FIXED = 20;

	/** Stream id 16, target agent 16, stream type 1. */
	static final int STREAM_OPEN_FIXED = 33;

	private static final MessageCodec CODEC = new MessageCodec();

	private Messages() {
	}

	static byte[] encode(MessageType type, long messageId, byte[] payload) {
		return encode(type, 0, messageId, payload);
	}

	static byte[] encode(MessageType type, int flags, long messageId, byte[] payload) {
		byte[] message = new byte[MessageCodec.encodedLength(payload.length)];
		CODEC.encode(message, 0, type.code(), flags, messageId, 0, payload, 0, payload.length);
		return message;
	}

	static byte[] call(long messageId, byte[] data) {
		return encode(MessageType.CALL, messageId, behind(CALL_FIXED, data));
	}

	/** A Call that is marked as idempotent, so that it may travel early. */
	static byte[] idempotentCall(long messageId, String key, byte[] data) {
		MessageMetadata metadata = MessageMetadata.builder().idempotencyKey(key).build();
		byte[] block = new byte[metadata.encodedLength()];
		MetadataCodec.encode(metadata, block, 0);
		byte[] payload = Arrays.copyOf(behind(CALL_FIXED, block), CALL_FIXED + block.length + data.length);
		System.arraycopy(data, 0, payload, CALL_FIXED + block.length, data.length);
		return encode(MessageType.CALL, messageId, payload);
	}

	static byte[] streamOpen(long messageId, boolean bidirectional, byte[] data) {
		byte[] payload = behind(STREAM_OPEN_FIXED, data);
		payload[STREAM_OPEN_FIXED - 1] = (byte) (bidirectional ? 2 : 1);
		return encode(MessageType.STREAM_OPEN, messageId, payload);
	}

	static byte[] ack(long messageId) {
		byte[] payload = new byte[AckPayload.LENGTH];
		AckPayload.write(payload, 0, messageId);
		return encode(MessageType.ACK, messageId, payload);
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static byte[] behind(int fixed, byte[] data) {
		byte[] payload = new byte[fixed + data.length];
		System.arraycopy(data, 0, payload, fixed, data.length);
		return payload;
	}

	/** A message as an application got it; a copy. */
	record Received(MessageType type, long messageId, long streamId, byte[] payload) {

		static Received copyOf(long streamId, byte[] bytes, int offset, int length) {
			MessageType type = MessageType.fromCode(MessageHeader.typeCode(bytes, offset));
			if (type == null) {
				throw new IllegalStateException("the sink checks types");
			}
			int payload = offset + MessageHeader.LENGTH;
			return new Received(type, MessageHeader.messageId(bytes, offset), streamId,
					Arrays.copyOfRange(bytes, payload, offset + length - MessageHeader.CHECKSUM_LENGTH));
		}

		/** The data of the message behind the fixed part of its type. */
		byte[] data() {
			int fixed = switch (this.type) {
				case CALL -> CALL_FIXED;
				case STREAM_OPEN -> STREAM_OPEN_FIXED;
				default -> 0;
			};
			return Arrays.copyOfRange(this.payload, fixed, this.payload.length);
		}

		String text() {
			return new String(data(), StandardCharsets.UTF_8);
		}

	}

}
