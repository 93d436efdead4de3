/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates: the chain that a peer shows, in one piece or cut in two, under a key that
 * is that of the leaf, if it can be read; and the same bytes as a file of the
 * configuration.
 */
class CertificateFuzzTests {

	private static final long NOW = 1_800_000_000_000L;

	private static final byte[] KEY = Curve25519.publicKey(new byte[32]);

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void certificate(byte[] bytes) {
		if (bytes.length == 0) {
			return;
		}
		TrustPolicy policy = AuthorityOfTheCorpus.policy();
		int cut = (bytes[0] & 0xFF) * 8;
		byte[] rest = java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
		List<byte[]> chain = (cut == 0 || cut >= rest.length) ? List.of(rest)
				: List.of(java.util.Arrays.copyOf(rest, cut), java.util.Arrays.copyOfRange(rest, cut, rest.length));
		VerificationResult result = new PkixCertificateVerifier(policy)
			.verify(new VerificationRequest(keyOf(chain.get(0)), chain, rest, PeerRole.SERVER, null), NOW);
		if (result instanceof VerificationResult.Accepted accepted) {
			assertThat(chain.get(0)).as("only what the authority signed is accepted")
				.isEqualTo(AuthorityOfTheCorpus.leaf());
			assertThat(accepted.identity().agentId()).isNotEmpty();
		}
		else if (result instanceof VerificationResult.Rejected rejected) {
			assertThat(rejected.code()).isIn(ErrorCode.CERTIFICATE_UNTRUSTED, ErrorCode.CERTIFICATE_EXPIRED,
					ErrorCode.IDENTITY_MISMATCH);
			assertThat(rejected.reason()).isNotEmpty();
		}
		file(new String(rest, StandardCharsets.UTF_8));
	}

	private static byte[] keyOf(byte[] leaf) {
		try {
			StaticKey key = X25519Keys.fromCertificate(Certificates.parse(leaf));
			return (key != null) ? key.bytes() : KEY;
		}
		catch (IllegalArgumentException ex) {
			return KEY;
		}
	}

	private static void file(String text) {
		refusesOrReads(() -> {
			AgentIdentity identity = IdentityPem.readIdentity(text, null, "the file", Instant.ofEpochMilli(NOW));
			assertThat(identity.staticKey().bytes()).hasSize(32);
		});
		refusesOrReads(() -> IdentityPem.readCertificates(text, "the file"));
		refusesOrReads(() -> IdentityPem.readPublicKey(text, "the file"));
		refusesOrReads(() -> {
			TrustPolicy.Builder builder = TrustPolicy.builder();
			IdentityPem.readTrust(builder, text, "the file");
			builder.build();
		});
	}

	private static void refusesOrReads(Runnable reading) {
		try {
			reading.run();
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex).hasMessageContaining("the file");
		}
	}

}
