/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Objects;
import java.util.UUID;

import io.mxp.transport.packet.LittleEndian;

/**
 * Walks the fields of a payload of a cold message type. Every length is checked before a
 * byte is read or an object made.
 */
final class PayloadReader {

	private final byte[] bytes;

	private final int start;

	private final int end;

	private int at;

	PayloadReader(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		this.bytes = bytes;
		this.start = offset;
		this.end = offset + length;
		this.at = offset;
	}

	int remaining() {
		return this.end - this.at;
	}

	int u16() throws MessageFormatException {
		return LittleEndian.getUnsignedShort(this.bytes, take(2));
	}

	long u32() throws MessageFormatException {
		return LittleEndian.getUnsignedInt(this.bytes, take(4));
	}

	long u64() throws MessageFormatException {
		return LittleEndian.getLong(this.bytes, take(8));
	}

	UUID uuid() throws MessageFormatException {
		return UuidBytes.read(this.bytes, take(UuidBytes.LENGTH));
	}

	/** Text behind a u16 length. */
	String text() throws MessageFormatException {
		return text(u16());
	}

	String text(int length) throws MessageFormatException {
		int from = take(length);
		if (!Utf8.isValid(this.bytes, from, length)) {
			throw new MessageFormatException(DecodeError.INVALID_TEXT, from - this.start, 0);
		}
		return Utf8.read(this.bytes, from, length);
	}

	byte[] bytes(int length) throws MessageFormatException {
		int from = take(length);
		byte[] copy = new byte[length];
		System.arraycopy(this.bytes, from, copy, 0, length);
		return copy;
	}

	/** A reader of the next bytes only, which this one passes over. */
	PayloadReader part(long length) throws MessageFormatException {
		return new PayloadReader(this.bytes, take(length), (int) length);
	}

	/**
	 * A count of things of at least so many bytes each, which must be able to be there.
	 */
	int count(int minimumBytesEach) throws MessageFormatException {
		int count = u16();
		require((long) count * minimumBytesEach);
		return count;
	}

	void end() throws MessageFormatException {
		if (this.at != this.end) {
			throw new MessageFormatException(DecodeError.TRAILING_BYTES, this.end - this.start, this.at - this.start);
		}
	}

	private int take(long length) throws MessageFormatException {
		require(length);
		int from = this.at;
		this.at += (int) length;
		return from;
	}

	private void require(long length) throws MessageFormatException {
		if (length > remaining()) {
			throw new MessageFormatException(DecodeError.PAYLOAD_TOO_SHORT, this.end - this.start,
					this.at - this.start + length);
		}
	}

}
