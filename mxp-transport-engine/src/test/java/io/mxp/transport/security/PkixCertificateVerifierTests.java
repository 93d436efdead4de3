/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.DenyList;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each test changes one thing about a good peer.
 */
class PkixCertificateVerifierTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private static final UUID OTHER = UUID.fromString("00000000-0000-4000-8000-000000000002");

	private static final String URI = "spiffe://example.org/agent/" + AGENT;

	private final CertificateAuthority authority = newAuthority("example.org");

	private final AgentIdentity peer = this.authority.issueIdentity(AGENT, "weather", Duration.ofHours(24), NOW,
			TestCertificates.RANDOM);

	private final TrustPolicy policy = TrustPolicy.builder().trustAuthority(this.authority.certificate()).build();

	private static CertificateAuthority newAuthority(String trustDomain) {
		return CertificateAuthority.create("Test CA", trustDomain, Duration.ofDays(365), NOW, TestCertificates.RANDOM);
	}

	private static VerificationResult verify(TrustPolicy policy, StaticKey key, List<byte[]> chain, UUID expected,
			Instant now) {
		VerificationRequest request = new VerificationRequest(key.bytes(), chain, new byte[0], PeerRole.SERVER,
				(expected != null) ? expected.toString() : null);
		return new PkixCertificateVerifier(policy).verify(request, now.toEpochMilli());
	}

	private VerificationResult verifyLeaf(X509Certificate... chain) {
		List<byte[]> encoded = new ArrayList<>();
		for (X509Certificate certificate : chain) {
			encoded.add(Certificates.encode(certificate));
		}
		return verify(this.policy, this.peer.staticKey(), encoded, AGENT, NOW);
	}

	private TestCertificates leaf() {
		return TestCertificates.by(this.authority, this.peer.staticKey()).uris(URI);
	}

	private static void assertRejected(VerificationResult result, ErrorCode code, String sentence) {
		assertThat(result).isInstanceOfSatisfying(VerificationResult.Rejected.class, (rejected) -> {
			assertThat(rejected.code()).isEqualTo(code);
			assertThat(rejected.reason()).contains(sentence).endsWith(".");
		});
	}

	private static PeerIdentity accepted(VerificationResult result) {
		assertThat(result).isInstanceOf(VerificationResult.Accepted.class);
		return ((VerificationResult.Accepted) result).identity();
	}

	@Test
	@Requirement("SEC-07")
	void goodCertificateIsAccepted() {
		PeerIdentity identity = accepted(
				verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), AGENT, NOW));
		assertThat(identity.agentId()).isEqualTo(AGENT.toString());
		assertThat(identity.spiffeUri()).isEqualTo(URI);
		assertThat(identity.fingerprint()).isEqualTo(this.peer.fingerprint());
		assertThat(identity.notAfterMillis()).isEqualTo(NOW.plus(Duration.ofHours(24)).toEpochMilli());
		assertThat(identity.form()).isEqualTo(PeerIdentity.Form.CERTIFICATE);
	}

	@Test
	void anyAgentWillDoWhereNoneIsExpected() {
		assertThat(
				accepted(verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), null, NOW)).agentId())
			.isEqualTo(AGENT.toString());
	}

	@Test
	@Requirement("SEC-07")
	void expiredCertificateIsRejected() {
		Instant end = NOW.plus(Duration.ofHours(24));
		accepted(verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), AGENT, end));
		assertRejected(
				verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), AGENT, end.plusMillis(1)),
				ErrorCode.CERTIFICATE_EXPIRED, "expired at 2026-03-02T12:00:00Z");
	}

	@Test
	@Requirement("SEC-07")
	void certificateOfTheFutureIsRejected() {
		assertRejected(verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), AGENT,
				NOW.minus(Duration.ofMinutes(6))), ErrorCode.CERTIFICATE_EXPIRED, "is not valid before");
	}

	@Test
	@Requirement("SEC-07")
	void expiredAuthorityIsRejected() {
		CertificateAuthority brief = CertificateAuthority.create("Brief", "example.org", Duration.ofHours(1), NOW,
				TestCertificates.RANDOM);
		AgentIdentity agent = brief.issueIdentity(AGENT, "weather", Duration.ofDays(2), NOW, TestCertificates.RANDOM);
		TrustPolicy trusting = TrustPolicy.builder().trustAuthority(brief.certificate()).build();
		assertRejected(
				verify(trusting, agent.staticKey(), agent.certificateChain(), AGENT, NOW.plus(Duration.ofHours(2))),
				ErrorCode.CERTIFICATE_EXPIRED, "expired at 2026-03-01T13:00:00Z");
	}

	@Test
	@Requirement("SEC-07")
	void unknownAuthorityIsRejected() {
		CertificateAuthority unknown = CertificateAuthority.create("Unknown", "example.org", Duration.ofDays(1), NOW,
				TestCertificates.RANDOM);
		AgentIdentity stranger = unknown.issueIdentity(AGENT, "weather", Duration.ofHours(1), NOW,
				TestCertificates.RANDOM);
		assertRejected(verify(this.policy, stranger.staticKey(), stranger.certificateChain(), AGENT, NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "No trusted authority issued the peer's certificate");
	}

	@Test
	@Requirement("SEC-07")
	void authorityOfTheSameNameButAnotherKeyIsRejected() {
		AgentIdentity stranger = newAuthority("example.org").issueIdentity(AGENT, "weather", Duration.ofHours(1), NOW,
				TestCertificates.RANDOM);
		assertRejected(verify(this.policy, stranger.staticKey(), stranger.certificateChain(), AGENT, NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "with another key");
	}

	@Test
	@Requirement("SEC-07")
	@Attack("A28")
	void certificateOfAnotherKeyIsRejected() {
		StaticKey thief = AgentIdentity.generate("thief", TestCertificates.RANDOM).staticKey();
		assertRejected(verify(this.policy, thief, this.peer.certificateChain(), AGENT, NOW),
				ErrorCode.IDENTITY_MISMATCH, "but the handshake was made with " + thief.fingerprint());
	}

	@Test
	@Requirement("SEC-07")
	void twoUriNamesAreRejected() throws Exception {
		assertRejected(verifyLeaf(leaf().uris(URI, "spiffe://example.org/agent/" + OTHER).issue(NOW)),
				ErrorCode.CERTIFICATE_UNTRUSTED, "has 2 URI names");
		assertRejected(verifyLeaf(leaf().uris().issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED, "has 0 URI names");
	}

	@Test
	@Requirement("SEC-07")
	void namesOfAnotherFormAreRejected() throws Exception {
		for (String uri : List.of("spiffe://example.org/agent/weather", "spiffe://example.org/relay/" + AGENT,
				"https://example.org/agent/" + AGENT, "spiffe://example.org/agent/" + AGENT + "/x",
				"spiffe://example.org//agent/" + AGENT, "spiffe://example.org/agent/1-2-3-4-5",
				"spiffe://user@example.org/agent/" + AGENT, "spiffe://example.org:9/agent/" + AGENT,
				"spiffe://example.org/agent/" + AGENT + "?a=b")) {
			assertRejected(verifyLeaf(leaf().uris(uri).issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED,
					"is not of the form spiffe://");
		}
	}

	@Test
	@Requirement("SEC-07")
	void authorityAsLeafIsRejected() throws Exception {
		assertRejected(verifyLeaf(leaf().authority().issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED, "CA=false");
	}

	@Test
	@Requirement("SEC-07")
	void otherKeyUsageIsRejected() throws Exception {
		for (Integer usage : new Integer[] { null, KeyUsage.digitalSignature,
				KeyUsage.digitalSignature | KeyUsage.keyAgreement }) {
			assertRejected(verifyLeaf(leaf().usage(usage).issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED,
					"is not for key agreement");
		}
	}

	@Test
	@Requirement("SEC-07")
	void roleIsChecked() throws Exception {
		accepted(verifyLeaf(leaf().purpose(KeyPurposeId.id_kp_serverAuth).issue(NOW)));
		accepted(verifyLeaf(leaf().purpose(KeyPurposeId.anyExtendedKeyUsage).issue(NOW)));
		assertRejected(verifyLeaf(leaf().purpose(KeyPurposeId.id_kp_clientAuth).issue(NOW)),
				ErrorCode.CERTIFICATE_UNTRUSTED, "does not allow the role of a server");
	}

	@Test
	@Requirement("SEC-07")
	@Attack("A30")
	void otherKindOfKeyIsRejected() throws Exception {
		byte[] ed25519 = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
		assertRejected(verifyLeaf(leaf().subjectKey(ed25519).issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED,
				"Have the X25519 key signed");
	}

	@Test
	@Requirement("SEC-07")
	void otherTrustDomainIsRejected() throws Exception {
		assertRejected(verifyLeaf(leaf().uris("spiffe://example.com/agent/" + AGENT).issue(NOW)),
				ErrorCode.CERTIFICATE_UNTRUSTED, "may not speak for the trust domain 'example.com'");
	}

	@Test
	@Requirement("SEC-07")
	void otherAgentIsRejected() {
		assertRejected(verify(this.policy, this.peer.staticKey(), this.peer.certificateChain(), OTHER, NOW),
				ErrorCode.IDENTITY_MISMATCH, "The peer is agent " + AGENT + ", not the agent " + OTHER);
	}

	@Test
	void expectedAgentThatIsNoUuidIsRejected() {
		for (String text : List.of("weather", "1-2-3-4-5", "")) {
			VerificationRequest request = new VerificationRequest(this.peer.staticKey().bytes(),
					this.peer.certificateChain(), new byte[0], PeerRole.SERVER, text);
			assertRejected(new PkixCertificateVerifier(this.policy).verify(request, NOW.toEpochMilli()),
					ErrorCode.IDENTITY_MISMATCH, "is no UUID");
		}
	}

	@Test
	@Requirement("SEC-08")
	@Attack("A36")
	void chainOfFourIsAcceptedAndOfFiveRejected() {
		CertificateAuthority third = intermediate(intermediate(intermediate(this.authority, 1), 2), 3);
		List<X509Certificate> four = third.issue(new LeafProfile(AGENT, "weather", Duration.ofHours(1)),
				this.peer.staticKey(), NOW, TestCertificates.RANDOM);
		assertThat(four).hasSize(4);
		accepted(verifyLeaf(four.toArray(new X509Certificate[0])));
		List<X509Certificate> five = intermediate(third, 4).issue(
				new LeafProfile(AGENT, "weather", Duration.ofHours(1)), this.peer.staticKey(), NOW,
				TestCertificates.RANDOM);
		assertRejected(verifyLeaf(five.toArray(new X509Certificate[0])), ErrorCode.CERTIFICATE_UNTRUSTED,
				"shows 5 certificates, but at most 4");
	}

	private static CertificateAuthority intermediate(CertificateAuthority parent, int number) {
		return parent.createIntermediate("Intermediate " + number, Duration.ofDays(30), NOW, TestCertificates.RANDOM);
	}

	@Test
	@Requirement("SEC-08")
	@Attack("A36")
	void chainOverEightKibibytesIsRejected() throws Exception {
		X509Certificate small = leaf().padding(7_600).issue(NOW);
		assertThat(Certificates.encode(small).length).isLessThanOrEqualTo(8_192);
		accepted(verifyLeaf(small));
		assertRejected(verifyLeaf(leaf().padding(8_192).issue(NOW)), ErrorCode.CERTIFICATE_UNTRUSTED,
				"bytes, but at most 8192");
	}

	@Test
	void rootInTheChainDoesNoHarm() {
		accepted(verifyLeaf(Certificates.parse(this.peer.certificateChain().get(0)), this.authority.certificate()));
	}

	@Test
	@Requirement("SEC-07")
	void certificatesThatFormNoChainAreRejected() {
		X509Certificate leaf = Certificates.parse(this.peer.certificateChain().get(0));
		X509Certificate unrelated = CertificateAuthority
			.create("Unrelated", "example.org", Duration.ofDays(1), NOW, TestCertificates.RANDOM)
			.certificate();
		assertRejected(verifyLeaf(leaf, unrelated), ErrorCode.CERTIFICATE_UNTRUSTED, ".");
		// An agent's certificate cannot issue another.
		assertRejected(verifyLeaf(leaf, leaf), ErrorCode.CERTIFICATE_UNTRUSTED, ".");
	}

	@Test
	void deniedPeersAreRejected() {
		X509Certificate leaf = Certificates.parse(this.peer.certificateChain().get(0));
		String certificateFingerprint = Certificates.fingerprint(this.peer.certificateChain().get(0));
		for (TrustPolicy denying : List.of(
				this.policy.toBuilder().deny(DenyList.builder().serial(leaf.getSerialNumber()).build()).build(),
				this.policy.toBuilder().denyFingerprint(certificateFingerprint).build(),
				this.policy.toBuilder().denyFingerprint(this.peer.fingerprint()).build(),
				TrustPolicy.builder()
					.pinAgent(AGENT, this.peer.staticKey())
					.denyFingerprint(this.peer.fingerprint())
					.build())) {
			assertRejected(verify(denying, this.peer.staticKey(), this.peer.certificateChain(), AGENT, NOW),
					ErrorCode.CERTIFICATE_UNTRUSTED, "is on the deny list");
		}
	}

	@Test
	void changedPolicyCountsAtOnce() {
		AtomicReference<TrustPolicy> current = new AtomicReference<>(this.policy);
		PkixCertificateVerifier verifier = new PkixCertificateVerifier(current::get);
		VerificationRequest request = new VerificationRequest(this.peer.staticKey().bytes(),
				this.peer.certificateChain(), new byte[0], PeerRole.CLIENT, null);
		accepted(verifier.verify(request, NOW.toEpochMilli()));
		current.set(this.policy.toBuilder().denyFingerprint(this.peer.fingerprint()).build());
		assertRejected(verifier.verify(request, NOW.toEpochMilli()), ErrorCode.CERTIFICATE_UNTRUSTED, "deny list");
	}

	@Test
	void pinnedKeyNeedsNoCertificate() {
		StaticKey key = this.peer.staticKey();
		PeerIdentity bound = accepted(
				verify(TrustPolicy.builder().pinAgent(AGENT, key).build(), key, List.of(), null, NOW));
		assertThat(bound.agentId()).isEqualTo(AGENT.toString());
		assertThat(bound.form()).isEqualTo(PeerIdentity.Form.PINNED);
		TrustPolicy unbound = TrustPolicy.builder().pinKey(key).build();
		assertThat(accepted(verify(unbound, key, List.of(), null, NOW)).agentId())
			.isEqualTo(key.derivedAgentId().toString());
		assertThat(accepted(verify(unbound, key, List.of(), OTHER, NOW)).agentId()).isEqualTo(OTHER.toString());
	}

	@Test
	@Requirement("SEC-10")
	void pinnedKeyThatDoesNotMatchFailsInSpiteOfAGoodCertificate() {
		StaticKey pinned = AgentIdentity.generate("pinned", TestCertificates.RANDOM).staticKey();
		TrustPolicy both = this.policy.toBuilder().pinAgent(AGENT, pinned).build();
		for (UUID expected : new UUID[] { AGENT, null }) {
			assertRejected(verify(both, this.peer.staticKey(), this.peer.certificateChain(), expected, NOW),
					ErrorCode.IDENTITY_MISMATCH, "is not the one pinned for agent " + AGENT);
		}
	}

	@Test
	@Requirement("SEC-10")
	void keyPinnedForAnotherAgentFails() {
		StaticKey key = this.peer.staticKey();
		assertRejected(verify(TrustPolicy.builder().pinAgent(OTHER, key).build(), key, List.of(), AGENT, NOW),
				ErrorCode.IDENTITY_MISMATCH, "The peer is agent " + OTHER + ", not the agent " + AGENT);
	}

	@Test
	void keyThatNobodyVouchesForIsRejected() {
		assertRejected(verify(this.policy, this.peer.staticKey(), List.of(), AGENT, NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "shows no certificate and its key");
		assertRejected(
				verify(TrustPolicy.builder().build(), this.peer.staticKey(), this.peer.certificateChain(), AGENT, NOW),
				ErrorCode.CERTIFICATE_UNTRUSTED, "no authority is trusted here");
	}

	@Test
	@Requirement("SEC-07")
	@Attack("A04")
	void mutatedCertificatesAreRejectedAndThrowNothing() {
		byte[] good = this.peer.certificateChain().get(0);
		// Every single bit: the signature covers the content, and nothing else may vary.
		for (int bit = 0; bit < good.length * 8; bit++) {
			byte[] bad = good.clone();
			bad[bit / 8] ^= (byte) (1 << bit % 8);
			assertThat(verify(this.policy, this.peer.staticKey(), List.of(bad), AGENT, NOW)).as("bit " + bit)
				.isInstanceOf(VerificationResult.Rejected.class);
		}
		SplittableRandom random = new SplittableRandom(7);
		for (int round = 0; round < 1_000; round++) {
			byte[] bad = good.clone();
			for (int change = 0; change <= round % 8; change++) {
				bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
			}
			if (!Arrays.equals(bad, good)) {
				assertThat(verify(this.policy, this.peer.staticKey(), List.of(bad), AGENT, NOW)).as("round " + round)
					.isInstanceOf(VerificationResult.Rejected.class);
			}
		}
		for (byte[] junk : List.of(new byte[0], new byte[] { 0x30 }, new byte[] { 0x30, (byte) 0x84, 127, -1, -1, -1 },
				Arrays.copyOf(good, good.length + 1),
				IdentityPem.writeChain(this.peer).getBytes(StandardCharsets.UTF_8))) {
			assertRejected(verify(this.policy, this.peer.staticKey(), List.of(junk), AGENT, NOW),
					ErrorCode.CERTIFICATE_UNTRUSTED, "Certificate 1 of the peer cannot be read");
		}
	}

}
