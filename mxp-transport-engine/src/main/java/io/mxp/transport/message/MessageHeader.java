/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import io.mxp.transport.packet.LittleEndian;

/**
 * Field access on an encoded message that starts at {@code (bytes, offset)}: the 32-byte
 * header and the checksum behind the payload. Nothing is checked here but the bounds of
 * the array: read what {@link MessageCodec} has accepted, or what it has written.
 */
// SPEC messages.md#message-format
public final class MessageHeader {

	/** Bytes of the header. */
	public static final int LENGTH = 32;

	/** Bytes of the checksum behind the payload. */
	public static final int CHECKSUM_LENGTH = 8;

	/** The first four bytes of a message as a little-endian integer: 31 50 58 4D. */
	public static final int MAGIC = 0x4D585031;

	static final int TYPE = 4;

	static final int FLAGS = 5;

	static final int RESERVED = 6;

	static final int MESSAGE_ID = 8;

	static final int TRACE_ID = 16;

	static final int PAYLOAD_LENGTH = 24;

	private MessageHeader() {
	}

	/**
	 * The magic number.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return {@link #MAGIC} in a well-formed message
	 */
	public static int magic(byte[] bytes, int offset) {
		return LittleEndian.getInt(bytes, offset);
	}

	/**
	 * The type's byte.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return 0 to 255
	 */
	public static int typeCode(byte[] bytes, int offset) {
		return LittleEndian.getUnsignedByte(bytes, offset + TYPE);
	}

	/**
	 * The flags.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return bits of {@link MessageFlags}
	 */
	public static int flags(byte[] bytes, int offset) {
		return LittleEndian.getUnsignedByte(bytes, offset + FLAGS);
	}

	/**
	 * The message id.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return an unsigned 64-bit number
	 */
	public static long messageId(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + MESSAGE_ID);
	}

	/**
	 * The low 64 bits of the W3C trace id.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return an unsigned 64-bit number, 0 for no trace
	 */
	public static long traceId(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + TRACE_ID);
	}

	/**
	 * The payload's length in bytes, unchecked.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @return an unsigned 64-bit number; compare it with
	 * {@link Long#compareUnsigned(long, long)}
	 */
	public static long payloadLength(byte[] bytes, int offset) {
		return LittleEndian.getLong(bytes, offset + PAYLOAD_LENGTH);
	}

	/**
	 * The checksum that stands behind the payload.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @param payloadLength the payload's length, already checked against what is there
	 * @return XXH3-64 with seed 0 over header and payload, if the message is intact
	 */
	public static long checksum(byte[] bytes, int offset, int payloadLength) {
		return LittleEndian.getLong(bytes, offset + LENGTH + payloadLength);
	}

	static void write(byte[] bytes, int offset, int typeCode, int flags, long messageId, long traceId,
			int payloadLength) {
		LittleEndian.putLong(bytes, offset, firstWord(typeCode, flags));
		LittleEndian.putLong(bytes, offset + MESSAGE_ID, messageId);
		LittleEndian.putLong(bytes, offset + TRACE_ID, traceId);
		LittleEndian.putLong(bytes, offset + PAYLOAD_LENGTH, payloadLength);
	}

	/**
	 * Copies the header for a payload of another length: of a message whose payload was
	 * decompressed or decrypted. The flags stay as they were received.
	 * @param bytes holds the message
	 * @param offset index of the message's first byte
	 * @param target receives the header at its beginning
	 * @param payloadLength the length of the payload that stands behind it now
	 */
	public static void copy(byte[] bytes, int offset, byte[] target, int payloadLength) {
		System.arraycopy(bytes, offset, target, 0, PAYLOAD_LENGTH);
		LittleEndian.putLong(target, PAYLOAD_LENGTH, payloadLength);
	}

	/** Magic, type, flags and the zero reserved field as one little-endian integer. */
	static long firstWord(int typeCode, int flags) {
		return MAGIC | ((long) typeCode << (TYPE * 8)) | ((long) flags << (FLAGS * 8));
	}

}
