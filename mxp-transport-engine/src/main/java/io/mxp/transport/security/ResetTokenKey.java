/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.packet.LittleEndian;

/**
 * Makes the tokens of stateless resets: a server that has forgotten a connection, perhaps
 * by a restart, can make its token again from the id alone.
 */
// SPEC packets.md#stateless-reset
public final class ResetTokenKey {

	/** Length of the key in bytes. */
	public static final int KEY_BYTES = 32;

	/** Length of a token in bytes. */
	public static final int TOKEN_BYTES = 16;

	private final byte[] key;

	private final int serverNumber;

	/**
	 * A key that may be shared by the servers of a cluster: their numbers keep the tokens
	 * apart.
	 * @param key 32 bytes
	 * @param serverNumber 0 to 65,535
	 */
	public ResetTokenKey(byte[] key, int serverNumber) {
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("A key of stateless resets has 32 bytes, not " + key.length);
		}
		this.key = key.clone();
		this.serverNumber = serverNumber;
	}

	/** The token of a connection id, 16 bytes. */
	public byte[] token(long connectionId) {
		byte[] input = new byte[Long.BYTES + Short.BYTES];
		LittleEndian.putLong(input, 0, connectionId);
		LittleEndian.putShort(input, Long.BYTES, this.serverNumber);
		return Arrays.copyOf(NoiseHash.SHA256.hmac(this.key, input), TOKEN_BYTES);
	}

	@Override
	public String toString() {
		return "ResetTokenKey";
	}

}
