/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Two AES blocks: the sample, and the sample with 1 added by XOR to its last byte.
 */
final class AesHeaderMask extends HeaderMask {

	private static final int BLOCK_BYTES = 16;

	private final Cipher cipher;

	private final byte[] blocks = new byte[2 * BLOCK_BYTES];

	AesHeaderMask(byte[] key) {
		try {
			this.cipher = Cipher.getInstance("AES/ECB/NoPadding");
			this.cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has AES", ex);
		}
	}

	@Override
	void compute(byte[] packet, int sample, byte[] mask) {
		System.arraycopy(packet, sample, this.blocks, 0, BLOCK_BYTES);
		System.arraycopy(packet, sample, this.blocks, BLOCK_BYTES, BLOCK_BYTES);
		this.blocks[2 * BLOCK_BYTES - 1] ^= 0x01;
		try {
			this.cipher.update(this.blocks, 0, 2 * BLOCK_BYTES, mask, 0);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("a mask buffer has room for two blocks", ex);
		}
	}

	@Override
	void destroy() {
		Erasure.erase(this.blocks);
	}

}
