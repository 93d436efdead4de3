/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Locale;

/** The kinds of keys that certificates of form B are for. */
public enum SigningKeyKind {

	/** Ed25519 (RFC 8032). */
	ED25519("Ed25519", NamedParameterSpec.ED25519),

	/** ECDSA with SHA-256 on P-256 (FIPS 186-5). */
	P256("EC", new ECGenParameterSpec("secp256r1"));

	private final String algorithm;

	private final AlgorithmParameterSpec parameters;

	SigningKeyKind(String algorithm, AlgorithmParameterSpec parameters) {
		this.algorithm = algorithm;
		this.parameters = parameters;
	}

	/**
	 * Makes a key pair.
	 * @param random where it comes from
	 * @return the pair
	 */
	public KeyPair generate(SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance(this.algorithm);
			generator.initialize(this.parameters, random);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform from 15 on has " + this.algorithm, ex);
		}
	}

	/** As on a command line. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
