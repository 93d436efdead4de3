/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import io.mxp.transport.packet.LittleEndian;

/**
 * The data of a Response to a sealed Call, where it lies: version u8, 3 zero bytes, a
 * nonce of 32, then the ciphertext.
 */
// SPEC ../security/e2e.md#a-sealed-answer
public final class SealedAnswer extends SealedLayout {

	/** Bytes before the nonce, which the seal covers. */
	public static final int HEADER_LENGTH = 4;

	/** Bytes of the nonce. */
	public static final int NONCE_LENGTH = 32;

	/** Bytes before the ciphertext. */
	public static final int FIXED_LENGTH = HEADER_LENGTH + NONCE_LENGTH;

	/** Bytes that the seal adds to the content. */
	public static final int OVERHEAD = FIXED_LENGTH + TAG_LENGTH;

	/** Of nothing yet. */
	public SealedAnswer() {
		super(FIXED_LENGTH);
	}

	/**
	 * The nonce.
	 * @return a copy
	 */
	public byte[] nonce() {
		return copy(HEADER_LENGTH, FIXED_LENGTH);
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
		LittleEndian.putInt(covered, 2, VERSION);
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
		LittleEndian.putInt(data, 0, VERSION);
		System.arraycopy(nonce, 0, data, HEADER_LENGTH, NONCE_LENGTH);
		System.arraycopy(ciphertext, 0, data, FIXED_LENGTH, ciphertext.length);
		return data;
	}

}
