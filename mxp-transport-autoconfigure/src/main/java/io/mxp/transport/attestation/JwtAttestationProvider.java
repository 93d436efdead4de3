/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.attestation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationStatement;
import io.mxp.transport.StaticKey;

/**
 * Signs tokens about this side's static key with a P-256 key that is here (ES256). Where
 * the key is elsewhere, write an {@link AttestationProvider} that asks for the token; its
 * claims are those of {@code docs/protocol/identity.md}, Attestation.
 */
public final class JwtAttestationProvider implements AttestationProvider {

	private final ECKey key;

	private final ECDSASigner signer;

	private final String issuer;

	private final Duration life;

	private final Map<String, ?> claims;

	private final Clock clock;

	/**
	 * Creates a provider.
	 * @param key the private key, with its key id
	 * @param issuer who says so
	 * @param life how long a token holds, 2 minutes to 1 hour
	 * @param claims what it says besides
	 * @param clock the time
	 * @throws IllegalArgumentException if the key cannot sign, or the life is a wrong one
	 */
	public JwtAttestationProvider(ECKey key, String issuer, Duration life, Map<String, ?> claims, Clock clock) {
		if (life.compareTo(Duration.ofMinutes(2)) < 0 || life.compareTo(JwtAttestationVerifier.LONGEST_LIFE) > 0) {
			throw new IllegalArgumentException("A token holds 2 minutes to 1 hour, not " + life + ".");
		}
		try {
			this.signer = new ECDSASigner(key);
		}
		catch (JOSEException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("The key cannot sign tokens. Give a private key on P-256.");
		}
		if (!this.signer.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256)) {
			throw new IllegalArgumentException("The key is on another curve than P-256, which ES256 needs.");
		}
		this.key = key;
		this.issuer = issuer;
		this.life = life;
		this.claims = Map.copyOf(claims);
		this.clock = clock;
	}

	@Override
	public AttestationStatement attest(AgentIdentity own, @Nullable StaticKey peerKey) {
		Instant now = this.clock.instant();
		Instant end = now.plus(this.life);
		JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
		this.claims.forEach(claims::claim);
		claims.issuer(this.issuer)
			.subject("urn:uuid:" + own.agentId())
			.audience((peerKey != null) ? JwtBinding.audience(peerKey) : JwtBinding.ANYBODY)
			.issueTime(Date.from(now))
			.expirationTime(Date.from(end))
			.jwtID(UUID.randomUUID().toString())
			.claim(JwtBinding.CONFIRMATION, Map.of(JwtBinding.THUMBPRINT, JwtBinding.thumbprint(own.staticKey())));
		SignedJWT token = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(this.key.getKeyID()).type(JOSEObjectType.JWT).build(),
				claims.build());
		try {
			token.sign(this.signer);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException("An attestation token could not be signed", ex);
		}
		return new AttestationStatement(AttestationStatement.JWT, token.serialize().getBytes(StandardCharsets.US_ASCII),
				end.toEpochMilli());
	}

	/** The issuer and the key's id, never the key (SEC-14). */
	@Override
	public String toString() {
		return "JwtAttestationProvider[" + this.issuer + ", key " + this.key.getKeyID() + "]";
	}

}
