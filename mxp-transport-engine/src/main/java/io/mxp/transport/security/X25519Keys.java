/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/** X25519 keys in the forms of RFC 8410: PKCS#8, SubjectPublicKeyInfo, certificate. */
final class X25519Keys {

	private static final AlgorithmIdentifier X25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_X25519);

	private X25519Keys() {
	}

	/**
	 * The scalar in a PKCS#8 private key.
	 * @param pkcs8 the encoded key
	 * @return the scalar, 32 bytes
	 * @throws IllegalArgumentException if it is a key of another kind; the message names
	 * that kind
	 */
	static byte[] scalarOf(byte[] pkcs8) {
		byte[] scalar;
		String algorithm;
		try {
			PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
			algorithm = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
			scalar = algorithm.equals(EdECObjectIdentifiers.id_X25519.getId())
					? ASN1OctetString.getInstance(info.parsePrivateKey()).getOctets() : new byte[0];
		}
		catch (IOException | RuntimeException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("is no PKCS#8 private key");
		}
		if (scalar.length != StaticKey.LENGTH_BYTES) {
			if (algorithm.equals(EdECObjectIdentifiers.id_X25519.getId())) {
				throw new IllegalArgumentException("is an X25519 private key of a wrong length");
			}
			throw new IllegalArgumentException("is a private key of the kind " + nameOf(algorithm) + ", not X25519");
		}
		return scalar;
	}

	/** The kind of a PKCS#8 private key, for people. */
	static String kindOf(byte[] pkcs8) {
		try {
			return nameOf(PrivateKeyInfo.getInstance(pkcs8).getPrivateKeyAlgorithm().getAlgorithm().getId());
		}
		catch (RuntimeException ex) {
			return "unreadable";
		}
	}

	static byte[] toPkcs8(byte[] scalar) {
		try {
			return new PrivateKeyInfo(X25519, new DEROctetString(scalar)).getEncoded();
		}
		catch (IOException ex) {
			throw new IllegalStateException("32 bytes always encode", ex);
		}
	}

	static SubjectPublicKeyInfo toPublicKeyInfo(StaticKey key) {
		return new SubjectPublicKeyInfo(X25519, key.bytes());
	}

	/**
	 * The key in a SubjectPublicKeyInfo.
	 * @param encoded the encoded key
	 * @return the key
	 * @throws IllegalArgumentException if it is a key of another kind
	 */
	static StaticKey fromPublicKeyInfo(byte[] encoded) {
		String algorithm;
		ASN1BitString key;
		try {
			algorithm = SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm().getAlgorithm().getId();
			key = BitStrings.ofPublicKeyInfo(encoded);
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("This is no public key.", ex);
		}
		if (!algorithm.equals(EdECObjectIdentifiers.id_X25519.getId())) {
			throw new IllegalArgumentException(
					"This is a public key of the kind " + nameOf(algorithm) + ", not X25519.");
		}
		if (key.getPadBits() != 0) {
			throw new IllegalArgumentException("This is no public key: it does not end at a byte.");
		}
		return StaticKey.of(key.getOctets());
	}

	/**
	 * The X25519 key that a certificate is for.
	 * @param certificate the certificate
	 * @return the key, or null if it is for a key of another kind
	 */
	static @Nullable StaticKey fromCertificate(X509Certificate certificate) {
		if (!(certificate.getPublicKey() instanceof XECPublicKey key)
				|| !(key.getParams() instanceof NamedParameterSpec spec) || !spec.getName().equals("X25519")) {
			return null;
		}
		return fromCoordinate(key.getU());
	}

	private static @Nullable StaticKey fromCoordinate(BigInteger u) {
		byte[] bigEndian = u.toByteArray();
		byte[] littleEndian = new byte[StaticKey.LENGTH_BYTES];
		for (int i = 0; i < bigEndian.length; i++) {
			int index = bigEndian.length - 1 - i;
			if (index < littleEndian.length) {
				littleEndian[index] = bigEndian[i];
			}
			else if (bigEndian[i] != 0) {
				return null;
			}
		}
		return StaticKey.of(littleEndian);
	}

	static void erase(byte[] secret) {
		Arrays.fill(secret, (byte) 0);
	}

	private static String nameOf(String oid) {
		return switch (oid) {
			case "1.3.101.110" -> "X25519";
			case "1.3.101.111" -> "X448";
			case "1.3.101.112" -> "Ed25519";
			case "1.3.101.113" -> "Ed448";
			case "1.2.840.10045.2.1" -> "EC";
			case "1.2.840.113549.1.1.1" -> "RSA";
			default -> "OID " + oid;
		};
	}

}
