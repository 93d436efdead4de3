/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.List;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the metadata block of the call profile: u8 version, u8 entry count,
 * u16 length of the whole block, then entries of u8 key, u16 length, value. Writing
 * allocates nothing. To read a subject or deadline only, use {@link MetadataView}.
 */
// SPEC messages.md#metadata-block
public final class MetadataCodec {

	/** The version of the block. */
	public static final int VERSION = 1;

	/** Bytes of version, entry count and total length: an empty block. */
	public static final int HEADER_LENGTH = 4;

	static final int ENTRY_HEADER_LENGTH = 3;

	static final int SUBJECT = 1;

	static final int CONTENT_TYPE = 2;

	static final int TRACEPARENT = 3;

	static final int TRACESTATE = 4;

	static final int DEADLINE = 5;

	static final int IDEMPOTENCY_KEY = 6;

	static final int HEADER = 7;

	private MetadataCodec() {
	}

	/**
	 * Writes a block.
	 * @param metadata what to write
	 * @param target where to
	 * @param offset index of the first byte written
	 * @return bytes written, which is {@link MessageMetadata#encodedLength()}
	 * @throws IndexOutOfBoundsException if the block does not fit
	 */
	public static int encode(MessageMetadata metadata, byte[] target, int offset) {
		int at = offset + HEADER_LENGTH;
		at = writeText(SUBJECT, metadata.subject(), target, at);
		at = writeText(CONTENT_TYPE, metadata.contentType(), target, at);
		at = writeText(TRACEPARENT, metadata.traceparent(), target, at);
		at = writeText(TRACESTATE, metadata.tracestate(), target, at);
		if (metadata.hasDeadline()) {
			at = writeEntryHeader(DEADLINE, 4, target, at);
			LittleEndian.putInt(target, at, (int) metadata.deadlineMillis());
			at += 4;
		}
		at = writeText(IDEMPOTENCY_KEY, metadata.idempotencyKey(), target, at);
		List<MessageMetadata.Header> headers = metadata.headers();
		for (int i = 0; i < headers.size(); i++) {
			at = writeHeader(headers.get(i), target, at);
		}
		LittleEndian.putByte(target, offset, VERSION);
		LittleEndian.putByte(target, offset + 1, metadata.entryCount());
		LittleEndian.putShort(target, offset + 2, at - offset);
		return at - offset;
	}

	/**
	 * Reads a block into an object of its own.
	 * @param bytes holds the block
	 * @param offset index of its first byte
	 * @param available bytes there; what follows the block is left alone
	 * @return the metadata; keys that are not known are left out
	 * @throws MessageFormatException if it is not a block
	 */
	public static MessageMetadata decode(byte[] bytes, int offset, int available) throws MessageFormatException {
		MetadataView view = new MetadataView();
		view.wrap(bytes, offset, available);
		view.throwIfFailed();
		return view.toMetadata();
	}

	private static int writeText(int key, @Nullable String text, byte[] target, int offset) {
		if (text == null) {
			return offset;
		}
		int end = Utf8.write(text, target, offset + ENTRY_HEADER_LENGTH);
		writeEntryHeader(key, end - offset - ENTRY_HEADER_LENGTH, target, offset);
		return end;
	}

	private static int writeHeader(MessageMetadata.Header header, byte[] target, int offset) {
		int nameLengthAt = offset + ENTRY_HEADER_LENGTH;
		int nameEnd = Utf8.write(header.name(), target, nameLengthAt + 2);
		LittleEndian.putShort(target, nameLengthAt, nameEnd - nameLengthAt - 2);
		int end = Utf8.write(header.value(), target, nameEnd);
		writeEntryHeader(HEADER, end - nameLengthAt, target, offset);
		return end;
	}

	private static int writeEntryHeader(int key, int length, byte[] target, int offset) {
		LittleEndian.putByte(target, offset, key);
		LittleEndian.putShort(target, offset + 1, length);
		return offset + ENTRY_HEADER_LENGTH;
	}

}
