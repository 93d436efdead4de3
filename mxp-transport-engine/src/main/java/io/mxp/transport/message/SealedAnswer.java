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
 * The data of a Response to a sealed Call, where it lies: version u8, 3 zero bytes, a
 * nonce of 32, then the ciphertext.
 */
// SPEC ../security/e2e.md#a-sealed-answer
public final class SealedAnswer extends ParseOutcome {

	/** Bytes before the nonce, which the seal covers. */
	public static final int HEADER_LENGTH = 4;

	/** Bytes of the nonce. */
	public static final int NONCE_LENGTH = 32;

	/** Bytes before the ciphertext. */
	public static final int FIXED_LENGTH = HEADER_LENGTH + NONCE_LENGTH;

	/** Bytes that the seal adds to the content. */
	public static final int OVERHEAD = FIXED_LENGTH + SealedRequest.TAG_LENGTH;

	private byte[] bytes = {};

	private int offset;

	private int length;

	/**
	 * Reads the fields before the ciphertext.
	 * @param array holds the data
	 * @param at index of its first byte
	 * @param dataLength its length
	 * @return NONE, or why it is not a sealed answer
	 */
	public DecodeError wrap(byte[] array, int at, int dataLength) {
		Objects.checkFromIndexSize(at, dataLength, array.length);
		this.bytes = array;
		this.offset = at;
		this.length = dataLength;
		if (dataLength <= OVERHEAD) {
			return fail(DecodeError.PAYLOAD_TOO_SHORT, dataLength, OVERHEAD + 1);
		}
		int word = LittleEndian.getInt(array, at);
		if ((word & 0xFF) != SealedRequest.VERSION) {
			return fail(DecodeError.SEALED_VERSION, word & 0xFF, SealedRequest.VERSION);
		}
		return (word >>> 8 != 0) ? fail(DecodeError.INVALID_VALUE, word >>> 8, 0) : succeed();
	}

	/**
	 * The nonce.
	 * @return a copy
	 */
	public byte[] nonce() {
		return Arrays.copyOfRange(this.bytes, this.offset + HEADER_LENGTH, this.offset + FIXED_LENGTH);
	}

	/**
	 * Where the ciphertext begins.
	 * @return an index of the array that was wrapped
	 */
	public int ciphertextOffset() {
		return this.offset + FIXED_LENGTH;
	}

	/**
	 * The ciphertext's length with its tag.
	 * @return bytes
	 */
	public int ciphertextLength() {
		return this.length - FIXED_LENGTH;
	}

	/**
	 * What the seal covers besides the content.
	 * @param typeCode the message's type
	 * @param flags the message's flags
	 * @return type, the flags COMPRESSED and ENCRYPTED, and the four bytes before the
	 * nonce
	 */
	public static byte[] associatedData(int typeCode, int flags) {
		byte[] covered = new byte[2 + HEADER_LENGTH];
		covered[0] = (byte) typeCode;
		covered[1] = (byte) (flags & MessageFlags.ENCODED);
		LittleEndian.putInt(covered, 2, SealedRequest.VERSION);
		return covered;
	}

	/**
	 * The whole of a sealed answer.
	 * @param nonce 32 bytes
	 * @param ciphertext with its tag
	 * @return new bytes
	 */
	public static byte[] write(byte[] nonce, byte[] ciphertext) {
		byte[] data = new byte[FIXED_LENGTH + ciphertext.length];
		LittleEndian.putInt(data, 0, SealedRequest.VERSION);
		System.arraycopy(nonce, 0, data, HEADER_LENGTH, NONCE_LENGTH);
		System.arraycopy(ciphertext, 0, data, FIXED_LENGTH, ciphertext.length);
		return data;
	}

}
