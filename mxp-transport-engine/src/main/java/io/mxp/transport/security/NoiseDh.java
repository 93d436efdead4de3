/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import org.jspecify.annotations.Nullable;

/**
 * A Diffie-Hellman function of Noise (revision 34, §4.1). Private keys hold what it needs
 * to tell the public one.
 */
enum NoiseDh {

	/** Curve25519 as Noise has it; private and public keys of 32 bytes. */
	X25519("25519", Curve25519.KEY_BYTES, Curve25519.KEY_BYTES) {

		@Override
		byte[] generate(RandomSource random) {
			byte[] fresh = new byte[Curve25519.KEY_BYTES];
			random.nextBytes(fresh);
			return fresh;
		}

		@Override
		byte[] publicKey(byte[] privateKey) {
			return Curve25519.publicKey(privateKey);
		}

		@Override
		byte[] agree(byte[] privateKey, byte[] publicKey) throws NoiseException {
			return Curve25519.agree(privateKey, publicKey);
		}

	},

	/** P-256, our own construction: see {@link P256}. */
	P_256("P256", P256.PRIVATE_BYTES, P256.PUBLIC_BYTES) {

		@Override
		byte[] generate(RandomSource random) {
			return P256.generate(random);
		}

		@Override
		byte[] publicKey(byte[] privateKey) {
			return P256.publicKey(privateKey);
		}

		@Override
		byte[] agree(byte[] privateKey, byte[] publicKey) throws NoiseException {
			return P256.agree(privateKey, publicKey);
		}

	};

	private final String noiseName;

	private final int privateKeyBytes;

	private final int publicKeyBytes;

	NoiseDh(String noiseName, int privateKeyBytes, int publicKeyBytes) {
		this.noiseName = noiseName;
		this.privateKeyBytes = privateKeyBytes;
		this.publicKeyBytes = publicKeyBytes;
	}

	static @Nullable NoiseDh ofName(String noiseName) {
		for (NoiseDh dh : values()) {
			if (dh.noiseName.equals(noiseName)) {
				return dh;
			}
		}
		return null;
	}

	/** The function of a private key, by its length. */
	static NoiseDh ofPrivateKey(byte[] privateKey) {
		return (privateKey.length == P_256.privateKeyBytes) ? P_256 : X25519;
	}

	int privateKeyBytes() {
		return this.privateKeyBytes;
	}

	int publicKeyBytes() {
		return this.publicKeyBytes;
	}

	/** A fresh private key. */
	abstract byte[] generate(RandomSource random);

	abstract byte[] publicKey(byte[] privateKey);

	/**
	 * The shared secret, 32 bytes.
	 * @throws NoiseException where the public key is none, or the secret is zero
	 */
	abstract byte[] agree(byte[] privateKey, byte[] publicKey) throws NoiseException;

}
