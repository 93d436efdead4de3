/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Objects;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;

/** The answer of a {@link CertificateVerifier}. */
public sealed interface VerificationResult {

	/**
	 * The peer is who it says it is.
	 * @param identity the verified identity
	 * @return the answer
	 */
	static VerificationResult accepted(PeerIdentity identity) {
		return new Accepted(identity);
	}

	/**
	 * The peer is refused.
	 * @param code CERTIFICATE_EXPIRED, CERTIFICATE_UNTRUSTED or IDENTITY_MISMATCH
	 * @param reason what is wrong and what to do about it; goes into exceptions and logs
	 * of this side, never to the peer
	 * @return the answer
	 */
	static VerificationResult rejected(ErrorCode code, String reason) {
		return new Rejected(code, reason);
	}

	/**
	 * The peer is who it says it is.
	 *
	 * @param identity the verified identity
	 */
	record Accepted(PeerIdentity identity) implements VerificationResult {

		public Accepted {
			Objects.requireNonNull(identity, "identity");
		}

	}

	/**
	 * The peer is refused.
	 *
	 * @param code why, for the wire
	 * @param reason what is wrong and what to do about it
	 */
	record Rejected(ErrorCode code, String reason) implements VerificationResult {

		public Rejected {
			Objects.requireNonNull(code, "code");
			Objects.requireNonNull(reason, "reason");
		}

	}

}
