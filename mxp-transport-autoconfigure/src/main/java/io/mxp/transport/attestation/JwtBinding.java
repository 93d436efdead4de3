/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.attestation;

import java.util.Arrays;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;

import io.mxp.transport.StaticKey;

/** Names in tokens that both sides have to agree on. */
final class JwtBinding {

	/** The audience of what a server shows to everybody. */
	static final String ANYBODY = "mxp";

	/** The claim that holds the key, and the member with its thumbprint. */
	static final String CONFIRMATION = "cnf";

	static final String THUMBPRINT = "jkt";

	private JwtBinding() {
	}

	/** The audience of what is for one server only. */
	static String audience(StaticKey serverKey) {
		return ANYBODY + ":" + serverKey.fingerprint();
	}

	private static JWK jwk(StaticKey key) {
		byte[] bytes = key.bytes();
		if (key.isP256()) {
			// 4, then the coordinates of the point.
			int half = bytes.length / 2;
			return new ECKey.Builder(Curve.P_256, Base64URL.encode(Arrays.copyOfRange(bytes, 1, 1 + half)),
					Base64URL.encode(Arrays.copyOfRange(bytes, 1 + half, bytes.length)))
				.build();
		}
		return new OctetKeyPair.Builder(Curve.X25519, Base64URL.encode(bytes)).build();
	}

	/** The JWK thumbprint of a static key (RFC 7638). */
	static String thumbprint(StaticKey key) {
		try {
			return jwk(key).computeThumbprint().toString();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
