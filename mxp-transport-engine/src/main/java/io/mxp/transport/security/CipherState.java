/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** CipherState of Noise (revision 34, §5.1): a key and a counter. */
final class CipherState {

	private static final byte[] ZEROS = new byte[32];

	private final NoiseCipher cipher;

	private byte @Nullable [] key;

	private long counter;

	CipherState(NoiseCipher cipher) {
		this.cipher = cipher;
	}

	/** Takes the first 32 bytes as key; the counter starts again. */
	void initializeKey(byte[] key) {
		Erasure.eraseIfPresent(this.key);
		this.key = Arrays.copyOf(key, 32);
		this.counter = 0;
	}

	boolean hasKey() {
		return this.key != null;
	}

	byte[] encryptWithAd(byte[] ad, byte[] plaintext) throws NoiseException {
		if (this.key == null) {
			return plaintext.clone();
		}
		byte[] ciphertext = this.cipher.encrypt(this.key, nextCounter(), ad, plaintext);
		this.counter++;
		return ciphertext;
	}

	/** A failure leaves the counter as it is. */
	byte[] decryptWithAd(byte[] ad, byte[] ciphertext) throws NoiseException {
		if (this.key == null) {
			return ciphertext.clone();
		}
		byte[] plaintext = this.cipher.decrypt(this.key, nextCounter(), ad, ciphertext);
		this.counter++;
		return plaintext;
	}

	/** The first 32 bytes of ENCRYPT(k, 0, empty, zeros). */
	byte[] exportSecret() throws NoiseException {
		if (this.key == null || this.counter != 0) {
			throw NoiseException.failed();
		}
		byte[] sealed = this.cipher.encrypt(this.key, 0, new byte[0], ZEROS);
		byte[] secret = Arrays.copyOf(sealed, 32);
		Erasure.erase(sealed);
		return secret;
	}

	void destroy() {
		Erasure.eraseIfPresent(this.key);
		this.key = null;
	}

	// 2^64 - 1 is reserved by Noise
	private long nextCounter() throws NoiseException {
		if (this.counter == -1) {
			throw NoiseException.failed();
		}
		return this.counter;
	}

}
