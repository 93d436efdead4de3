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
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Static keys of both kinds in files and certificates: X25519 as RFC 8410 has it, P-256
 * as RFC 5480 and RFC 5915.
 */
final class StaticKeys {

	private static final AlgorithmIdentifier P_256 = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey,
			SECObjectIdentifiers.secp256r1);

	private static final int SCALAR_BITS = 8 * P256.SCALAR_BYTES;

	private StaticKeys() {
	}

	/**
	 * The static key that a certificate is for.
	 * @return the key, or null if it is for a key of another kind
	 */
	static @Nullable StaticKey fromCertificate(X509Certificate certificate) {
		if (certificate.getPublicKey() instanceof ECPublicKey key) {
			return P256.isOnCurve(key) ? StaticKey.of(P256.encode(key.getW())) : null;
		}
		return X25519Keys.fromCertificate(certificate);
	}

	static SubjectPublicKeyInfo toPublicKeyInfo(StaticKey key) {
		return key.isP256() ? new SubjectPublicKeyInfo(P_256, key.bytes()) : X25519Keys.toPublicKeyInfo(key);
	}

	/**
	 * The key in a SubjectPublicKeyInfo.
	 * @throws IllegalArgumentException if it is of another kind; the message says so
	 */
	static StaticKey fromPublicKeyInfo(byte[] encoded) {
		byte[] point;
		try {
			SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(encoded);
			if (!info.getAlgorithm().equals(P_256)) {
				return X25519Keys.fromPublicKeyInfo(encoded);
			}
			point = info.getPublicKeyData().getOctets();
		}
		catch (IllegalStateException | ClassCastException ex) {
			throw new IllegalArgumentException("This is no public key.", ex);
		}
		if (P256.decode(point) == null) {
			throw new IllegalArgumentException("This is no point of P-256 in its uncompressed form.");
		}
		return StaticKey.of(point);
	}

	/** A private key, as an identity has it, in PKCS#8. */
	static byte[] toPkcs8(byte[] privateKey) {
		if (privateKey.length != P256.PRIVATE_BYTES) {
			return X25519Keys.toPkcs8(privateKey);
		}
		BigInteger scalar = new BigInteger(1, Arrays.copyOf(privateKey, P256.SCALAR_BYTES));
		ECPrivateKey key = new ECPrivateKey(SCALAR_BITS, scalar, new DERBitString(P256.publicKey(privateKey)), null);
		try {
			return new PrivateKeyInfo(P_256, key).getEncoded();
		}
		catch (IOException ex) {
			throw new IllegalStateException("a key of P-256 always encodes", ex);
		}
	}

	/**
	 * The public half that a PKCS#8 key of P-256 may have in it.
	 * @return the point, or null where there is none
	 */
	static byte @Nullable [] publicHalf(byte[] pkcs8) {
		try {
			PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
			if (!info.getPrivateKeyAlgorithm().equals(P_256)) {
				return null;
			}
			byte[] point = null;
			if (ECPrivateKey.getInstance(info.parsePrivateKey()).getPublicKey() instanceof DERBitString bits) {
				point = bits.getOctets();
			}
			return (point != null && P256.decode(point) != null) ? point : null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

}
