/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

/**
 * Why bytes are not a message, a payload or a metadata block. Each comes with up to two
 * numbers: the value that was found, and the limit or the value that was expected.
 */
// SPEC messages.md#order-of-checks
public enum DecodeError {

	/** No error. */
	NONE("no error"),

	/** Fewer bytes than the message has: value = bytes there, limit = bytes needed. */
	BUFFER_TOO_SMALL("%1$s bytes are too few for the message, which needs %2$s"),

	/** The message does not begin with MXP1: value = the number found. */
	INVALID_MAGIC("the magic number is 0x%1$x, not 0x4d585031"),

	/** The reserved field of the header is not zero: value = the number found. */
	RESERVED_NOT_ZERO("the reserved field is %1$s, not 0"),

	/** The type is unassigned, or custom and not enabled: value = the code. */
	INVALID_TYPE("message type 0x%1$02x is not known"),

	/** A reserved flag is set: value = the flags. */
	INVALID_FLAGS("flags 0x%1$02x have reserved bits"),

	/** The payload is over the limit: value = its length, limit = the largest length. */
	PAYLOAD_TOO_LARGE("a payload of %1$s bytes is over the limit of %2$s"),

	/** Not what was sent: value = the checksum found, limit = the one computed. */
	CHECKSUM_MISMATCH("the checksum is %1$x, the bytes give %2$x"),

	/** Bytes behind the end where none may be: value = bytes there, limit = the end. */
	TRAILING_BYTES("%1$s bytes are there, but only %2$s belong to it"),

	/** The payload ends within a field: value = bytes there, limit = bytes needed. */
	PAYLOAD_TOO_SHORT("the payload has %1$s bytes where %2$s are needed"),

	/** A field has a value without meaning: value = it, limit = the largest allowed. */
	INVALID_VALUE("a field of the payload is %1$s (largest allowed: %2$s)"),

	/** Text that is not UTF-8: value = index of the text in the payload or block. */
	INVALID_TEXT("the text at byte %1$s is not UTF-8"),

	/** A metadata block of another version: value = the version, limit = ours. */
	METADATA_VERSION("the metadata block has version %1$s, not %2$s"),

	/** Too many metadata entries: value = their number, limit = the largest number. */
	METADATA_TOO_MANY_ENTRIES("the metadata block has %1$s entries, over the limit of %2$s"),

	/** The metadata block is over the limit: value = its length, limit = the largest. */
	METADATA_TOO_LARGE("the metadata block has %1$s bytes, over the limit of %2$s"),

	/**
	 * Entries and total length contradict: value = index in the block, limit = its
	 * length.
	 */
	METADATA_LENGTH("the metadata entry at byte %1$s does not fit the block's length of %2$s"),

	/** A key that may appear once appears twice: value = the key. */
	METADATA_DUPLICATE("metadata key %1$s appears twice"),

	/** Flags that this type cannot have, or that are not accepted here: value = them. */
	ENCODING_NOT_ALLOWED("flags 0x%1$02x are not accepted on this message"),

	/** A compressed payload that is no Zstandard frame: value = its first four bytes. */
	COMPRESSED_FORMAT("the compressed payload begins with 0x%1$08x and is no Zstandard frame"),

	/** A frame that does not say how long its content is. */
	COMPRESSED_SIZE_MISSING("the compressed payload does not declare the size of its content"),

	/** The content is over the limit: value = its declared size, limit = the largest. */
	COMPRESSED_TOO_LARGE("the compressed payload holds %1$s bytes, over the limit of %2$s"),

	/** Too much content for its bytes: value = its size, limit = what they may hold. */
	COMPRESSED_RATIO("the compressed payload holds %1$s bytes where %2$s are allowed for its length"),

	/** More memory to decode than allowed: value = the window, limit = the largest. */
	COMPRESSED_WINDOW("the compressed payload needs a window of %1$s bytes, over the limit of %2$s"),

	/** A dictionary, which nobody has: value = its id. */
	COMPRESSED_DICTIONARY("the compressed payload needs dictionary %1$s"),

	/** Broken blocks, or not as much content as declared: value = the declared size. */
	COMPRESSED_DATA("the compressed payload is broken, or does not hold the %1$s bytes that it declares"),

	/** A seal of another version: value = the version, limit = ours. */
	SEALED_VERSION("the seal has version %1$s, not %2$s"),

	/** Sealed for another agent, and this one passes nothing on. */
	SEALED_RECIPIENT("it is sealed for another agent"),

	/** Sealed for another key of this agent: value = the key's id, limit = ours. */
	SEALED_KEY("it is sealed for the key 0x%1$08x, ours is 0x%2$08x"),

	/** The sender is denied, or no such key of it is known: value = the key's id. */
	SEALED_SENDER("no key 0x%1$08x of its sender is trusted"),

	/** Too old, or ahead of our clock: value = by so many ms, limit = allowed ms. */
	SEALED_TIME("it was sealed %1$s ms away from now, over the limit of %2$s"),

	/** Nothing that this sender has sealed for this message. */
	SEALED_FORGED("the seal is not the sender's, or something was changed"),

	/** A message that was taken before. */
	SEALED_REPLAYED("it was taken before"),

	/** No further message can be remembered: limit = how many are. */
	SEALED_REMEMBERED("no more than %2$s messages can be told from replays"),

	/** Not sealed, where everything must be. */
	SEALED_MISSING("it is not sealed");

	private final String format;

	DecodeError(String format) {
		this.format = format;
	}

	/**
	 * A sentence for people.
	 * @param value the value found, unsigned
	 * @param limit the limit or expected value, unsigned
	 * @return the sentence, without a full stop
	 */
	public String describe(long value, long limit) {
		boolean hexadecimal = this.format.contains("x,") || this.format.contains("02x") || this.format.contains("08x");
		return hexadecimal ? String.format(this.format, value, limit)
				: String.format(this.format, Long.toUnsignedString(value), Long.toUnsignedString(limit));
	}

}
