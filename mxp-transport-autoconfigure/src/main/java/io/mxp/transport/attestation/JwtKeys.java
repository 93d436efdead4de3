/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.attestation;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;

/**
 * Keys of tokens from texts: JSON Web Keys, sets of them, or PEM. A key without an id has
 * its thumbprint (RFC 7638) as its id, on both sides.
 */
public final class JwtKeys {

	private JwtKeys() {
	}

	/**
	 * A key that signs.
	 * @param text a JWK, or PEM with a P-256 private key and its public key
	 * @param source where it is from, for messages
	 * @return the key, with its id
	 * @throws IllegalArgumentException if it is none; the message quotes nothing of it
	 */
	public static ECKey signingKey(String text, String source) {
		try {
			JWK key = text.strip().startsWith("{") ? JWK.parse(text) : JWK.parseFromPEMEncodedObjects(text);
			if (key instanceof ECKey elliptic && elliptic.isPrivate()) {
				return elliptic.getKeyID() != null ? elliptic
						: new ECKey.Builder(elliptic).keyIDFromThumbprint().build();
			}
		}
		catch (ParseException | JOSEException | RuntimeException ex) {
			// Without the cause: its text may quote a part of the key.
			throw unusable(source);
		}
		throw unusable(source);
	}

	/**
	 * The keys of those who may attest.
	 * @param texts JWK sets, JWKs, or PEM with one public key each
	 * @param source where they are from, for messages
	 * @return their public halves, each with its id
	 * @throws IllegalArgumentException if one holds no key that is understood
	 */
	public static JWKSet trustedKeys(Collection<String> texts, String source) {
		List<JWK> keys = new ArrayList<>();
		try {
			for (String text : texts) {
				if (!text.strip().startsWith("{")) {
					keys.add(named(JWK.parseFromPEMEncodedObjects(text)));
				}
				else if (text.contains("\"keys\"")) {
					for (JWK key : JWKSet.parse(text).getKeys()) {
						keys.add(named(key));
					}
				}
				else {
					keys.add(named(JWK.parse(text)));
				}
			}
			return new JWKSet(keys).toPublicJWKSet();
		}
		catch (ParseException | JOSEException | RuntimeException ex) {
			throw new IllegalArgumentException(
					source + " holds something that is no key. Give a JWK set, or PEM with a public key.");
		}
	}

	private static JWK named(JWK key) throws JOSEException {
		if (key.getKeyID() != null) {
			return key;
		}
		if (key instanceof ECKey elliptic) {
			return new ECKey.Builder(elliptic).keyIDFromThumbprint().build();
		}
		return (key instanceof RSAKey rsa) ? new RSAKey.Builder(rsa).keyIDFromThumbprint().build() : key;
	}

	private static IllegalArgumentException unusable(String source) {
		return new IllegalArgumentException(source + " is no private P-256 key. Give a JWK, or PEM with the private and"
				+ " the public key: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, and openssl pkey -pubout");
	}

}
