/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.security.CertificateVerifier;
import io.mxp.transport.security.VerificationRequest;
import io.mxp.transport.security.VerificationResult;

/** Trusts the static keys that it was given, and no other. */
final class PinnedKeys implements CertificateVerifier {

	private final Map<StaticKey, String> names = new LinkedHashMap<>();

	void trust(StaticKey key, String name) {
		this.names.put(key, name);
	}

	void distrust(StaticKey key) {
		this.names.remove(key);
	}

	@Override
	public VerificationResult verify(VerificationRequest request, long nowMillis) {
		StaticKey key = StaticKey.of(request.peerStaticKey());
		String name = this.names.get(key);
		if (name == null) {
			return VerificationResult.rejected(ErrorCode.IDENTITY_MISMATCH, "this key is pinned for nobody");
		}
		return VerificationResult
			.accepted(new PeerIdentity(name, null, key.fingerprint(), Long.MAX_VALUE, PeerIdentity.Form.PINNED));
	}

}
