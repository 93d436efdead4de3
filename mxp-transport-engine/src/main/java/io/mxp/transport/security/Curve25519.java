/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X25519 (RFC 7748) for handshakes. Bouncy Castle's lightweight code: less than half the
 * time of the JDK's.
 */
final class Curve25519 {

	static final int KEY_BYTES = 32;

	private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

	/** How often a shared secret was computed, of all transports of this process. */
	private static final long[] AGREEMENTS = new long[1];

	private Curve25519() {
	}

	/** How often a shared secret was computed in this process. */
	static long agreements() {
		return (long) COUNT.getOpaque(AGREEMENTS, 0);
	}

	/** A shared secret was computed elsewhere. */
	static void countAgreement() {
		COUNT.getAndAdd(AGREEMENTS, 0, 1L);
	}

	static byte[] publicKey(byte[] privateKey) {
		byte[] publicKey = new byte[KEY_BYTES];
		X25519.generatePublicKey(privateKey, 0, publicKey, 0);
		return publicKey;
	}

	/**
	 * The shared secret.
	 * @throws NoiseException where the result is all zero, that is, the public key is of
	 * low order
	 */
	// SPEC handshake.md#low-order-points
	static byte[] agree(byte[] privateKey, byte[] publicKey) throws NoiseException {
		byte[] secret = new byte[KEY_BYTES];
		countAgreement();
		if (publicKey.length != KEY_BYTES || !X25519.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0)) {
			throw NoiseException.failed();
		}
		return secret;
	}

	/**
	 * Whether a public key is one of the encodings of a point whose shared secret with
	 * every private key is zero; for providers that do not look at the secret.
	 */
	static boolean lowOrder(byte[] publicKey) {
		// the clamped scalar is a multiple of the cofactor, so any one scalar tells
		byte[] scalar = new byte[KEY_BYTES];
		return !X25519.calculateAgreement(scalar, 0, publicKey, 0, new byte[KEY_BYTES], 0);
	}

}
