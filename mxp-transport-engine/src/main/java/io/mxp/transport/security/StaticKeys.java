/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;

import io.mxp.transport.StaticKey;

import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** Static keys of both kinds in certificates. */
final class StaticKeys {

	private static final AlgorithmIdentifier P_256 = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey,
			SECObjectIdentifiers.secp256r1);

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

}
