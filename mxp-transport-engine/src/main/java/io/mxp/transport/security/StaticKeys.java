/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
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

	private static final int EC_PRIVATE_KEY_VERSION = 1;

	private static final int PUBLIC_KEY_TAG = 1;

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
			if (!SubjectPublicKeyInfo.getInstance(encoded).getAlgorithm().equals(P_256)) {
				return X25519Keys.fromPublicKeyInfo(encoded);
			}
			ASN1BitString key = BitStrings.ofPublicKeyInfo(encoded);
			point = (key.getPadBits() == 0) ? key.getOctets() : new byte[0];
		}
		catch (IllegalArgumentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
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
		// ECPrivateKey of RFC 5915 §3
		ASN1EncodableVector key = new ASN1EncodableVector();
		key.add(new ASN1Integer(EC_PRIVATE_KEY_VERSION));
		key.add(new DEROctetString(Arrays.copyOf(privateKey, P256.SCALAR_BYTES)));
		key.add(new DERTaggedObject(true, PUBLIC_KEY_TAG, new DERBitString(P256.publicKey(privateKey))));
		try {
			return new PrivateKeyInfo(P_256, new DERSequence(key)).getEncoded();
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
			for (ASN1Encodable part : ASN1Sequence.getInstance(info.parsePrivateKey()).toArray()) {
				if (part instanceof ASN1TaggedObject tagged && tagged.getTagNo() == PUBLIC_KEY_TAG) {
					return pointIn(tagged.getEncoded());
				}
			}
			return null;
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	/** The point of a tagged bit string, which is the last that stands in it. */
	private static byte @Nullable [] pointIn(byte[] tagged) {
		byte[] point = Arrays.copyOfRange(tagged, Math.max(0, tagged.length - P256.PUBLIC_BYTES), tagged.length);
		return (P256.decode(point) != null) ? point : null;
	}

}
