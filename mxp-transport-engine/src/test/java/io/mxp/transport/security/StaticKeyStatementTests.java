/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.DenyList;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Form B: a certificate for an Ed25519 or P-256 key, which signs the static key. Each
 * test changes one thing about a good peer.
 */
class StaticKeyStatementTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private static final LeafProfile PROFILE = new LeafProfile(AGENT, "weather", Duration.ofHours(24));

	private final CertificateAuthority authority = CertificateAuthority.create("Test CA", "example.org",
			Duration.ofDays(365), NOW, TestCertificates.RANDOM);

	private final TrustPolicy policy = TrustPolicy.builder().trustAuthority(this.authority.certificate()).build();

	private final AgentIdentity bare = AgentIdentity.generate("weather", TestCertificates.RANDOM);

	private AgentIdentity peer(KeyPair signing) {
		return this.authority.certifyForSigning(this.bare, PROFILE, signing, NOW, TestCertificates.RANDOM);
	}

	private static VerificationResult verify(TrustPolicy policy, StaticKey key, List<byte[]> chain, byte[] statement,
			Instant now) {
		return new PkixCertificateVerifier(policy).verify(
				new VerificationRequest(key.bytes(), chain, statement, PeerRole.SERVER, AGENT.toString()),
				now.toEpochMilli());
	}

	private VerificationResult verify(AgentIdentity peer, byte[] statement) {
		return verify(this.policy, peer.staticKey(), peer.certificateChain(), statement, NOW);
	}

	private static void assertRejected(VerificationResult result, ErrorCode code, String sentence) {
		assertThat(result).isInstanceOfSatisfying(VerificationResult.Rejected.class, (rejected) -> {
			assertThat(rejected.code()).isEqualTo(code);
			assertThat(rejected.reason()).contains(sentence).endsWith(".");
		});
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-07")
	void goodPeerIsAcceptedUntilTheStatementEnds(SigningKeyKind kind) {
		KeyPair signing = kind.generate(TestCertificates.RANDOM);
		AgentIdentity peer = peer(signing);
		Instant end = NOW.plus(Duration.ofHours(1));
		byte[] statement = StaticKeyStatement.sign(signing.getPrivate(), peer.staticKey(), end);
		assertThat(statement).hasSize(72);
		assertThat(verify(peer, statement)).isInstanceOfSatisfying(VerificationResult.Accepted.class, (accepted) -> {
			assertThat(accepted.identity().agentId()).isEqualTo(AGENT.toString());
			assertThat(accepted.identity().fingerprint()).isEqualTo(peer.fingerprint());
			assertThat(accepted.identity().notAfterMillis()).isEqualTo(end.toEpochMilli());
		});
		assertThat(verify(this.policy, peer.staticKey(), peer.certificateChain(), statement, end))
			.isInstanceOf(VerificationResult.Accepted.class);
		assertRejected(verify(this.policy, peer.staticKey(), peer.certificateChain(), statement, end.plusMillis(1)),
				ErrorCode.CERTIFICATE_EXPIRED, "statement about the peer's X25519 key expired at 2026-03-01T13:00:00Z");
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-07")
	@Attack("A28")
	void theWordForOneKeyIsNoneForAnother(SigningKeyKind kind) {
		AgentIdentity peer = peer(kind.generate(TestCertificates.RANDOM));
		StaticKey thief = AgentIdentity.generate("thief", TestCertificates.RANDOM).staticKey();
		assertRejected(verify(this.policy, thief, peer.certificateChain(), peer.staticKeyStatement(), NOW),
				ErrorCode.IDENTITY_MISMATCH, "has not signed the key " + thief.fingerprint());
	}

	@ParameterizedTest
	@EnumSource
	@Requirement("SEC-07")
	void everyFlippedBitOfAStatementRefusesIt(SigningKeyKind kind) {
		AgentIdentity peer = peer(kind.generate(TestCertificates.RANDOM));
		byte[] good = peer.staticKeyStatement();
		for (int bit = 0; bit < 8 * good.length; bit++) {
			byte[] bad = good.clone();
			bad[bit / 8] ^= (byte) (1 << bit % 8);
			assertThat(verify(peer, bad)).as("bit " + bit).isInstanceOf(VerificationResult.Rejected.class);
		}
		for (int length : new int[] { 0, 1, 8, 71, 73, 512 }) {
			assertRejected(verify(peer, Arrays.copyOf(good, length)), ErrorCode.CERTIFICATE_UNTRUSTED,
					(length == 0) ? "is missing" : "of a wrong length");
		}
	}

	@Test
	@Requirement("SEC-05")
	@Attack("A30")
	void zeroSignaturesAreRefused() {
		AgentIdentity peer = peer(SigningKeyKind.P256.generate(TestCertificates.RANDOM));
		byte[] zeroBoth = Arrays.copyOf(peer.staticKeyStatement(), 8);
		byte[] good = peer.staticKeyStatement();
		byte[] zeroR = good.clone();
		Arrays.fill(zeroR, 8, 40, (byte) 0);
		byte[] zeroS = good.clone();
		Arrays.fill(zeroS, 40, 72, (byte) 0);
		for (byte[] bad : List.of(Arrays.copyOf(zeroBoth, 72), zeroR, zeroS)) {
			assertRejected(verify(peer, bad), ErrorCode.IDENTITY_MISMATCH, "has not signed");
		}
	}

	@Test
	@Requirement("SEC-07")
	void certificateForSigningIsHeldToItsOwnRules() throws Exception {
		KeyPair signing = SigningKeyKind.ED25519.generate(TestCertificates.RANDOM);
		byte[] statement = StaticKeyStatement.sign(signing.getPrivate(), this.bare.staticKey(),
				NOW.plus(Duration.ofHours(1)));
		TestCertificates leaf = TestCertificates.by(this.authority, this.bare.staticKey())
			.uris("spiffe://example.org/agent/" + AGENT)
			.subjectKey(signing.getPublic().getEncoded());
		for (Integer usage : new Integer[] { null, KeyUsage.keyAgreement, KeyUsage.digitalSignature | KeyUsage.cRLSign,
				KeyUsage.digitalSignature | KeyUsage.keyCertSign }) {
			assertRejected(verifyLeaf(leaf.usage(usage).issue(NOW), statement), ErrorCode.CERTIFICATE_UNTRUSTED,
					"is not for signatures");
		}
		assertThat(verifyLeaf(leaf.usage(KeyUsage.digitalSignature).issue(NOW), statement))
			.isInstanceOf(VerificationResult.Accepted.class);
		assertRejected(verifyLeaf(leaf.authority().issue(NOW), statement), ErrorCode.CERTIFICATE_UNTRUSTED, "CA=false");
	}

	private VerificationResult verifyLeaf(X509Certificate leaf, byte[] statement) {
		return verify(this.policy, this.bare.staticKey(), List.of(Certificates.encode(leaf)), statement, NOW);
	}

	@Test
	@Requirement("SEC-07")
	void keysOfOtherKindsSignNothing() throws Exception {
		for (String curve : List.of("secp384r1", "secp521r1")) {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec(curve));
			KeyPair pair = generator.generateKeyPair();
			assertThat(StaticKeyStatement.canSign(pair.getPublic())).as(curve).isFalse();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> StaticKeyStatement.sign(pair.getPrivate(), this.bare.staticKey(), NOW));
		}
		KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
		assertThat(StaticKeyStatement.canSign(rsa.getPublic())).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StaticKeyStatement.sign(rsa.getPrivate(), this.bare.staticKey(), NOW))
			.withMessage("The certificate's private key cannot sign. Use Ed25519 or P-256.")
			.withNoCause();
	}

	@Test
	void bytesAreThoseOfTheSpecification() {
		AgentIdentity peer = peer(SigningKeyKind.ED25519.generate(TestCertificates.RANDOM));
		byte[] statement = peer.staticKeyStatement();
		assertThat(ByteBuffer.wrap(statement).order(ByteOrder.LITTLE_ENDIAN).getLong())
			.isEqualTo(NOW.plus(Duration.ofHours(24)).toEpochMilli());
	}

	@Test
	@Requirement("SEC-07")
	void rolesComeFromCertificateAuthorityAndPolicy() {
		KeyPair signing = SigningKeyKind.P256.generate(TestCertificates.RANDOM);
		LeafProfile clientOnly = new LeafProfile(AGENT, "weather", Duration.ofHours(1), Set.of(PeerRole.CLIENT));
		AgentIdentity client = this.authority.certifyForSigning(this.bare, clientOnly, signing, NOW,
				TestCertificates.RANDOM);
		assertRejected(verify(client, client.staticKeyStatement()), ErrorCode.CERTIFICATE_UNTRUSTED,
				"does not allow the role of a server");
		AgentIdentity both = peer(signing);
		TrustPolicy clientsOnly = TrustPolicy.builder()
			.trustAuthority(this.authority.certificate(), "example.org", EnumSet.of(PeerRole.CLIENT))
			.build();
		assertRejected(verify(clientsOnly, both.staticKey(), both.certificateChain(), both.staticKeyStatement(), NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "may not be a server here");
		TrustPolicy notThisOne = this.policy.toBuilder().allowRoles(AGENT, EnumSet.of(PeerRole.CLIENT)).build();
		assertRejected(verify(notThisOne, both.staticKey(), both.certificateChain(), both.staticKeyStatement(), NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "The agent " + AGENT + " may not be a server here");
		TrustPolicy pinned = TrustPolicy.builder()
			.pinAgent(AGENT, both.staticKey())
			.allowRoles(AGENT, EnumSet.of(PeerRole.CLIENT))
			.build();
		assertRejected(verify(pinned, both.staticKey(), List.of(), new byte[0], NOW), ErrorCode.CERTIFICATE_UNTRUSTED,
				"The agent " + AGENT + " may not be a server here");
	}

	@Test
	@Requirement("SEC-09")
	void deniedByAgentByKeyByLeafAndByAuthority() {
		AgentIdentity peer = peer(SigningKeyKind.P256.generate(TestCertificates.RANDOM));
		X509Certificate leaf = Certificates.parse(peer.certificateChain().get(0));
		X509Certificate root = this.authority.certificate();
		for (DenyList list : List.of(DenyList.builder().agent(AGENT).build(),
				DenyList.builder().fingerprint(peer.fingerprint()).build(),
				DenyList.builder().serial(leaf.getSerialNumber()).build(),
				DenyList.builder().fingerprint(Certificates.fingerprint(Certificates.encode(leaf))).build(),
				DenyList.builder().serial(root.getSerialNumber()).build())) {
			TrustPolicy denying = this.policy.toBuilder().deny(list).build();
			assertRejected(verify(denying, peer.staticKey(), peer.certificateChain(), peer.staticKeyStatement(), NOW),
					ErrorCode.CERTIFICATE_UNTRUSTED, "is on the deny list");
		}
		TrustPolicy pinned = TrustPolicy.builder()
			.pinAgent(AGENT, peer.staticKey())
			.deny(DenyList.builder().agent(AGENT).build())
			.build();
		assertRejected(verify(pinned, peer.staticKey(), List.of(), new byte[0], NOW), ErrorCode.CERTIFICATE_UNTRUSTED,
				"The agent " + AGENT + " is on the deny list");
	}

}
