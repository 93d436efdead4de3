/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** The kinds of keys that sign: those of authorities, and of certificates of form B. */
public enum SigningKeyKind {

	/** Ed25519 (RFC 8032). */
	ED25519("Ed25519", "Ed25519", NamedParameterSpec.ED25519),

	/** ECDSA with SHA-256 on P-256 (FIPS 186-5). */
	P256("EC", "SHA256withECDSA", new ECGenParameterSpec("secp256r1"));

	private final String algorithm;

	private final String signature;

	private final AlgorithmParameterSpec parameters;

	SigningKeyKind(String algorithm, String signature, AlgorithmParameterSpec parameters) {
		this.algorithm = algorithm;
		this.signature = signature;
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

	/** The kind of a key, or null if it is of another. */
	static @Nullable SigningKeyKind of(PublicKey key) {
		if (!StaticKeyStatement.canSign(key)) {
			return null;
		}
		return (key instanceof ECPublicKey) ? P256 : ED25519;
	}

	/** Reads a private key in PKCS#8 form. */
	PrivateKey read(byte[] pkcs8) throws GeneralSecurityException {
		return KeyFactory.getInstance(this.algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
	}

	/** The JCA's name of how such a key signs certificates. */
	String signature() {
		return this.signature;
	}

	/** Whether what one half signs the other verifies. */
	boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
		byte[] probe = { 'm', 'x', 'p' };
		try {
			Signature signing = Signature.getInstance(this.signature);
			signing.initSign(privateKey);
			signing.update(probe);
			byte[] signed = signing.sign();
			signing.initVerify(publicKey);
			signing.update(probe);
			return signing.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	/** As on a command line. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
