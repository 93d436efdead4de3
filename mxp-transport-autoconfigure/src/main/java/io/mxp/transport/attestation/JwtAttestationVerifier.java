/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.attestation;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.AttestationStatement;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.PeerAttestation;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;

/**
 * Verifies tokens by the keys of those who may attest. The token has to be about the
 * peer's agent and static key, for this side, and of this time.
 */
public final class JwtAttestationVerifier implements AttestationVerifier {

	/** Longest time between iat and exp. */
	static final Duration LONGEST_LIFE = Duration.ofHours(1);

	private static final Duration TOLERANCE = Duration.ofSeconds(60);

	private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384,
			JWSAlgorithm.ES512, JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512, JWSAlgorithm.PS256,
			JWSAlgorithm.PS384, JWSAlgorithm.PS512);

	/** More keys than any bundle has; each token is checked by one. */
	private final JWKSet keys;

	private final Set<String> issuers;

	/**
	 * Creates a verifier.
	 * @param keys the public keys of those who may attest, each with its key id
	 * @param issuers what the issuer claim may be; empty for anything
	 */
	public JwtAttestationVerifier(JWKSet keys, Set<String> issuers) {
		this.keys = keys.toPublicJWKSet();
		this.issuers = Set.copyOf(issuers);
	}

	@Override
	public Result verify(AttestationStatement statement, Context context) {
		if (statement.type() != AttestationStatement.JWT) {
			return Result.rejected("The peer shows a statement of type " + statement.type()
					+ ", but only tokens (type 1) are understood here.");
		}
		try {
			SignedJWT token = SignedJWT.parse(new String(statement.bytes(), StandardCharsets.US_ASCII));
			String problem = signatureProblem(token);
			JWTClaimsSet claims = token.getJWTClaimsSet();
			if (problem == null) {
				problem = claimsProblem(claims, context);
			}
			return (problem != null) ? Result.rejected(problem) : accepted(claims);
		}
		catch (ParseException | JOSEException | RuntimeException ex) {
			// A hostile token may trip the parser.
			return Result.rejected("The peer's attestation token cannot be read.");
		}
	}

	private @Nullable String signatureProblem(SignedJWT token) throws JOSEException {
		JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
		if (!ALGORITHMS.contains(algorithm)) {
			return "The peer's attestation token is signed by " + algorithm + ", which is not accepted.";
		}
		String keyId = token.getHeader().getKeyID();
		JWK key = (keyId != null) ? this.keys.getKeyByKeyId(keyId) : null;
		JWSVerifier verifier = null;
		if (key instanceof ECKey elliptic) {
			verifier = new ECDSAVerifier(elliptic);
		}
		else if (key instanceof RSAKey rsa) {
			verifier = new RSASSAVerifier(rsa);
		}
		if (verifier == null) {
			return "No key '" + keyId + "' may attest here. Add it to the keys that are trusted for attestation.";
		}
		boolean good = verifier.supportedJWSAlgorithms().contains(algorithm) && token.verify(verifier);
		return good ? null : "The signature of the peer's attestation token is wrong.";
	}

	private @Nullable String claimsProblem(JWTClaimsSet claims, Context context) throws ParseException {
		if (!this.issuers.isEmpty() && !this.issuers.contains(String.valueOf(claims.getIssuer()))) {
			return "The issuer '" + claims.getIssuer() + "' of the peer's attestation token is not one of "
					+ this.issuers + ".";
		}
		if (!isSubject(claims.getSubject(), context.peer())) {
			return "The peer's attestation token is about '" + claims.getSubject() + "', but the peer is agent "
					+ context.peer().agentId() + ".";
		}
		if (!isAudience(claims.getAudience(), context)) {
			return "The peer's attestation token is for " + claims.getAudience() + ", not for this side.";
		}
		Object confirmed = claims.getClaim(JwtBinding.CONFIRMATION);
		if (!(confirmed instanceof Map<?, ?> map)
				|| !JwtBinding.thumbprint(context.peerKey()).equals(map.get(JwtBinding.THUMBPRINT))) {
			return "The peer's attestation token is bound to another static key than " + context.peerKey().fingerprint()
					+ ".";
		}
		return timeProblem(instant(claims.getIssueTime()), instant(claims.getExpirationTime()),
				Instant.ofEpochMilli(context.nowMillis()));
	}

	private static @Nullable String timeProblem(@Nullable Instant issued, @Nullable Instant end, Instant now) {
		if (issued == null || end == null) {
			return "The peer's attestation token lacks iat or exp.";
		}
		if (end.isAfter(issued.plus(LONGEST_LIFE))) {
			return "The peer's attestation token holds longer than " + LONGEST_LIFE + ".";
		}
		if (now.isAfter(end.plus(TOLERANCE))) {
			return "The peer's attestation token expired at " + end + ".";
		}
		return now.isBefore(issued.minus(TOLERANCE))
				? "The peer's attestation token is of " + issued + ", in the future. Correct the clocks." : null;
	}

	// The library's tokens have java.util's dates.
	private static @Nullable Instant instant(@Nullable Date date) {
		return (date != null) ? date.toInstant() : null;
	}

	private static boolean isSubject(@Nullable String subject, PeerIdentity peer) {
		return subject != null && peer.agentId() != null
				&& (subject.equals("urn:uuid:" + peer.agentId()) || subject.equals(peer.spiffeUri()));
	}

	private static boolean isAudience(@Nullable List<String> audience, Context context) {
		if (audience == null) {
			return false;
		}
		for (StaticKey own : context.ownKeys()) {
			if (audience.contains(JwtBinding.audience(own))) {
				return true;
			}
		}
		return context.peerRole() == PeerRole.SERVER && audience.contains(JwtBinding.ANYBODY);
	}

	private static Result accepted(JWTClaimsSet claims) {
		Map<String, String> texts = new LinkedHashMap<>();
		claims.getClaims().forEach((name, value) -> {
			if (value != null && !JwtBinding.CONFIRMATION.equals(name)) {
				texts.put(name, (value instanceof Date date) ? date.toInstant().toString() : value.toString());
			}
		});
		return Result.accepted(new PeerAttestation(Objects.requireNonNullElse(claims.getIssuer(), ""), texts,
				claims.getExpirationTime().toInstant().toEpochMilli()));
	}

}
