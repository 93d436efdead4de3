/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Arrays;
import java.util.Objects;

import io.mxp.transport.packet.LittleEndian;

/**
 * What sealed requests and sealed answers have in common, where they lie: version u8, 3
 * zero bytes, fields of their own, then the ciphertext with its tag.
 */
// SPEC ../security/e2e.md#a-sealed-message
public abstract sealed class SealedLayout extends ParseOutcome permits SealedRequest, SealedAnswer {

	/** The version of the format. */
	public static final int VERSION = 1;

	/** Bytes of the tag at the end. */
	public static final int TAG_LENGTH = 16;

	private final int fixedLength;

	private byte[] bytes = {};

	private int offset;

	private int length;

	/**
	 * @param fixedLength bytes before the ciphertext
	 */
	SealedLayout(int fixedLength) {
		this.fixedLength = fixedLength;
	}

	/**
	 * Reads the fields before the ciphertext.
	 * @param array holds the data
	 * @param at index of its first byte
	 * @param dataLength its length
	 * @return NONE, or why it is not sealed data
	 */
	public DecodeError wrap(byte[] array, int at, int dataLength) {
		Objects.checkFromIndexSize(at, dataLength, array.length);
		this.bytes = array;
		this.offset = at;
		this.length = dataLength;
		int least = this.fixedLength + TAG_LENGTH + 1;
		if (dataLength < least) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, dataLength, least);
		}
		int word = LittleEndian.getInt(array, at);
		if ((word & 0xFF) != VERSION) {
			return fail(DecodeError.SEALED_VERSION, word & 0xFF, VERSION);
		}
		return (word >>> 8 != 0) ? fail(DecodeError.INVALID_VALUE, word >>> 8, 0) : succeed();
	}

	/**
	 * Where the ciphertext begins.
	 * @return an index of the array that was wrapped
	 */
	public int ciphertextOffset() {
		return this.offset + this.fixedLength;
	}

	/**
	 * The ciphertext's length with its tag.
	 * @return bytes
	 */
	public int ciphertextLength() {
		return this.length - this.fixedLength;
	}

	byte[] bytes() {
		return this.bytes;
	}

	int offset() {
		return this.offset;
	}

	/** Bytes of the data from one index to another. */
	byte[] copy(int from, int to) {
		return Arrays.copyOfRange(this.bytes, this.offset + from, this.offset + to);
	}

}
