/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Objects;

import io.mxp.transport.packet.LittleEndian;

/**
 * A compressed payload where it lies, to be used again for the next one: exactly one
 * Zstandard frame (RFC 8878 §3.1.1) that declares the size of its content. {@link #wrap}
 * walks the frame header and the block headers, so that everything that costs memory is
 * refused before anything is allocated or decompressed. Allocates nothing.
 */
// SPEC messages.md#compressed
public final class CompressedPayload extends ParseOutcome {

	/** The largest window that a frame may ask for, in bytes. */
	public static final int MAX_WINDOW_BYTES = 8 << 20;

	/** Content of this size may be compressed by any ratio. */
	public static final int FREE_RATIO_BYTES = 64 << 10;

	/** Larger content has at most so many bytes for each byte of the frame. */
	public static final int MAX_RATIO = 100;

	private static final int MAGIC = 0xFD2FB528;

	/** Magic, descriptor, one more byte of header, and one block header. */
	private static final int MIN_LENGTH = 9;

	private static final int BLOCK_HEADER_LENGTH = 3;

	private static final int CHECKSUM_LENGTH = 4;

	private static final byte[] NO_BYTES = {};

	private byte[] bytes = NO_BYTES;

	private int offset;

	private int length;

	private int contentSize;

	/**
	 * Checks a payload.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @param limitBytes the largest content that is accepted
	 * @return NONE, or why it is not decompressed
	 */
	public DecodeError wrap(byte[] bytes, int offset, int length, int limitBytes) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		this.bytes = bytes;
		this.offset = offset;
		this.length = length;
		this.contentSize = 0;
		if (length < MIN_LENGTH) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, length, MIN_LENGTH);
		}
		int descriptor = LittleEndian.getUnsignedByte(bytes, offset + 4);
		if (LittleEndian.getInt(bytes, offset) != MAGIC || (descriptor & 0x08) != 0) {
			return fail(DecodeError.COMPRESSED_FORMAT, LittleEndian.getUnsignedInt(bytes, offset), 0);
		}
		return checkHeader(descriptor, limitBytes);
	}

	private DecodeError checkHeader(int descriptor, int limitBytes) {
		boolean singleSegment = (descriptor & 0x20) != 0;
		int windowLength = singleSegment ? 0 : 1;
		int dictionaryLength = (1 << (descriptor & 3)) >> 1;
		int sizeFlag = descriptor >>> 6;
		int sizeLength = (sizeFlag == 0 && !singleSegment) ? 0 : 1 << sizeFlag;
		int headerLength = 5 + windowLength + dictionaryLength + sizeLength;
		if (this.length < headerLength + BLOCK_HEADER_LENGTH) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, this.length, headerLength + BLOCK_HEADER_LENGTH);
		}
		long dictionary = number(5 + windowLength, dictionaryLength);
		if (dictionary != 0) {
			return fail(DecodeError.COMPRESSED_DICTIONARY, dictionary, 0);
		}
		if (sizeLength == 0) {
			return fail(DecodeError.COMPRESSED_SIZE_MISSING, 0, 0);
		}
		long size = number(headerLength - sizeLength, sizeLength) + ((sizeLength == 2) ? 256 : 0);
		DecodeError error = checkSize(size, singleSegment ? size : windowSize(), limitBytes);
		return (error != DecodeError.NONE) ? error : walkBlocks(headerLength, (descriptor & 0x04) != 0);
	}

	private DecodeError checkSize(long size, long window, int limitBytes) {
		if (Long.compareUnsigned(size, limitBytes) > 0) {
			return fail(DecodeError.COMPRESSED_TOO_LARGE, size, limitBytes);
		}
		if (Long.compareUnsigned(window, MAX_WINDOW_BYTES) > 0) {
			return fail(DecodeError.COMPRESSED_WINDOW, window, MAX_WINDOW_BYTES);
		}
		if (!isAllowedRatio(size, this.length)) {
			return fail(DecodeError.COMPRESSED_RATIO, size, Math.max(FREE_RATIO_BYTES, (long) MAX_RATIO * this.length));
		}
		this.contentSize = (int) size;
		return DecodeError.NONE;
	}

	/**
	 * Whether so much content may be in a frame of this length.
	 * @param contentBytes the content
	 * @param frameBytes the frame
	 * @return true within the limit of the ratio
	 */
	public static boolean isAllowedRatio(long contentBytes, int frameBytes) {
		return contentBytes <= FREE_RATIO_BYTES || contentBytes <= (long) MAX_RATIO * frameBytes;
	}

	/** The frame must end where the payload does: no second frame, nothing missing. */
	private DecodeError walkBlocks(int headerLength, boolean checksum) {
		int at = headerLength;
		boolean last = false;
		while (!last) {
			if (this.length - at < BLOCK_HEADER_LENGTH) {
				return fail(DecodeError.PAYLOAD_TOO_SHORT, this.length, at + BLOCK_HEADER_LENGTH);
			}
			int header = (int) number(at, BLOCK_HEADER_LENGTH);
			last = (header & 1) != 0;
			int type = header >>> 1 & 3;
			// A run of one byte repeated has one byte; type 3 does not exist, and the
			// decoder says so.
			int size = (type == 1) ? 1 : header >>> 3;
			at += BLOCK_HEADER_LENGTH;
			if (size > this.length - at) {
				return fail(DecodeError.PAYLOAD_TOO_SHORT, this.length, (long) at + size);
			}
			at += size;
		}
		int end = at + (checksum ? CHECKSUM_LENGTH : 0);
		if (end > this.length) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, this.length, end);
		}
		return (end < this.length) ? fail(DecodeError.TRAILING_BYTES, this.length, end) : succeed();
	}

	private long windowSize() {
		int descriptor = LittleEndian.getUnsignedByte(this.bytes, this.offset + 5);
		long base = 1L << (10 + (descriptor >>> 3));
		return base + base / 8 * (descriptor & 7);
	}

	private long number(int at, int size) {
		long value = 0;
		for (int i = size - 1; i >= 0; i--) {
			value = value << 8 | LittleEndian.getUnsignedByte(this.bytes, this.offset + at + i);
		}
		return value;
	}

	/**
	 * The size of the content that the frame declares.
	 * @return bytes, at most the limit given to {@link #wrap}; valid if it succeeded
	 */
	public int contentSize() {
		return this.contentSize;
	}

	/**
	 * Decompresses the content. Writes nothing outside of it, whatever the frame holds.
	 * @param codec does the work
	 * @param target receives the content
	 * @param at index of the first byte written
	 * @return NONE, or COMPRESSED_DATA
	 * @throws IndexOutOfBoundsException if it does not fit
	 */
	public DecodeError decompress(ZstdCodec codec, byte[] target, int at) {
		Objects.checkFromIndexSize(at, this.contentSize, target.length);
		boolean whole = codec.decompress(this.bytes, this.offset, this.length, target, at, this.contentSize);
		return whole ? succeed() : fail(DecodeError.COMPRESSED_DATA, this.contentSize, 0);
	}

}
