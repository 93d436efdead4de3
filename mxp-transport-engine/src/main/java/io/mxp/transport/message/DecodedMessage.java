/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;

import io.mxp.transport.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the message that {@link MessageCodec} decoded last, and where its payload
 * lies: a view to be used again for the next message. The payload is not copied; it is
 * valid as long as the bytes that were decoded.
 */
public final class DecodedMessage extends ParseOutcome {

	private byte @Nullable [] array;

	private @Nullable ByteBuffer buffer;

	private int typeCode;

	private int flags;

	private long messageId;

	private long traceId;

	private int payloadOffset;

	private int payloadLength;

	/**
	 * The type.
	 * @return the type, or null for a custom one
	 */
	public @Nullable MessageType type() {
		return MessageType.fromCode(this.typeCode);
	}

	/**
	 * The type's byte.
	 * @return 0 to 255
	 */
	public int typeCode() {
		return this.typeCode;
	}

	/**
	 * The flags.
	 * @return bits of {@link MessageFlags}
	 */
	public int flags() {
		return this.flags;
	}

	/**
	 * The message id.
	 * @return an unsigned 64-bit number
	 */
	public long messageId() {
		return this.messageId;
	}

	/**
	 * The low 64 bits of the W3C trace id.
	 * @return an unsigned 64-bit number, 0 for no trace
	 */
	public long traceId() {
		return this.traceId;
	}

	/**
	 * The array that holds the payload.
	 * @return the array, or null if the message was decoded from a direct or read-only
	 * buffer
	 */
	public byte @Nullable [] array() {
		return this.array;
	}

	/**
	 * Where the payload begins.
	 * @return an index of {@link #array()}, or of the buffer that was decoded
	 */
	public int payloadOffset() {
		return this.payloadOffset;
	}

	/**
	 * The payload's length.
	 * @return bytes, 0 to 16 MiB
	 */
	public int payloadLength() {
		return this.payloadLength;
	}

	/**
	 * The whole message's length.
	 * @return bytes with header and checksum
	 */
	public int encodedLength() {
		return MessageCodec.OVERHEAD + this.payloadLength;
	}

	/**
	 * Copies the payload.
	 * @param target where to
	 * @param targetOffset index of the first byte written
	 * @return bytes copied
	 * @throws IndexOutOfBoundsException if the payload does not fit
	 */
	public int copyPayload(byte[] target, int targetOffset) {
		if (this.array != null) {
			System.arraycopy(this.array, this.payloadOffset, target, targetOffset, this.payloadLength);
		}
		else if (this.buffer != null) {
			this.buffer.get(this.payloadOffset, target, targetOffset, this.payloadLength);
		}
		return this.payloadLength;
	}

	/**
	 * A copy of the payload.
	 * @return a new array
	 */
	public byte[] payload() {
		byte[] copy = new byte[this.payloadLength];
		copyPayload(copy, 0);
		return copy;
	}

	void onBytes(byte @Nullable [] array, @Nullable ByteBuffer buffer) {
		this.array = array;
		this.buffer = buffer;
		this.payloadLength = 0;
	}

	void onHeader(int typeCode, int flags, long messageId, long traceId) {
		this.typeCode = typeCode;
		this.flags = flags;
		this.messageId = messageId;
		this.traceId = traceId;
	}

	void onPayload(int payloadOffset, int payloadLength) {
		this.payloadOffset = payloadOffset;
		this.payloadLength = payloadLength;
	}

}
