/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.attestation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.Test;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationStatement;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Each test changes one thing about a good token. */
class JwtAttestationTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private final ECKey key = key("nurse-1", Curve.P_256);

	private final AgentIdentity client = AgentIdentity.generate("client", new SecureRandom());

	private final AgentIdentity server = AgentIdentity.generate("server", new SecureRandom());

	private final AttestationVerifier verifier = new JwtAttestationVerifier(new JWKSet(this.key), Set.of("nurse"));

	private static ECKey key(String id, Curve curve) {
		try {
			return new ECKeyGenerator(curve).keyID(id).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static JwtAttestationProvider provider(ECKey key, Instant now) {
		return new JwtAttestationProvider(key, "nurse", Duration.ofMinutes(5), Map.of("region", "eu"),
				Clock.fixed(now, ZoneOffset.UTC));
	}

	private AttestationVerifier.Context context(AgentIdentity peer, PeerRole role, AgentIdentity own, Instant now) {
		PeerIdentity identity = new PeerIdentity(peer.agentId().toString(), null, peer.fingerprint(), Long.MAX_VALUE,
				PeerIdentity.Form.PINNED);
		return new AttestationVerifier.Context(identity, peer.staticKey(), role, Set.of(own.staticKey()),
				now.toEpochMilli());
	}

	private AttestationVerifier.Result verify(AttestationStatement statement) {
		return this.verifier.verify(statement, context(this.client, PeerRole.CLIENT, this.server, NOW));
	}

	private void assertRejected(AttestationVerifier.Result result, String sentence) {
		assertThat(result).isInstanceOfSatisfying(AttestationVerifier.Rejected.class,
				(rejected) -> assertThat(rejected.reason()).contains(sentence));
	}

	@Test
	void goodTokenIsAccepted() {
		AttestationStatement statement = provider(this.key, NOW).attest(this.client, this.server.staticKey());
		assertThat(statement.type()).isEqualTo(AttestationStatement.JWT);
		assertThat(statement.notAfterMillis()).isEqualTo(NOW.plusSeconds(300).toEpochMilli());
		assertThat(statement.bytes().length).isLessThan(1_024);
		assertThat(verify(statement)).isInstanceOfSatisfying(AttestationVerifier.Accepted.class, (accepted) -> {
			assertThat(accepted.attestation().issuer()).isEqualTo("nurse");
			assertThat(accepted.attestation().claims()).containsEntry("region", "eu")
				.containsEntry("sub", "urn:uuid:" + this.client.agentId())
				.containsEntry("exp", "2026-03-01T12:05:00Z")
				.doesNotContainKey("cnf");
			assertThat(accepted.attestation().notAfterMillis()).isEqualTo(NOW.plusSeconds(300).toEpochMilli());
		});
	}

	@Test
	void serverShowsOneToEverybody() {
		AttestationStatement statement = provider(this.key, NOW).attest(this.server, null);
		assertThat(this.verifier.verify(statement, context(this.server, PeerRole.SERVER, this.client, NOW)))
			.isInstanceOf(AttestationVerifier.Accepted.class);
		// A client may not: what is for everybody could be shown to every server.
		AttestationStatement loose = provider(this.key, NOW).attest(this.client, null);
		assertRejected(verify(loose), "not for this side");
	}

	@Test
	void tokenOfAnotherKeyAgentOrServerIsRefused() {
		AgentIdentity thief = AgentIdentity.generate("thief", new SecureRandom());
		AttestationStatement statement = provider(this.key, NOW).attest(this.client, this.server.staticKey());
		AgentIdentity sameAgent = thief.toBuilder().agentId(this.client.agentId()).build();
		assertRejected(this.verifier.verify(statement, context(sameAgent, PeerRole.CLIENT, this.server, NOW)),
				"bound to another static key");
		assertRejected(this.verifier.verify(statement, context(thief, PeerRole.CLIENT, this.server, NOW)),
				"but the peer is agent " + thief.agentId());
		assertRejected(this.verifier.verify(statement, context(this.client, PeerRole.CLIENT, thief, NOW)),
				"not for this side");
	}

	@Test
	void timesAreChecked() {
		AttestationStatement statement = provider(this.key, NOW).attest(this.client, this.server.staticKey());
		assertThat(at(statement, 360)).isInstanceOf(AttestationVerifier.Accepted.class);
		assertRejected(at(statement, 361), "expired at 2026-03-01T12:05:00Z");
		assertThat(at(statement, -60)).isInstanceOf(AttestationVerifier.Accepted.class);
		assertRejected(at(statement, -61), "in the future");
		assertRejected(verify(signed(this.key, claims().expirationTime(Date.from(NOW.plusSeconds(3_601))).build())),
				"holds longer than");
		assertRejected(verify(signed(this.key, claims().expirationTime(null).build())), "lacks iat or exp");
	}

	private AttestationVerifier.Result at(AttestationStatement statement, long seconds) {
		return this.verifier.verify(statement,
				context(this.client, PeerRole.CLIENT, this.server, NOW.plusSeconds(seconds)));
	}

	@Test
	void signersAreChecked() throws Exception {
		assertRejected(verify(provider(key("nurse-2", Curve.P_256), NOW).attest(this.client, this.server.staticKey())),
				"No key 'nurse-2' may attest here");
		assertRejected(verify(provider(key("nurse-1", Curve.P_256), NOW).attest(this.client, this.server.staticKey())),
				"signature of the peer's attestation token is wrong");
		assertRejected(verify(signed(this.key, claims().issuer("quack").build())), "issuer 'quack'");
		assertRejected(verify(text(new PlainJWT(claims().build()).serialize())), "cannot be read");
		SignedJWT shared = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("nurse-1").build(),
				claims().build());
		// The public key as the shared one: an old trick.
		JWSSigner mac = new MACSigner(this.key.toPublicJWK().toJSONString());
		shared.sign(mac);
		assertRejected(verify(text(shared.serialize())), "HS256, which is not accepted");
		assertRejected(verify(new AttestationStatement(200, new byte[1], 0)), "type 200");
	}

	@Test
	void brokenTokensAreRefusedAndThrowNothing() {
		byte[] good = provider(this.key, NOW).attest(this.client, this.server.staticKey()).bytes();
		SplittableRandom random = new SplittableRandom(7);
		for (int round = 0; round < 300; round++) {
			byte[] bad = good.clone();
			int at = random.nextInt(bad.length);
			// The last character of a part may have bits that mean nothing.
			if (at + 1 == bad.length || bad[at + 1] == '.') {
				continue;
			}
			byte before = bad[at];
			bad[at] = (byte) random.nextInt(256);
			if (bad[at] != before) {
				assertThat(verify(new AttestationStatement(1, bad, 0))).as("round " + round)
					.isInstanceOf(AttestationVerifier.Rejected.class);
			}
		}
		for (String junk : List.of("", ".", "..", "a.b.c", "e30.e30.e30", "{}")) {
			assertRejected(verify(text(junk)), "cannot be read");
		}
	}

	@Test
	void keysAreReadFromJwkAndTheirIdsAreTheSameOnBothSides() {
		ECKey unnamed = key(null, Curve.P_256);
		ECKey signing = JwtKeys.signingKey(unnamed.toJSONString(), "test");
		JWKSet trusted = JwtKeys.trustedKeys(List.of(unnamed.toPublicJWK().toJSONString()), "test");
		assertThat(trusted.getKeyByKeyId(signing.getKeyID())).isNotNull();
		assertThat(trusted.getKeys()).noneMatch((each) -> each.isPrivate());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JwtKeys.signingKey(unnamed.toPublicJWK().toJSONString(), "the property"))
			.withMessageStartingWith("the property is no private P-256 key")
			.withNoCause();
		assertThatIllegalArgumentException().isThrownBy(() -> JwtKeys.trustedKeys(List.of("hello"), "the property"));
		assertThatIllegalArgumentException().isThrownBy(() -> provider(key("x", Curve.P_384), NOW))
			.withMessageContaining("P-256");
	}

	@Test
	void nothingPrintsTheKey() {
		String secret = this.key.getD().toString();
		assertThat(provider(this.key, NOW).toString()).doesNotContain(secret);
		assertThat(this.verifier.toString()).doesNotContain(secret);
	}

	private JWTClaimsSet.Builder claims() {
		return new JWTClaimsSet.Builder().issuer("nurse")
			.subject("urn:uuid:" + this.client.agentId())
			.audience(JwtBinding.audience(this.server.staticKey()))
			.issueTime(Date.from(NOW))
			.expirationTime(Date.from(NOW.plusSeconds(60)))
			.claim("cnf", Map.of("jkt", JwtBinding.thumbprint(this.client.staticKey())));
	}

	private static AttestationStatement signed(ECKey key, JWTClaimsSet claims) {
		try {
			SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
					claims);
			token.sign(new ECDSASigner(key));
			return text(token.serialize());
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static AttestationStatement text(String token) {
		return new AttestationStatement(AttestationStatement.JWT, token.getBytes(StandardCharsets.US_ASCII), 0);
	}

	/** RFC 8037 has no thumbprint of X25519 keys; this is the definition of RFC 7638. */
	@Test
	void thumbprintIsThatOfTheSpecification() throws Exception {
		StaticKey zero = StaticKey.of(new byte[32]);
		String json = "{\"crv\":\"X25519\",\"kty\":\"OKP\",\"x\":\"" + "A".repeat(43) + "\"}";
		byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.US_ASCII));
		assertThat(JwtBinding.thumbprint(zero))
			.isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
	}

}
