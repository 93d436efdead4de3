/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AttestationMode;

/**
 * Statements in handshakes besides identities.
 */
public class AttestationProperties {

	/**
	 * What is asked of every peer. Accepted and required need trusted keys, or an
	 * AttestationVerifier bean.
	 */
	private AttestationMode mode = AttestationMode.OFF;

	/**
	 * What is asked of certain agents instead, by agent id.
	 */
	private final Map<UUID, AttestationMode> agents = new LinkedHashMap<>();

	private final Jwt jwt = new Jwt();

	public AttestationMode getMode() {
		return this.mode;
	}

	public void setMode(AttestationMode mode) {
		this.mode = mode;
	}

	public Map<UUID, AttestationMode> getAgents() {
		return this.agents;
	}

	public Jwt getJwt() {
		return this.jwt;
	}

	/**
	 * Statements that are signed JSON Web Tokens. Nimbus JOSE + JWT has to be on the
	 * class path.
	 */
	public static class Jwt {

		/**
		 * P-256 key that signs this application's tokens: a location of a JWK, or of PEM
		 * with its private and public key; or the text itself. Without it none are shown.
		 */
		private @Nullable String signingKey;

		/**
		 * Keys of those who may attest: locations of JWK sets, or of PEM with a public
		 * key; or the texts themselves.
		 */
		private final List<String> trustedKeys = new ArrayList<>();

		/**
		 * Issuer of this application's tokens.
		 */
		private String issuer = "mxp";

		/**
		 * Issuers whose tokens are accepted. Empty for any that a trusted key signs for.
		 */
		private final List<String> trustedIssuers = new ArrayList<>();

		/**
		 * How long a token of this application holds, 2 minutes to 1 hour.
		 */
		private Duration life = Duration.ofMinutes(5);

		/**
		 * What this application's tokens say besides.
		 */
		private final Map<String, String> claims = new LinkedHashMap<>();

		public @Nullable String getSigningKey() {
			return this.signingKey;
		}

		public void setSigningKey(@Nullable String signingKey) {
			this.signingKey = signingKey;
		}

		public List<String> getTrustedKeys() {
			return this.trustedKeys;
		}

		public String getIssuer() {
			return this.issuer;
		}

		public void setIssuer(String issuer) {
			this.issuer = issuer;
		}

		public List<String> getTrustedIssuers() {
			return this.trustedIssuers;
		}

		public Duration getLife() {
			return this.life;
		}

		public void setLife(Duration life) {
			this.life = life;
		}

		public Map<String, String> getClaims() {
			return this.claims;
		}

	}

}
