/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Identities with static keys of P-256 in files, and what such files may lack. */
class P256FilesTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private static final LeafProfile PROFILE = new LeafProfile(AGENT, "weather", Duration.ofHours(24));

	private final CertificateAuthority authority = CertificateAuthority.create("House", "example.org",
			SigningKeyKind.P256, Duration.ofDays(30), NOW, TestCertificates.RANDOM);

	private final AgentIdentity bare = AgentIdentity.generateP256("weather");

	private final AgentIdentity certified = this.authority.certify(this.bare, PROFILE, NOW, TestCertificates.RANDOM);

	private static AgentIdentity read(String text) {
		return IdentityPem.readIdentity(text, null, "the test", NOW);
	}

	private static void assertUnreadable(String text, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(text)).withMessageContaining(sentence);
	}

	private static String pem(PrivateKey key) {
		return new PemBlock(PemBlock.PRIVATE_KEY, key.getEncoded()).encode();
	}

	private static KeyPair elliptic(String curve) throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec(curve));
		return generator.generateKeyPair();
	}

	/** As the platform writes a key that it was given as a number. */
	private static String withoutPublicHalf(AgentIdentity identity) throws Exception {
		ECPrivateKey whole = (ECPrivateKey) SigningKeyKind.P256.read(StaticKeys.toPkcs8(identity.privateKey()));
		return pem(KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(whole.getS(), whole.getParams())));
	}

	@Test
	@Requirement("SEC-05")
	void whatIsWrittenIsRead() {
		for (AgentIdentity identity : new AgentIdentity[] { this.bare, this.certified }) {
			AgentIdentity read = read(IdentityPem.write(identity));
			assertThat(read).isEqualTo(identity);
			assertThat(read.privateKey()).isEqualTo(identity.privateKey());
			assertThat(read.agentId()).isEqualTo(identity.agentId());
		}
		StaticKey key = this.bare.staticKey();
		assertThat(IdentityPem.readPublicKey(IdentityPem.write(key), "the test")).isEqualTo(key);
		assertThat(IdentityPem.readPublicKey(IdentityPem.writeChain(this.certified), "the test")).isEqualTo(key);
		assertThat(IdentityPem.readPublicKey(IdentityPem.writePin(key, AGENT, "weather"), "the test")).isEqualTo(key);
	}

	@Test
	void theStaticKeyOfFormBStandsBesideTheKeyThatSignsIt() {
		for (SigningKeyKind kind : SigningKeyKind.values()) {
			KeyPair signing = kind.generate(TestCertificates.RANDOM);
			AgentIdentity identity = this.authority.certifyForSigning(this.bare, PROFILE, signing, NOW,
					TestCertificates.RANDOM);
			assertThat(read(IdentityPem.write(identity)).staticKey()).isEqualTo(this.bare.staticKey());
			String keys = IdentityPem.writePrivateKey(identity);
			String chain = IdentityPem.writeChain(identity);
			for (String text : new String[] { keys + IdentityFiles.write(signing) + chain,
					IdentityFiles.write(signing) + keys + chain }) {
				AgentIdentity read = read(text);
				assertThat(read.staticKey()).isEqualTo(this.bare.staticKey());
				assertThat(StaticKeyStatement.verify(read.staticKeyStatement(), signing.getPublic(), read.staticKey()))
					.isTrue();
			}
			assertUnreadable(keys + chain, "neither that private key nor its statement");
			assertUnreadable(keys + IdentityFiles.write(kind.generate(TestCertificates.RANDOM)) + chain,
					(kind == SigningKeyKind.P256) ? "neither that private key nor its statement"
							: "is not the one of the certificate");
			TrustPolicy.Builder trust = TrustPolicy.builder();
			IdentityPem.readTrust(trust, chain + IdentityPem.writeStatement(identity), "the test");
			assertThat(trust.build().staticKeyOf(AGENT)).contains(this.bare.staticKey());
		}
	}

	@Test
	void thePublicHalfMayComeFromTheCertificate() throws Exception {
		String key = withoutPublicHalf(this.bare);
		assertThat(read(key + IdentityPem.writeChain(this.certified))).isEqualTo(this.certified);
		assertUnreadable(key, "is a P-256 key without its public half: openssl pkey -in");
		String other = withoutPublicHalf(AgentIdentity.generateP256("other"));
		assertUnreadable(other + IdentityPem.writeChain(this.certified), "is a P-256 key without its public half");
		String another = IdentityPem.writePrivateKey(AgentIdentity.generateP256("other"));
		assertUnreadable(another + IdentityPem.writeChain(this.certified), "Use the two files that were made together");
	}

	@Test
	@Requirement("SEC-05")
	void halvesThatDoNotBelongTogetherAreNoKey() {
		byte[] mixed = this.bare.privateKey();
		byte[] other = AgentIdentity.generateP256("other").privateKey();
		System.arraycopy(other, P256.SCALAR_BYTES, mixed, P256.SCALAR_BYTES, P256.PUBLIC_BYTES);
		assertThat(P256.belongTogether(this.bare.privateKey())).isTrue();
		assertThat(P256.belongTogether(mixed)).isFalse();
		assertUnreadable(new PemBlock(PemBlock.PRIVATE_KEY, StaticKeys.toPkcs8(mixed)).encode(), "public half");
	}

	@Test
	@Requirement("SEC-05")
	void otherCurvesAndPointsBesideTheCurveAreRefused() throws Exception {
		KeyPair wide = elliptic("secp384r1");
		assertUnreadable(pem(wide.getPrivate()), "on another curve than P-256");
		String point = new PemBlock(PemBlock.PUBLIC_KEY, wide.getPublic().getEncoded()).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> IdentityPem.readPublicKey(point, "the test"))
			.withMessageContaining("of the kind EC, not X25519");
		byte[] info = StaticKeys.toPublicKeyInfo(this.bare.staticKey()).getEncoded();
		info[info.length - 1] ^= 1;
		String beside = new PemBlock(PemBlock.PUBLIC_KEY, info).encode();
		assertThatIllegalArgumentException().isThrownBy(() -> IdentityPem.readPublicKey(beside, "the test"))
			.withMessageContaining("no point of P-256");
	}

	@Test
	void aTrustFileKnowsAgentsAndPinsOfP256() {
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityPem.readTrust(builder, IdentityPem.writeChain(this.certified), "the test");
		AgentIdentity pinned = AgentIdentity.generateP256("pinned");
		IdentityPem.readTrust(builder, IdentityPem.write(pinned.staticKey()), "the test");
		TrustPolicy policy = builder.build();
		assertThat(policy.staticKeyOf(AGENT)).contains(this.bare.staticKey());
		assertThat(policy.pinnedKeys()).containsExactly(pinned.staticKey());
	}

	@Test
	void theDevelopmentAuthorityChangesTheKindOfAKeyWhereItIsAsked(@TempDir Path directory) {
		DevelopmentAuthority development = DevelopmentAuthority.open(directory, TestCertificates.RANDOM, NOW);
		AgentIdentity first = development.identity("weather", NOW);
		AgentIdentity approved = development.identity("weather", StaticKeyKind.P256, NOW);
		assertThat(first.staticKey().isP256()).isFalse();
		assertThat(approved.staticKey().isP256()).isTrue();
		assertThat(approved.agentId()).isEqualTo(first.agentId());
		assertThat(development.identity("weather", StaticKeyKind.P256, NOW)).isEqualTo(approved);
		assertThat(development.trustPolicy().staticKeyOf(first.agentId())).contains(approved.staticKey());
		Instant late = NOW.plus(Duration.ofDays(2));
		AgentIdentity renewed = development.identity("weather", StaticKeyKind.P256, late);
		assertThat(renewed.staticKey()).isEqualTo(approved.staticKey());
		assertThat(renewed.certificateChain()).isNotEqualTo(approved.certificateChain());
	}

}
