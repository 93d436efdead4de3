/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.mxp.transport.MessageType;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.stream.MessageFraming;

/**
 * Encodes and decodes MXP messages in arrays and buffers without copying a payload and
 * without allocating. Immutable; one codec may serve any number of threads.
 *
 * <p>
 * Wrong bytes are a {@link DecodeError} in the {@link DecodedMessage}, with the numbers
 * that belong to it; wrong arguments of an encoding caller are an
 * {@link IllegalArgumentException}.
 */
// SPEC messages.md#message-format
public final class MessageCodec {

	/** Bytes of a message beside its payload: header 32, checksum 8. */
	public static final int OVERHEAD = MessageHeader.LENGTH + MessageHeader.CHECKSUM_LENGTH;

	/** The largest payload that the format allows: 16 MiB. */
	public static final int MAX_PAYLOAD_LENGTH = 16 * 1024 * 1024;

	/** Where messages end in a stream of them. */
	public static final MessageFraming FRAMING = new HeaderFraming();

	private static final Hasher64 XXH3 = Hashing.xxh3_64();

	// hash4j must be told the byte order that the buffer has, not the one wanted.
	private static final ByteAccess<ByteBuffer> LITTLE_ENDIAN_ACCESS = ByteAccess
		.forByteBuffer(ByteOrder.LITTLE_ENDIAN);

	private static final ByteAccess<ByteBuffer> BIG_ENDIAN_ACCESS = ByteAccess.forByteBuffer(ByteOrder.BIG_ENDIAN);

	private final int maxPayloadLength;

	private final boolean customTypes;

	/**
	 * A codec as the format has it: payloads up to 16 MiB, no custom types.
	 */
	public MessageCodec() {
		this(MAX_PAYLOAD_LENGTH, false);
	}

	/**
	 * A codec with a lower limit, or with custom types.
	 * @param maxPayloadLength bytes, 0 to 16 MiB
	 * @param customTypes whether the codes 0x80 to 0xEF are accepted
	 */
	public MessageCodec(int maxPayloadLength, boolean customTypes) {
		if (maxPayloadLength < 0 || maxPayloadLength > MAX_PAYLOAD_LENGTH) {
			throw new IllegalArgumentException("maxPayloadLength " + maxPayloadLength + " is not within 0 to 16 MiB");
		}
		this.maxPayloadLength = maxPayloadLength;
		this.customTypes = customTypes;
	}

	/**
	 * The largest payload of this codec.
	 * @return bytes
	 */
	public int maxPayloadLength() {
		return this.maxPayloadLength;
	}

	/**
	 * The length of a message.
	 * @param payloadLength bytes, 0 to 16 MiB
	 * @return bytes with header and checksum
	 */
	public static int encodedLength(int payloadLength) {
		return OVERHEAD + payloadLength;
	}

	/**
	 * Writes a whole message.
	 * @param target where to; needs 40 bytes more than the payload
	 * @param targetOffset index of the first byte written
	 * @param typeCode a type's code
	 * @param flags bits of {@link MessageFlags}
	 * @param messageId unsigned
	 * @param traceId unsigned, 0 for no trace
	 * @param payload holds the payload
	 * @param payloadOffset index of the payload's first byte
	 * @param payloadLength bytes
	 * @return bytes written
	 * @throws IllegalArgumentException if type or flags are not allowed or the payload is
	 * over the limit
	 * @throws IndexOutOfBoundsException if the target is too small
	 */
	public int encode(byte[] target, int targetOffset, int typeCode, int flags, long messageId, long traceId,
			byte[] payload, int payloadOffset, int payloadLength) {
		Objects.checkFromIndexSize(payloadOffset, payloadLength, payload.length);
		int at = begin(target, targetOffset, typeCode, flags, messageId, traceId, payloadLength);
		System.arraycopy(payload, payloadOffset, target, at, payloadLength);
		return finish(target, targetOffset);
	}

	/**
	 * Writes a header, so that the caller can write the payload in place and then
	 * {@link #finish}.
	 * @param target where to; needs 40 bytes more than the payload
	 * @param targetOffset index of the first byte written
	 * @param typeCode a type's code
	 * @param flags bits of {@link MessageFlags}
	 * @param messageId unsigned
	 * @param traceId unsigned, 0 for no trace
	 * @param payloadLength bytes
	 * @return index of the payload's first byte
	 * @throws IllegalArgumentException if type or flags are not allowed or the payload is
	 * over the limit
	 * @throws IndexOutOfBoundsException if the target is too small
	 */
	public int begin(byte[] target, int targetOffset, int typeCode, int flags, long messageId, long traceId,
			int payloadLength) {
		requireEncodable(typeCode, flags, payloadLength);
		Objects.checkFromIndexSize(targetOffset, OVERHEAD + payloadLength, target.length);
		MessageHeader.write(target, targetOffset, typeCode, flags, messageId, traceId, payloadLength);
		return targetOffset + MessageHeader.LENGTH;
	}

	/**
	 * Writes the checksum of a message whose header {@link #begin} and whose payload the
	 * caller has written.
	 * @param target holds the message
	 * @param targetOffset index of its first byte
	 * @return bytes of the whole message
	 */
	public int finish(byte[] target, int targetOffset) {
		int covered = MessageHeader.LENGTH + (int) MessageHeader.payloadLength(target, targetOffset);
		LittleEndian.putLong(target, targetOffset + covered, XXH3.hashBytesToLong(target, targetOffset, covered));
		return covered + MessageHeader.CHECKSUM_LENGTH;
	}

	/**
	 * Writes a whole message at a buffer's position, which moves behind it. Heap or
	 * direct, in either byte order.
	 * @param target where to
	 * @param typeCode a type's code
	 * @param flags bits of {@link MessageFlags}
	 * @param messageId unsigned
	 * @param traceId unsigned, 0 for no trace
	 * @param payload the payload, from position to limit; its position does not move
	 * @return bytes written
	 * @throws IllegalArgumentException if type or flags are not allowed or the payload is
	 * over the limit
	 * @throws IndexOutOfBoundsException if the target is too small
	 */
	public int encode(ByteBuffer target, int typeCode, int flags, long messageId, long traceId, ByteBuffer payload) {
		int payloadLength = payload.remaining();
		requireEncodable(typeCode, flags, payloadLength);
		int start = target.position();
		int covered = MessageHeader.LENGTH + payloadLength;
		Objects.checkFromIndexSize(0, covered + MessageHeader.CHECKSUM_LENGTH, target.remaining());
		putLong(target, start, MessageHeader.firstWord(typeCode, flags));
		putLong(target, start + MessageHeader.MESSAGE_ID, messageId);
		putLong(target, start + MessageHeader.TRACE_ID, traceId);
		putLong(target, start + MessageHeader.PAYLOAD_LENGTH, payloadLength);
		target.put(start + MessageHeader.LENGTH, payload, payload.position(), payloadLength);
		putLong(target, start + covered, checksum(target, start, covered));
		target.position(start + covered + MessageHeader.CHECKSUM_LENGTH);
		return covered + MessageHeader.CHECKSUM_LENGTH;
	}

	/**
	 * Decodes the message at the start of some bytes. Bytes behind it are left alone.
	 * @param bytes holds the message
	 * @param offset index of its first byte
	 * @param available bytes there
	 * @param message receives the fields, or the error
	 * @return bytes used, at least 40; 0 if {@code message.error()} says why not
	 */
	public int decode(byte[] bytes, int offset, int available, DecodedMessage message) {
		Objects.checkFromIndexSize(offset, available, bytes.length);
		message.onBytes(bytes, null);
		if (available < OVERHEAD) {
			message.fail(DecodeError.BUFFER_TOO_SMALL, available, OVERHEAD);
			return 0;
		}
		message.onHeader(MessageHeader.typeCode(bytes, offset), MessageHeader.flags(bytes, offset),
				MessageHeader.messageId(bytes, offset), MessageHeader.traceId(bytes, offset));
		long payloadLength = MessageHeader.payloadLength(bytes, offset);
		if (checkHeader(LittleEndian.getLong(bytes, offset), payloadLength, available, message) != DecodeError.NONE) {
			return 0;
		}
		int covered = MessageHeader.LENGTH + (int) payloadLength;
		long found = LittleEndian.getLong(bytes, offset + covered);
		return finishDecoding(message, offset, covered, found, XXH3.hashBytesToLong(bytes, offset, covered));
	}

	/**
	 * Decodes the message at a buffer's position. The position does not move.
	 * @param source from position to limit; heap or direct, in either byte order
	 * @param message receives the fields, or the error
	 * @return bytes used, at least 40; 0 if {@code message.error()} says why not
	 */
	public int decode(ByteBuffer source, DecodedMessage message) {
		int start = source.position();
		int available = source.remaining();
		if (source.hasArray()) {
			return decode(source.array(), source.arrayOffset() + start, available, message);
		}
		message.onBytes(null, source);
		if (available < OVERHEAD) {
			message.fail(DecodeError.BUFFER_TOO_SMALL, available, OVERHEAD);
			return 0;
		}
		long firstWord = getLong(source, start);
		message.onHeader((int) (firstWord >>> 32) & 0xFF, (int) (firstWord >>> 40) & 0xFF,
				getLong(source, start + MessageHeader.MESSAGE_ID), getLong(source, start + MessageHeader.TRACE_ID));
		long payloadLength = getLong(source, start + MessageHeader.PAYLOAD_LENGTH);
		if (checkHeader(firstWord, payloadLength, available, message) != DecodeError.NONE) {
			return 0;
		}
		int covered = MessageHeader.LENGTH + (int) payloadLength;
		long found = getLong(source, start + covered);
		return finishDecoding(message, start, covered, found, checksum(source, start, covered));
	}

	/**
	 * Decodes bytes that are one message and nothing else.
	 * @param bytes holds the message
	 * @param offset index of its first byte
	 * @param length bytes that must be the message
	 * @param message receives the fields, or the error
	 * @return bytes used, which is {@code length}; 0 if {@code message.error()} says why
	 * not
	 */
	public int decodeExactly(byte[] bytes, int offset, int length, DecodedMessage message) {
		int used = decode(bytes, offset, length, message);
		if (used != 0 && used != length) {
			message.fail(DecodeError.TRAILING_BYTES, length, used);
			return 0;
		}
		return used;
	}

	/**
	 * Decodes an array that is one message and nothing else.
	 * @param bytes the message
	 * @return its fields, and the payload within the array
	 * @throws MessageFormatException if it is not a message, or more than one
	 */
	public DecodedMessage decodeExactly(byte[] bytes) throws MessageFormatException {
		DecodedMessage message = new DecodedMessage();
		decodeExactly(bytes, 0, bytes.length, message);
		message.throwIfFailed();
		return message;
	}

	// SPEC messages.md#order-of-checks
	private DecodeError checkHeader(long firstWord, long payloadLength, int available, DecodedMessage message) {
		if ((int) firstWord != MessageHeader.MAGIC) {
			return message.fail(DecodeError.INVALID_MAGIC, firstWord & 0xFFFF_FFFFL, MessageHeader.MAGIC);
		}
		if (firstWord >>> 48 != 0) {
			return message.fail(DecodeError.RESERVED_NOT_ZERO, firstWord >>> 48, 0);
		}
		if (!isAllowedType(message.typeCode())) {
			return message.fail(DecodeError.INVALID_TYPE, message.typeCode(), 0);
		}
		if ((message.flags() & ~MessageFlags.DEFINED) != 0) {
			return message.fail(DecodeError.INVALID_FLAGS, message.flags(), MessageFlags.DEFINED);
		}
		if (Long.compareUnsigned(payloadLength, this.maxPayloadLength) > 0) {
			return message.fail(DecodeError.PAYLOAD_TOO_LARGE, payloadLength, this.maxPayloadLength);
		}
		if (available < OVERHEAD + payloadLength) {
			return message.fail(DecodeError.BUFFER_TOO_SMALL, available, OVERHEAD + payloadLength);
		}
		return message.succeed();
	}

	private static int finishDecoding(DecodedMessage message, int start, int covered, long found, long computed) {
		if (found != computed) {
			message.fail(DecodeError.CHECKSUM_MISMATCH, found, computed);
			return 0;
		}
		message.onPayload(start + MessageHeader.LENGTH, covered - MessageHeader.LENGTH);
		return covered + MessageHeader.CHECKSUM_LENGTH;
	}

	private boolean isAllowedType(int typeCode) {
		return MessageType.fromCode(typeCode) != null || (this.customTypes && MessageType.isCustomCode(typeCode));
	}

	private void requireEncodable(int typeCode, int flags, int payloadLength) {
		if (!isAllowedType(typeCode)) {
			throw new IllegalArgumentException(DecodeError.INVALID_TYPE.describe(typeCode, 0));
		}
		if ((flags & ~MessageFlags.DEFINED) != 0) {
			throw new IllegalArgumentException(DecodeError.INVALID_FLAGS.describe(flags, 0));
		}
		if (payloadLength < 0 || payloadLength > this.maxPayloadLength) {
			throw new IllegalArgumentException(
					DecodeError.PAYLOAD_TOO_LARGE.describe(payloadLength, this.maxPayloadLength));
		}
	}

	private static long checksum(ByteBuffer buffer, int start, int length) {
		if (buffer.hasArray()) {
			return XXH3.hashBytesToLong(buffer.array(), buffer.arrayOffset() + start, length);
		}
		return XXH3.hashBytesToLong(buffer, start, length,
				(buffer.order() == ByteOrder.LITTLE_ENDIAN) ? LITTLE_ENDIAN_ACCESS : BIG_ENDIAN_ACCESS);
	}

	private static long getLong(ByteBuffer buffer, int index) {
		long value = buffer.getLong(index);
		return (buffer.order() == ByteOrder.LITTLE_ENDIAN) ? value : Long.reverseBytes(value);
	}

	private static void putLong(ByteBuffer buffer, int index, long value) {
		buffer.putLong(index, (buffer.order() == ByteOrder.LITTLE_ENDIAN) ? value : Long.reverseBytes(value));
	}

}
