/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

/**
 * Hides what a connection id says: a Feistel network of four rounds over its last seven
 * octets whose round function is AES-128, as in draft-ietf-quic-load-balancers-21 §5.4.2,
 * so that a load balancer of that kind can read the ids. One thread at a time.
 */
// SPEC connection.md#connection-ids
public final class ConnectionIdCipher {

	/** Length of the key in bytes. */
	public static final int KEY_BYTES = 16;

	private static final int OCTETS = 7;

	/** A half in the first four octets of a block; an octet in the middle is shared. */
	private static final int LEFT_HALF = 0xFFFF_FFF0;

	private static final int RIGHT_HALF = 0x0FFF_FFFF;

	private final AesBlocks aes;

	private final byte[] block = new byte[AesBlocks.BLOCK_BYTES];

	/**
	 * Makes a cipher.
	 * @param key 16 bytes
	 */
	public ConnectionIdCipher(byte[] key) {
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("A key of connection ids has 16 bytes, not " + key.length);
		}
		this.aes = new AesBlocks(key);
	}

	/**
	 * From what an id says to the id; its first octet, the lowest byte, stays as it is.
	 */
	public long encrypt(long plain) {
		int left = left(plain);
		int right = right(plain);
		right ^= round(1, left) & RIGHT_HALF;
		left ^= round(2, right) & LEFT_HALF;
		right ^= round(3, left) & RIGHT_HALF;
		left ^= round(4, right) & LEFT_HALF;
		return join(plain, left, right);
	}

	/** From an id to what it says; anything for ids that were made with another key. */
	public long decrypt(long id) {
		int left = left(id);
		int right = right(id);
		left ^= round(4, right) & LEFT_HALF;
		right ^= round(3, left) & RIGHT_HALF;
		left ^= round(2, right) & LEFT_HALF;
		right ^= round(1, left) & RIGHT_HALF;
		return join(id, left, right);
	}

	/** Octets 1 to 4 of the id in network order, the last four bits aside. */
	private static int left(long id) {
		return Integer.reverseBytes((int) (id >>> 8)) & LEFT_HALF;
	}

	/** Octets 4 to 7 of the id in network order, the first four bits aside. */
	private static int right(long id) {
		return Integer.reverseBytes((int) (id >>> 32)) & RIGHT_HALF;
	}

	private static long join(long first, int left, int right) {
		long octets = ((left & 0xFFFF_FFFFL) << 24) | (right & 0xFFFF_FFFFL);
		return (first & 0xFF) | (Long.reverseBytes(octets) & ~0xFFL);
	}

	private int round(int pass, int half) {
		Arrays.fill(this.block, (byte) 0);
		for (int i = 0; i < Integer.BYTES; i++) {
			this.block[i] = (byte) (half >>> (24 - 8 * i));
		}
		this.block[14] = OCTETS;
		this.block[15] = (byte) pass;
		this.aes.encrypt(this.block, 0, this.block.length, this.block);
		return ((this.block[0] & 0xFF) << 24) | ((this.block[1] & 0xFF) << 16) | ((this.block[2] & 0xFF) << 8)
				| (this.block[3] & 0xFF);
	}

}
