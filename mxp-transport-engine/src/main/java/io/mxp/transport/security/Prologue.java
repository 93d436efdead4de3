/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;

import io.mxp.transport.packet.LittleEndian;

/**
 * What both sides must see alike for a handshake to succeed: the bytes that Noise mixes
 * in first.
 */
// SPEC handshake.md#prologue
final class Prologue {

	private static final byte[] MAGIC = "MXP1".getBytes(StandardCharsets.US_ASCII);

	private static final int TOKEN_HASH_BYTES = 32;

	private Prologue() {
	}

	/**
	 * MXP1, the client's offer as it was sent, pattern u8, the client's first destination
	 * id u64, the client's id u64, hash of the address token or 32 zero bytes.
	 */
	static byte[] of(byte[] offer, int pattern, long initialConnectionId, long clientConnectionId, byte[] token) {
		byte[] bytes = new byte[MAGIC.length + offer.length + 1 + 2 * Long.BYTES + TOKEN_HASH_BYTES];
		System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
		System.arraycopy(offer, 0, bytes, MAGIC.length, offer.length);
		int at = MAGIC.length + offer.length;
		bytes[at] = (byte) pattern;
		LittleEndian.putLong(bytes, at + 1, initialConnectionId);
		LittleEndian.putLong(bytes, at + 1 + Long.BYTES, clientConnectionId);
		if (token.length > 0) {
			System.arraycopy(NoiseHash.SHA256.hash(token), 0, bytes, bytes.length - TOKEN_HASH_BYTES, TOKEN_HASH_BYTES);
		}
		return bytes;
	}

}
