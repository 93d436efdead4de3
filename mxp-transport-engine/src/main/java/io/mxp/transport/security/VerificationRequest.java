/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;
import java.util.Objects;

import io.mxp.transport.PeerRole;
import org.jspecify.annotations.Nullable;

/**
 * What a peer showed in the handshake and what is expected of it: the question to a
 * {@link CertificateVerifier}. The Noise handshake has proved before that the peer owns
 * the static key.
 *
 * <p>
 * The arrays are shared, not copied: nobody writes into them.
 *
 * @param peerStaticKey the peer's X25519 public key, 32 bytes
 * @param certificateChain DER certificates, leaf first; at most 4 and at most 8 KiB in
 * total; empty where the peer sent none
 * @param staticKeySignature for a leaf whose key is not the static key (form B): the
 * peer's statement about its static key, notAfter (u64, milliseconds) and signature;
 * empty where the peer sent none
 * @param peerRole the role that the peer plays in this connection
 * @param expectedAgentId the agent that a client wants to reach, {@code null} where any
 * will do
 * @param attestation the peer's statement, type u8 and bytes; empty where it sent none
 */
@SuppressWarnings("ArrayRecordComponent")
public record VerificationRequest(byte[] peerStaticKey, List<byte[]> certificateChain, byte[] staticKeySignature,
		PeerRole peerRole, @Nullable String expectedAgentId, byte[] attestation) {

	public VerificationRequest {
		if (peerStaticKey.length != NoiseDh.X25519.publicKeyBytes()
				&& peerStaticKey.length != NoiseDh.P_256.publicKeyBytes()) {
			throw new IllegalArgumentException("a static key has 32 or 65 bytes, not " + peerStaticKey.length);
		}
		certificateChain = List.copyOf(certificateChain);
		Objects.requireNonNull(staticKeySignature, "staticKeySignature");
		Objects.requireNonNull(peerRole, "peerRole");
		Objects.requireNonNull(attestation, "attestation");
	}

	/** A request without a statement. */
	public VerificationRequest(byte[] peerStaticKey, List<byte[]> certificateChain, byte[] staticKeySignature,
			PeerRole peerRole, @Nullable String expectedAgentId) {
		this(peerStaticKey, certificateChain, staticKeySignature, peerRole, expectedAgentId, new byte[0]);
	}

	/**
	 * The same about the identity only, to be asked again while the connection lives.
	 * @return a copy without the statement
	 */
	public VerificationRequest identityOnly() {
		return (this.attestation.length == 0) ? this : new VerificationRequest(this.peerStaticKey,
				this.certificateChain, this.staticKeySignature, this.peerRole, this.expectedAgentId);
	}

	@Override
	public String toString() {
		return "VerificationRequest[peerRole=" + this.peerRole + ", certificates=" + this.certificateChain.size()
				+ ", expectedAgentId=" + this.expectedAgentId + "]";
	}

}
