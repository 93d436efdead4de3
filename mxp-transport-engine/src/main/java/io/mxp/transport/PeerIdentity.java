/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Who the other end of a connection is, after its identity was verified.
 *
 * @param agentId the agent id that the certificate names or that a pin was filed under;
 * for a key that is pinned for no agent the id that the caller expected, else
 * {@link StaticKey#derivedAgentId()}; {@code null} for an anonymous client
 * @param spiffeUri the only URI name of the certificate,
 * {@code spiffe://trust-domain/agent/<id>}; {@code null} unless the form is
 * {@link Form#CERTIFICATE}
 * @param fingerprint SHA-256 of the static key, as {@link StaticKey#fingerprint()} writes
 * it; empty for an anonymous peer
 * @param notAfterMillis the end of the identity's validity, milliseconds since 1970, or
 * {@link Long#MAX_VALUE} where it has none
 * @param form how the identity was established
 * @param attestation what a statement that was accepted says about the peer; null where
 * none was shown or none was looked at
 */
public record PeerIdentity(@Nullable String agentId, @Nullable String spiffeUri, String fingerprint,
		long notAfterMillis, Form form, @Nullable PeerAttestation attestation) {

	private static final PeerIdentity ANONYMOUS = new PeerIdentity(null, null, "", Long.MAX_VALUE, Form.ANONYMOUS);

	public PeerIdentity {
		Objects.requireNonNull(fingerprint, "fingerprint");
		Objects.requireNonNull(form, "form");
	}

	/**
	 * An identity without a statement.
	 * @param agentId the agent id
	 * @param spiffeUri the URI name of the certificate
	 * @param fingerprint SHA-256 of the static key
	 * @param notAfterMillis the end of its validity
	 * @param form how it was established
	 */
	public PeerIdentity(@Nullable String agentId, @Nullable String spiffeUri, String fingerprint, long notAfterMillis,
			Form form) {
		this(agentId, spiffeUri, fingerprint, notAfterMillis, form, null);
	}

	/**
	 * The same identity with what a statement says about it.
	 * @param attestation what the statement says
	 * @return a copy
	 */
	public PeerIdentity withAttestation(PeerAttestation attestation) {
		return new PeerIdentity(this.agentId, this.spiffeUri, this.fingerprint, this.notAfterMillis, this.form,
				attestation);
	}

	/**
	 * A peer that showed no identity (a client of the Noise patterns NK and NX).
	 * @return the one anonymous identity
	 */
	public static PeerIdentity anonymous() {
		return ANONYMOUS;
	}

	/** How an identity was established. */
	public enum Form {

		/** The static key itself was configured as trusted. */
		PINNED,

		/** A certificate chain ended at a configured trust anchor. */
		CERTIFICATE,

		/** No identity was shown. */
		ANONYMOUS

	}

}
