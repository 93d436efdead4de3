/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import org.jspecify.annotations.Nullable;

/**
 * How packets are protected after the handshake. The handshake itself always is
 * {@code Noise_*_25519_ChaChaPoly_SHA256}.
 */
public enum CipherSuite {

	/** ChaCha20-Poly1305 for packets, ChaCha20 for headers, HKDF with SHA-256. */
	CHACHA20_POLY1305_SHA256(0x0001, "ChaCha20-Poly1305"),

	/** AES-256-GCM for packets, AES-256 for headers, HKDF with SHA-256. */
	AES_256_GCM_SHA256(0x0002, "AES-256-GCM"),

	/**
	 * AES-256-GCM for packets, AES-256 for headers, HKDF with SHA-256, behind a handshake
	 * over P-256 with static keys of that curve: approved algorithms only.
	 */
	P256_AES_256_GCM_SHA256(0x0003, "AES-256-GCM");

	private final int wireId;

	private final String aeadName;

	CipherSuite(int wireId, String aeadName) {
		this.wireId = wireId;
		this.aeadName = aeadName;
	}

	/**
	 * The number that stands for this suite on the wire.
	 * @return an unsigned 16 bit number
	 */
	public int wireId() {
		return this.wireId;
	}

	/**
	 * The name of the AEAD, for logs and metrics.
	 * @return for instance {@code AES-256-GCM}
	 */
	public String aeadName() {
		return this.aeadName;
	}

	/** Whether packets are sealed with AES-256-GCM. */
	public boolean isAes() {
		return this != CHACHA20_POLY1305_SHA256;
	}

	/** Whether static and ephemeral keys are points of P-256, else of X25519. */
	public boolean isP256() {
		return this == P256_AES_256_GCM_SHA256;
	}

	/**
	 * The suite with a wire number.
	 * @param wireId the number read from the wire
	 * @return the suite, or {@code null} where this version knows none of that number
	 */
	public static @Nullable CipherSuite ofWireId(int wireId) {
		for (CipherSuite suite : values()) {
			if (suite.wireId == wireId) {
				return suite;
			}
		}
		return null;
	}

}
