/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a {@link TrustPolicy}: pinned keys first, then certificates, with the
 * platform's PKIX validator and our own rules. It asks for the policy at each
 * verification, so that a changed one (a longer deny list) counts at once; verifying the
 * same request again tells whether a live connection may go on (SEC-09).
 */
// SPEC identity.md#verification
public final class PkixCertificateVerifier implements CertificateVerifier {

	private final Supplier<TrustPolicy> policies;

	/**
	 * A verifier for a policy that does not change.
	 * @param policy the policy
	 */
	public PkixCertificateVerifier(TrustPolicy policy) {
		this(() -> policy);
	}

	/**
	 * A verifier that asks for the policy each time.
	 * @param policies gives the policy of the moment
	 */
	public PkixCertificateVerifier(Supplier<TrustPolicy> policies) {
		this.policies = policies;
	}

	@Override
	public VerificationResult verify(VerificationRequest request, long nowMillis) {
		TrustPolicy policy = this.policies.get();
		StaticKey key = StaticKey.of(request.peerStaticKey());
		try {
			UUID expected = expectedAgent(request);
			if (policy.denyList().fingerprints().contains(key.fingerprint())) {
				throw CertificateRejection.untrusted("The key " + key.fingerprint()
						+ " is on the deny list. Remove it there if the peer is to be accepted again.");
			}
			checkPin(policy, expected, key);
			if (policy.pinnedKeys().contains(key)) {
				return VerificationResult.accepted(pinned(policy, expected, key, request.peerRole()));
			}
			CertificateChain chain = CertificateChain.read(request.certificateChain(), key,
					request.staticKeySignature());
			chain.validate(policy, request.peerRole(), nowMillis);
			checkPin(policy, chain.agentId(), key);
			checkExpected(expected, chain.agentId());
			checkAgent(policy, chain.agentId(), request.peerRole());
			return VerificationResult.accepted(new PeerIdentity(chain.agentId().toString(), chain.spiffeUri(),
					key.fingerprint(), chain.notAfterMillis(), PeerIdentity.Form.CERTIFICATE));
		}
		catch (CertificateRejection rejection) {
			return VerificationResult.rejected(rejection.code(), rejection.reason());
		}
	}

	private static @Nullable UUID expectedAgent(VerificationRequest request) throws CertificateRejection {
		String text = request.expectedAgentId();
		if (text == null) {
			return null;
		}
		try {
			UUID agentId = UUID.fromString(text);
			// The platform's parser also takes shortened groups.
			if (agentId.toString().equals(text.toLowerCase(Locale.ROOT))) {
				return agentId;
			}
		}
		catch (IllegalArgumentException ex) {
			// Falls through to the same rejection.
		}
		throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
				"The agent id '" + text
						+ "' in the address is no UUID. Write mxp://host:port/<agent id>, with the id as"
						+ " 'mxp identity show' prints it.");
	}

	// SEC-10: where an agent's key is pinned, nothing else counts for that agent.
	private static void checkPin(TrustPolicy policy, @Nullable UUID agentId, StaticKey key)
			throws CertificateRejection {
		StaticKey pinned = (agentId != null) ? policy.pinnedAgents().get(agentId) : null;
		if (pinned != null && !pinned.equals(key)) {
			throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
					"The peer's key " + key.fingerprint() + " is not the one pinned for agent " + agentId + " ("
							+ pinned.fingerprint()
							+ "). If the agent really has a new key, replace the pinned one in the trust file.");
		}
	}

	private static void checkAgent(TrustPolicy policy, UUID agentId, PeerRole role) throws CertificateRejection {
		if (policy.denyList().agents().contains(agentId)) {
			throw CertificateRejection.untrusted("The agent " + agentId
					+ " is on the deny list. Remove it there if the peer is to be accepted again.");
		}
		if (!policy.rolesOf(agentId).contains(role)) {
			throw CertificateRejection.untrusted("The agent " + agentId + " may not be a "
					+ role.name().toLowerCase(Locale.ROOT) + " here. Allow the role in the trust policy.");
		}
	}

	private static PeerIdentity pinned(TrustPolicy policy, @Nullable UUID expected, StaticKey key, PeerRole role)
			throws CertificateRejection {
		Optional<UUID> filedUnder = policy.pinnedAgents()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().equals(key))
			.map(Map.Entry::getKey)
			.findFirst();
		if (filedUnder.isPresent()) {
			checkExpected(expected, filedUnder.get());
		}
		UUID agentId = filedUnder.orElse((expected != null) ? expected : key.derivedAgentId());
		checkAgent(policy, agentId, role);
		return new PeerIdentity(agentId.toString(), null, key.fingerprint(), Long.MAX_VALUE, PeerIdentity.Form.PINNED);
	}

	private static void checkExpected(@Nullable UUID expected, UUID actual) throws CertificateRejection {
		if (expected != null && !expected.equals(actual)) {
			throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
					"The peer is agent " + actual + ", not the agent " + expected
							+ " of the address. Correct the agent id in the address, or the host and port.");
		}
	}

}
