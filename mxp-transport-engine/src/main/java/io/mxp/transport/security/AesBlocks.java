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
 * AES over single blocks (FIPS 197), by the platform's first provider. HOT. One thread at
 * a time.
 */
final class AesBlocks {

	static final int BLOCK_BYTES = 16;

	private final Cipher cipher;

	AesBlocks(byte[] key) {
		try {
			this.cipher = Cipher.getInstance("AES/ECB/NoPadding");
			this.cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has AES", ex);
		}
	}

	/**
	 * Encrypts whole blocks; the output may be the input.
	 * @param output where they go, from index 0
	 */
	void encrypt(byte[] input, int offset, int length, byte[] output) {
		int written;
		try {
			// Not update: some providers (BC-FIPS) keep the last blocks back until
			// doFinal.
			written = this.cipher.doFinal(input, offset, length, output, 0);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("blocks of AES are as long as their input", ex);
		}
		if (written != length) {
			throw new IllegalStateException(
					"the provider " + this.cipher.getProvider().getName() + " keeps blocks of AES back");
		}
	}

}
