/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * A place in a table for each reset token that says nothing about the token: AES with a
 * key that nobody else has, so that the time of a search tells nothing either (RFC 9000
 * §10.3.1). One thread at a time.
 */
public final class ResetTokenIndex {

	private final AesBlocks aes;

	private final byte[] block = new byte[ResetTokenKey.TOKEN_BYTES];

	/** Draws a key. */
	public ResetTokenIndex(RandomSource random) {
		byte[] key = new byte[ResetTokenKey.TOKEN_BYTES];
		random.nextBytes(key);
		this.aes = new AesBlocks(key);
	}

	/** The place of the 16 bytes at an offset. */
	public long place(byte[] bytes, int offset) {
		this.aes.encrypt(bytes, offset, ResetTokenKey.TOKEN_BYTES, this.block);
		long place = 0;
		for (int i = 0; i < Long.BYTES; i++) {
			place = (place << 8) | (this.block[i] & 0xFF);
		}
		return place;
	}

}
