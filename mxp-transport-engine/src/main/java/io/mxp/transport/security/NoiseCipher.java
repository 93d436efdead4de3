/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The cipher functions of Noise (revision 34, §12.1 and §12.2) over the JDK's ciphers.
 */
enum NoiseCipher {

	/** The nonce is 4 zero bytes and the counter, little-endian. */
	CHACHAPOLY("ChaChaPoly", "ChaCha20-Poly1305", "ChaCha20"),

	/** The nonce is 4 zero bytes and the counter, big-endian. */
	AESGCM("AESGCM", "AES/GCM/NoPadding", "AES");

	static final int TAG_BYTES = 16;

	private static final int NONCE_BYTES = 12;

	private final String noiseName;

	private final String transformation;

	private final String keyAlgorithm;

	NoiseCipher(String noiseName, String transformation, String keyAlgorithm) {
		this.noiseName = noiseName;
		this.transformation = transformation;
		this.keyAlgorithm = keyAlgorithm;
	}

	static @Nullable NoiseCipher ofName(String noiseName) {
		for (NoiseCipher cipher : values()) {
			if (cipher.noiseName.equals(noiseName)) {
				return cipher;
			}
		}
		return null;
	}

	byte[] encrypt(byte[] key, long counter, byte[] ad, byte[] plaintext) {
		try {
			return run(Cipher.ENCRYPT_MODE, key, counter, ad, plaintext);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("the platform's " + this.transformation + " does not encrypt", ex);
		}
	}

	byte[] decrypt(byte[] key, long counter, byte[] ad, byte[] ciphertext) throws NoiseException {
		if (ciphertext.length < TAG_BYTES) {
			throw NoiseException.failed();
		}
		try {
			return run(Cipher.DECRYPT_MODE, key, counter, ad, ciphertext);
		}
		catch (GeneralSecurityException ex) {
			throw NoiseException.failed();
		}
	}

	// a new Cipher each time: it remembers no nonce, and a handshake needs a handful
	private byte[] run(int mode, byte[] key, long counter, byte[] ad, byte[] input) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(this.transformation);
		cipher.init(mode, new SecretKeySpec(key, this.keyAlgorithm), nonce(counter));
		cipher.updateAAD(ad);
		return cipher.doFinal(input);
	}

	private AlgorithmParameterSpec nonce(long counter) {
		byte[] nonce = new byte[NONCE_BYTES];
		for (int i = 0; i < Long.BYTES; i++) {
			int at = (this == CHACHAPOLY) ? 4 + i : NONCE_BYTES - 1 - i;
			nonce[at] = (byte) (counter >>> (8 * i));
		}
		return (this == CHACHAPOLY) ? new IvParameterSpec(nonce) : new GCMParameterSpec(8 * TAG_BYTES, nonce);
	}

}
