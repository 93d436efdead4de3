/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
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
		IdentityKeys keys = privateKeys(blocks);
		try {
			if (chain.isEmpty()) {
				return built(keys.staticKey()).build();
			}
			X509Certificate leaf = chain.get(0);
			if (AgentCertificate.signs(leaf)) {
				return named(formB(keys, leaf, statement(blocks)), chain);
			}
			StaticKey certified = StaticKeys.fromCertificate(leaf);
			if (certified == null) {
				// Whose key is of no use either hears of that first.
				X25519Keys.erase(keys.staticKey());
				throw new IllegalArgumentException("The first certificate of " + this.source
						+ " is for a key of the kind " + leaf.getPublicKey().getAlgorithm()
						+ ". Put the agent's own certificate, for its static key, first. 'mxp identity agent' makes one.");
			}
			return named(formA(keys.staticKeyFor(certified), certified), chain);
		}
		finally {
			keys.erase();
		}
	}

	/** Erases what it is given. */
	private static AgentIdentity.Builder built(byte[] privateKey) {
		AgentIdentity.Builder builder = AgentIdentity.builder(privateKey);
		X25519Keys.erase(privateKey);
		return builder;
	}

	private AgentIdentity.Builder formA(byte[] privateKey, StaticKey certified) {
		AgentIdentity.Builder builder = built(privateKey);
		StaticKey own = builder.build().staticKey();
		if (!certified.equals(own)) {
			throw new IllegalArgumentException("The certificate of " + this.source + " is for the key " + certified
					+ ", but the private key is the one of " + own.fingerprint()
					+ ". Use the two files that were made together, or have a certificate issued for this key.");
		}
		return builder;
	}

	private AgentIdentity.Builder formB(IdentityKeys keys, X509Certificate leaf, byte @Nullable [] stored) {
		PrivateKey signer = keys.signer(StaticKeys.fromCertificate(leaf));
		byte[] given = keys.staticKeyBeside(signer);
		AgentIdentity.Builder builder = built((given != null) ? given : newScalar(keys, signer));
		StaticKey own = builder.build().staticKey();
		if (signer == null) {
			if (stored == null) {
				throw new IllegalArgumentException("The certificate of " + this.source + " is for a key of the kind "
						+ leaf.getPublicKey().getAlgorithm()
						+ ", but neither that private key nor its statement about the static key is there."
						+ " 'mxp identity agent --form b' makes both.");
			}
			return builder.staticKeyStatement(checked(own, stored, leaf));
		}
		byte[] statement = StaticKeyStatement.sign(signer, own, leaf.getNotAfter().toInstant());
		if (!StaticKeyStatement.verify(statement, leaf.getPublicKey(), own)) {
			throw new IllegalArgumentException("The private key of " + this.source
					+ " is not the one of the certificate. Use the two files that were made together.");
		}
		return builder.staticKeyStatement(statement);
	}

	private byte[] newScalar(IdentityKeys keys, @Nullable PrivateKey signer) {
		if (this.random == null || signer == null) {
			throw keys.unusable();
		}
		return AgentIdentity.generate("", this.random).privateKey();
	}

	private byte[] checked(StaticKey own, byte[] stored, X509Certificate leaf) {
		byte[] statement = StaticKeyStatement.statementOf(stored);
		if (!own.equals(StaticKeyStatement.keyOf(stored))
				|| !StaticKeyStatement.verify(statement, leaf.getPublicKey(), own)) {
			throw new IllegalArgumentException("The statement of " + this.source + " is not about the key "
					+ own.fingerprint() + " or not by the key of the certificate. Use what was made together.");
		}
		Instant end = Instant.ofEpochMilli(StaticKeyStatement.notAfterMillis(statement));
		if (this.now.isAfter(end)) {
			throw new IllegalArgumentException("The statement of " + this.source + " expired at " + end
					+ ". Have it signed again: mxp identity agent --form b --renew …");
		}
		return statement;
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
				if (!StaticKeyStatement.isWhole(block.content())) {
					throw new IllegalArgumentException(
							"The statement of " + this.source + " has a wrong length. Copy the file again.");
				}
				return block.content();
			}
		}
		return null;
	}

	private IdentityKeys privateKeys(List<PemBlock> blocks) {
		IdentityKeys keys = new IdentityKeys(this.source);
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
						+ "'. A key of X25519 or P-256 in PKCS#8 form ('PRIVATE KEY') is needed: openssl pkey -in … -out …"
						+ " converts it, and 'mxp identity agent' makes one.");
			}
		}
		if (keys.hasNone()) {
			throw new IllegalArgumentException(
					this.source + " holds no private key. Give a PEM file with a block 'PRIVATE KEY';"
							+ " 'mxp identity agent' makes one.");
		}
		if (keys.isEmpty()) {
			throw keys.unusable();
		}
		return keys;
	}

}
