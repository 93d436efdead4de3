/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Arrays;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.packet.LittleEndian;
import org.jspecify.annotations.Nullable;

/**
 * A metadata block where it lies, to be used again for the next one. {@link #wrap} checks
 * the whole block once and remembers where the entries are, without allocating; after
 * that every accessor is safe and builds only what it is asked for. Valid as long as the
 * bytes.
 */
// SPEC messages.md#metadata-block
public final class MetadataView extends ParseOutcome {

	private static final byte[] EMPTY_BLOCK = { MetadataCodec.VERSION, 0, MetadataCodec.HEADER_LENGTH, 0 };

	// Indexed by key; a header (key 7) has its first occurrence here.
	private final int[] valueOffset = new int[MetadataCodec.HEADER + 1];

	private final int[] valueLength = new int[MetadataCodec.HEADER + 1];

	private byte[] bytes = EMPTY_BLOCK;

	private int start;

	private int length;

	private int entryCount;

	/**
	 * A view of an empty block.
	 */
	public MetadataView() {
		wrapEmpty();
	}

	/**
	 * Reads a block.
	 * @param bytes holds the block
	 * @param offset index of its first byte
	 * @param available bytes there; what follows the block is left alone
	 * @return NONE, or why it is not a block (the view is then an empty one)
	 */
	public DecodeError wrap(byte[] bytes, int offset, int available) {
		this.bytes = bytes;
		this.start = offset;
		DecodeError error = readBlockHeader(available);
		if (error == DecodeError.NONE) {
			error = readEntries();
		}
		if (error != DecodeError.NONE) {
			empty();
			return error;
		}
		return succeed();
	}

	/**
	 * Shows an empty block, for a peer that sends none.
	 */
	public void wrapEmpty() {
		empty();
		succeed();
	}

	/**
	 * Bytes of the block.
	 * @return 4 to 8,192; 0 after {@link #wrapEmpty()}
	 */
	public int length() {
		return this.length;
	}

	/**
	 * The number of entries, those of unknown keys included.
	 * @return 0 to 64
	 */
	public int entryCount() {
		return this.entryCount;
	}

	/**
	 * The subject.
	 * @return a new text, or null if there is none
	 */
	public @Nullable String subject() {
		return text(MetadataCodec.SUBJECT);
	}

	/**
	 * Compares the subject without building it.
	 * @param utf8 a subject's bytes
	 * @return true if there is a subject with just these bytes
	 */
	public boolean subjectEquals(byte[] utf8) {
		int from = this.valueOffset[MetadataCodec.SUBJECT];
		int to = from + this.valueLength[MetadataCodec.SUBJECT];
		return from >= 0 && Arrays.equals(this.bytes, from, to, utf8, 0, utf8.length);
	}

	/**
	 * The content type.
	 * @return a new text, or null if there is none
	 */
	public @Nullable String contentType() {
		return text(MetadataCodec.CONTENT_TYPE);
	}

	/**
	 * The W3C {@code traceparent}.
	 * @return a new text, or null if there is none
	 */
	public @Nullable String traceparent() {
		return text(MetadataCodec.TRACEPARENT);
	}

	/**
	 * The W3C {@code tracestate}.
	 * @return a new text, or null if there is none
	 */
	public @Nullable String tracestate() {
		return text(MetadataCodec.TRACESTATE);
	}

	/**
	 * The deadline, counted from sending.
	 * @return milliseconds, 0 to 2^32-1, or {@link MessageMetadata#NO_DEADLINE}
	 */
	public long deadlineMillis() {
		int at = this.valueOffset[MetadataCodec.DEADLINE];
		return (at < 0) ? MessageMetadata.NO_DEADLINE : LittleEndian.getUnsignedInt(this.bytes, at);
	}

	/**
	 * The idempotency key.
	 * @return a new text, or null if there is none
	 */
	public @Nullable String idempotencyKey() {
		return text(MetadataCodec.IDEMPOTENCY_KEY);
	}

	/**
	 * Everything in an object of its own.
	 * @return the metadata; keys that are not known are left out
	 */
	public MessageMetadata toMetadata() {
		if (this.entryCount == 0) {
			return MessageMetadata.EMPTY;
		}
		MessageMetadata.Builder builder = MessageMetadata.builder()
			.subject(subject())
			.contentType(contentType())
			.trace(traceparent(), tracestate())
			.deadlineMillis(deadlineMillis())
			.idempotencyKey(idempotencyKey());
		if (this.valueOffset[MetadataCodec.HEADER] >= 0) {
			addHeaders(builder);
		}
		return builder.build();
	}

	private void addHeaders(MessageMetadata.Builder builder) {
		int at = this.start + MetadataCodec.HEADER_LENGTH;
		for (int entry = 0; entry < this.entryCount; entry++) {
			int value = at + MetadataCodec.ENTRY_HEADER_LENGTH;
			int size = LittleEndian.getUnsignedShort(this.bytes, at + 1);
			if (this.bytes[at] == MetadataCodec.HEADER) {
				int nameLength = LittleEndian.getUnsignedShort(this.bytes, value);
				builder.header(Utf8.read(this.bytes, value + 2, nameLength),
						Utf8.read(this.bytes, value + 2 + nameLength, size - 2 - nameLength));
			}
			at = value + size;
		}
	}

	private @Nullable String text(int key) {
		int at = this.valueOffset[key];
		return (at < 0) ? null : Utf8.read(this.bytes, at, this.valueLength[key]);
	}

	private DecodeError readBlockHeader(int available) {
		if (available < MetadataCodec.HEADER_LENGTH) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, available, MetadataCodec.HEADER_LENGTH);
		}
		int version = LittleEndian.getUnsignedByte(this.bytes, this.start);
		this.entryCount = LittleEndian.getUnsignedByte(this.bytes, this.start + 1);
		this.length = LittleEndian.getUnsignedShort(this.bytes, this.start + 2);
		if (version != MetadataCodec.VERSION) {
			return fail(DecodeError.METADATA_VERSION, version, MetadataCodec.VERSION);
		}
		if (this.entryCount > MessageMetadata.MAX_ENTRIES) {
			return fail(DecodeError.METADATA_TOO_MANY_ENTRIES, this.entryCount, MessageMetadata.MAX_ENTRIES);
		}
		if (this.length > MessageMetadata.MAX_ENCODED_LENGTH) {
			return fail(DecodeError.METADATA_TOO_LARGE, this.length, MessageMetadata.MAX_ENCODED_LENGTH);
		}
		if (this.length < MetadataCodec.HEADER_LENGTH) {
			return fail(DecodeError.METADATA_LENGTH, MetadataCodec.HEADER_LENGTH, this.length);
		}
		return (this.length > available) ? fail(DecodeError.PAYLOAD_TOO_SHORT, available, this.length)
				: DecodeError.NONE;
	}

	private DecodeError readEntries() {
		Arrays.fill(this.valueOffset, -1);
		int end = this.start + this.length;
		int at = this.start + MetadataCodec.HEADER_LENGTH;
		for (int entry = 0; entry < this.entryCount; entry++) {
			int value = at + MetadataCodec.ENTRY_HEADER_LENGTH;
			if (value > end || LittleEndian.getUnsignedShort(this.bytes, at + 1) > end - value) {
				return fail(DecodeError.METADATA_LENGTH, at - this.start, this.length);
			}
			int size = LittleEndian.getUnsignedShort(this.bytes, at + 1);
			DecodeError error = readEntry(LittleEndian.getUnsignedByte(this.bytes, at), value, size);
			if (error != DecodeError.NONE) {
				return error;
			}
			at = value + size;
		}
		return (at != end) ? fail(DecodeError.METADATA_LENGTH, at - this.start, this.length) : DecodeError.NONE;
	}

	private DecodeError readEntry(int key, int value, int size) {
		if (key < MetadataCodec.SUBJECT || key > MetadataCodec.HEADER) {
			return DecodeError.NONE;
		}
		boolean first = this.valueOffset[key] < 0;
		if (first) {
			this.valueOffset[key] = value;
			this.valueLength[key] = size;
		}
		if (key == MetadataCodec.HEADER) {
			return checkHeader(value, size);
		}
		if (!first) {
			return fail(DecodeError.METADATA_DUPLICATE, key, 0);
		}
		if (key == MetadataCodec.DEADLINE) {
			return (size != 4) ? fail(DecodeError.INVALID_VALUE, size, 4) : DecodeError.NONE;
		}
		return checkText(value, size);
	}

	private DecodeError checkHeader(int value, int size) {
		int nameLength = (size < 2) ? 0 : LittleEndian.getUnsignedShort(this.bytes, value);
		if (nameLength == 0 || nameLength > size - 2) {
			return fail(DecodeError.INVALID_VALUE, nameLength, Math.max(0, size - 2));
		}
		DecodeError error = checkText(value + 2, nameLength);
		return (error != DecodeError.NONE) ? error : checkText(value + 2 + nameLength, size - 2 - nameLength);
	}

	private DecodeError checkText(int offset, int size) {
		return Utf8.isValid(this.bytes, offset, size) ? DecodeError.NONE
				: fail(DecodeError.INVALID_TEXT, offset - this.start, 0);
	}

	private void empty() {
		this.bytes = EMPTY_BLOCK;
		this.start = 0;
		this.length = 0;
		this.entryCount = 0;
		Arrays.fill(this.valueOffset, -1);
	}

}
