/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import org.jspecify.annotations.Nullable;

/**
 * Puts the private keys, certificates and statement of one identity together, in form A
 * or B.
 *
 * @param source where they are from, for messages
 * @param now the time, for what expires
 * @param random where a static key comes from if there is none; null if there must be one
 */
// SPEC identity.md#files
record IdentityReader(String source, Instant now, @Nullable SecureRandom random) {

	/**
	 * Reads an identity.
	 * @param blocks the PEM blocks with the private keys, and perhaps a statement
	 * @param chain the certificates, the agent's own first; may be empty
	 */
	AgentIdentity read(List<PemBlock> blocks, List<X509Certificate> chain) {
		Keys keys = privateKeys(blocks);
		try {
			byte[] scalar = keys.scalar;
			if (chain.isEmpty()) {
				return AgentIdentity.builder(required(scalar, keys)).build();
			}
			X509Certificate leaf = chain.get(0);
			if (AgentCertificate.signs(leaf)) {
				return named(formB(keys, leaf, statement(blocks)), chain);
			}
			byte[] own = required(scalar, keys);
			if (X25519Keys.fromCertificate(leaf) != null) {
				return named(formA(own, leaf), chain);
			}
			throw new IllegalArgumentException("The first certificate of " + this.source + " is for a key of the kind "
					+ leaf.getPublicKey().getAlgorithm()
					+ ". Put the agent's own certificate, for its X25519 key, first. 'mxp identity agent' makes one.");
		}
		finally {
			keys.erase();
		}
	}

	private static byte[] required(byte @Nullable [] scalar, Keys keys) {
		if (scalar == null) {
			throw keys.unusable();
		}
		return scalar;
	}

	private AgentIdentity.Builder formA(byte[] scalar, X509Certificate leaf) {
		StaticKey own = StaticKey.of(Curve25519.publicKey(scalar));
		StaticKey certified = X25519Keys.fromCertificate(leaf);
		if (certified == null || !certified.equals(own)) {
			throw new IllegalArgumentException("The certificate of " + this.source + " is for the key " + certified
					+ ", but the private key is the one of " + own.fingerprint()
					+ ". Use the two files that were made together, or have a certificate issued for this key.");
		}
		return AgentIdentity.builder(scalar);
	}

	private AgentIdentity.Builder formB(Keys keys, X509Certificate leaf, byte @Nullable [] stored) {
		byte[] scalar = (keys.scalar != null) ? keys.scalar : newScalar(keys);
		StaticKey own = StaticKey.of(Curve25519.publicKey(scalar));
		byte[] statement;
		if (keys.signer != null) {
			statement = StaticKeyStatement.sign(keys.signer, own, leaf.getNotAfter().toInstant());
			if (!StaticKeyStatement.verify(statement, leaf.getPublicKey(), own)) {
				throw new IllegalArgumentException("The private key of " + this.source
						+ " is not the one of the certificate. Use the two files that were made together.");
			}
		}
		else if (stored != null) {
			statement = Arrays.copyOfRange(stored, StaticKey.LENGTH_BYTES, stored.length);
			checkStored(own, stored, statement, leaf);
		}
		else {
			throw new IllegalArgumentException("The certificate of " + this.source + " is for a key of the kind "
					+ leaf.getPublicKey().getAlgorithm() + ", but neither that private key nor its statement about the"
					+ " X25519 key is there. 'mxp identity agent --form b' makes both.");
		}
		AgentIdentity.Builder builder = AgentIdentity.builder(scalar).staticKeyStatement(statement);
		if (keys.scalar == null) {
			X25519Keys.erase(scalar);
		}
		return builder;
	}

	private byte[] newScalar(Keys keys) {
		if (this.random == null || keys.signer == null) {
			throw keys.unusable();
		}
		AgentIdentity made = AgentIdentity.generate("", this.random);
		return made.privateKey();
	}

	private void checkStored(StaticKey own, byte[] stored, byte[] statement, X509Certificate leaf) {
		if (!own.matches(Arrays.copyOf(stored, StaticKey.LENGTH_BYTES))
				|| !StaticKeyStatement.verify(statement, leaf.getPublicKey(), own)) {
			throw new IllegalArgumentException("The statement of " + this.source + " is not about the key "
					+ own.fingerprint() + " or not by the key of the certificate. Use what was made together.");
		}
		Instant end = Instant.ofEpochMilli(StaticKeyStatement.notAfterMillis(statement));
		if (this.now.isAfter(end)) {
			throw new IllegalArgumentException("The statement of " + this.source + " expired at " + end
					+ ". Have it signed again: mxp identity agent --form b --renew …");
		}
	}

	private AgentIdentity named(AgentIdentity.Builder builder, List<X509Certificate> chain) {
		X509Certificate leaf = chain.get(0);
		SpiffeId spiffeId = SpiffeId.of(leaf);
		if (spiffeId == null) {
			throw new IllegalArgumentException("The certificate of " + this.source
					+ " does not name one agent. It needs exactly one URI name spiffe://<trust domain>/agent/<UUID>;"
					+ " 'mxp identity agent' makes one.");
		}
		if (this.now.isAfter(leaf.getNotAfter().toInstant())) {
			throw new IllegalArgumentException("The certificate of " + this.source + " expired at "
					+ leaf.getNotAfter().toInstant() + ". Renew it: mxp identity agent --renew …");
		}
		if (this.now.isBefore(leaf.getNotBefore().toInstant())) {
			throw new IllegalArgumentException("The certificate of " + this.source + " is not valid before "
					+ leaf.getNotBefore().toInstant() + ". Check the clock of this machine (" + this.now + ").");
		}
		String name = Certificates.commonName(leaf);
		return builder.agentId(spiffeId.agentId())
			.name(name.isEmpty() ? spiffeId.agentId().toString() : name)
			.certificateChain(chain.stream().map(Certificates::encode).toList())
			.build();
	}

	private byte @Nullable [] statement(List<PemBlock> blocks) {
		for (PemBlock block : blocks) {
			if (block.type().equals(PemBlock.STATEMENT)) {
				if (block.content().length != StaticKey.LENGTH_BYTES + StaticKeyStatement.LENGTH_BYTES) {
					throw new IllegalArgumentException(
							"The statement of " + this.source + " has a wrong length. Copy the file again.");
				}
				return block.content();
			}
		}
		return null;
	}

	private Keys privateKeys(List<PemBlock> blocks) {
		Keys keys = new Keys(this.source);
		for (PemBlock block : blocks) {
			if (block.type().equals(PemBlock.PRIVATE_KEY)) {
				keys.add(block.content());
			}
			else if (block.type().equals("ENCRYPTED PRIVATE KEY")) {
				throw new IllegalArgumentException("The private key of " + this.source
						+ " is encrypted, which is not supported. Decrypt it (openssl pkey -in … -out …) and run chmod 600.");
			}
			else if (block.type().endsWith("PRIVATE KEY")) {
				throw new IllegalArgumentException("The private key of " + this.source + " is a block '" + block.type()
						+ "'. An X25519 key in PKCS#8 form ('PRIVATE KEY') is needed; 'mxp identity agent' makes one.");
			}
		}
		if (keys.scalar == null && keys.problem == null) {
			throw new IllegalArgumentException(
					this.source + " holds no private key. Give a PEM file with a block 'PRIVATE KEY';"
							+ " 'mxp identity agent' makes one.");
		}
		if (keys.scalar == null && keys.signer == null) {
			throw keys.unusable();
		}
		return keys;
	}

	/** The private keys of one identity; those given are erased. */
	private static final class Keys {

		private final String source;

		private byte @Nullable [] scalar;

		private @Nullable PrivateKey signer;

		private @Nullable String problem;

		Keys(String source) {
			this.source = source;
		}

		void add(byte[] pkcs8) {
			try {
				String kind = X25519Keys.kindOf(pkcs8);
				if (this.signer == null && (kind.equals("Ed25519") || kind.equals("EC"))) {
					this.signer = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
				}
				// Also for the sentence that says what is wrong with it.
				if (this.scalar == null) {
					this.scalar = X25519Keys.scalarOf(pkcs8);
				}
			}
			catch (IllegalArgumentException | GeneralSecurityException ex) {
				if (this.problem == null) {
					this.problem = (ex instanceof IllegalArgumentException) ? ex.getMessage() : "cannot be read";
				}
			}
			finally {
				X25519Keys.erase(pkcs8);
			}
		}

		IllegalArgumentException unusable() {
			return new IllegalArgumentException("The private key of " + this.source + " " + this.problem
					+ ". Make a fitting one: mxp identity agent, or openssl genpkey -algorithm X25519");
		}

		void erase() {
			if (this.scalar != null) {
				X25519Keys.erase(this.scalar);
			}
		}

		/** Nothing secret (SEC-14). */
		@Override
		public String toString() {
			return "Keys of " + this.source;
		}

	}

}
