/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Identities, public keys and trust as PEM text. Every method's {@code source} names
 * where the text is from, for messages; every failure is an
 * {@link IllegalArgumentException} whose message says what to do and holds nothing
 * secret.
 */
// SPEC identity.md#files
public final class IdentityPem {

	private IdentityPem() {
	}

	/**
	 * Reads an identity: one X25519 private key (PKCS#8), and the certificate chain if
	 * there is one. The agent id and name are those of the certificate; without one the
	 * id is derived from the key.
	 * @param text the PEM text of the key, perhaps with the certificates too
	 * @param certificates the PEM text of the certificates, or null if they are in the
	 * first text or there are none
	 * @param source where the text is from
	 * @param now the time, for the certificates' validity
	 * @return the identity
	 */
	public static AgentIdentity readIdentity(String text, @Nullable String certificates, String source, Instant now) {
		byte[] scalar = privateKey(text, source);
		try {
			List<X509Certificate> chain = readCertificates((certificates != null) ? certificates : text, source);
			if (chain.isEmpty()) {
				if (certificates != null) {
					throw new IllegalArgumentException(source + " holds no certificate. Give a PEM file with a block"
							+ " 'CERTIFICATE', or leave the certificate out and let the peers pin the key.");
				}
				return AgentIdentity.builder(scalar).build();
			}
			return certified(scalar, chain, source, now);
		}
		finally {
			X25519Keys.erase(scalar);
		}
	}

	private static AgentIdentity certified(byte[] scalar, List<X509Certificate> chain, String source, Instant now) {
		X509Certificate leaf = chain.get(0);
		StaticKey own = AgentIdentity.builder(scalar).build().staticKey();
		StaticKey certifiedKey = X25519Keys.fromCertificate(leaf);
		if (certifiedKey == null) {
			throw new IllegalArgumentException("The first certificate of " + source + " is for a key of the kind "
					+ leaf.getPublicKey().getAlgorithm()
					+ ". Put the agent's own certificate, for its X25519 key, first. 'mxp identity agent' makes one.");
		}
		if (!certifiedKey.equals(own)) {
			throw new IllegalArgumentException("The certificate of " + source + " is for the key "
					+ certifiedKey.fingerprint() + ", but the private key is the one of " + own.fingerprint()
					+ ". Use the two files that were made together, or have a certificate issued for this key.");
		}
		SpiffeId spiffeId = SpiffeId.of(leaf);
		if (spiffeId == null) {
			throw new IllegalArgumentException("The certificate of " + source
					+ " does not name one agent. It needs exactly one URI name spiffe://<trust domain>/agent/<UUID>;"
					+ " 'mxp identity agent' makes one.");
		}
		if (now.isAfter(leaf.getNotAfter().toInstant())) {
			throw new IllegalArgumentException("The certificate of " + source + " expired at "
					+ leaf.getNotAfter().toInstant() + ". Renew it: mxp identity agent --renew …");
		}
		if (now.isBefore(leaf.getNotBefore().toInstant())) {
			throw new IllegalArgumentException("The certificate of " + source + " is not valid before "
					+ leaf.getNotBefore().toInstant() + ". Check the clock of this machine (" + now + ").");
		}
		String name = Certificates.commonName(leaf);
		return AgentIdentity.builder(scalar)
			.agentId(spiffeId.agentId())
			.name(name.isEmpty() ? spiffeId.agentId().toString() : name)
			.certificateChain(chain.stream().map(Certificates::encode).toList())
			.build();
	}

	private static byte[] privateKey(String text, String source) {
		for (PemBlock block : blocks(text, source)) {
			if (block.type().equals(PemBlock.PRIVATE_KEY)) {
				try {
					return X25519Keys.scalarOf(block.content());
				}
				catch (IllegalArgumentException ex) {
					throw new IllegalArgumentException(
							"The private key of " + source + " " + ex.getMessage()
									+ ". Make a fitting one: mxp identity agent, or openssl genpkey -algorithm X25519",
							ex);
				}
				finally {
					X25519Keys.erase(block.content());
				}
			}
			if (block.type().equals("ENCRYPTED PRIVATE KEY")) {
				throw new IllegalArgumentException("The private key of " + source
						+ " is encrypted, which is not supported. Decrypt it (openssl pkey -in … -out …) and run chmod 600.");
			}
			if (block.type().endsWith("PRIVATE KEY")) {
				throw new IllegalArgumentException("The private key of " + source + " is a block '" + block.type()
						+ "'. An X25519 key in PKCS#8 form ('PRIVATE KEY') is needed; 'mxp identity agent' makes one.");
			}
		}
		throw new IllegalArgumentException(source + " holds no private key. Give a PEM file with a block 'PRIVATE KEY';"
				+ " 'mxp identity agent' makes one.");
	}

	/**
	 * The kind of a private key, for people.
	 * @param block a block 'PRIVATE KEY'
	 * @return as "X25519" or "Ed25519"
	 */
	public static String privateKeyKind(PemBlock block) {
		return X25519Keys.kindOf(block.content());
	}

	/**
	 * Reads all certificates of a text, in their order.
	 * @param text the PEM text
	 * @param source where it is from
	 * @return the certificates, possibly none
	 */
	public static List<X509Certificate> readCertificates(String text, String source) {
		List<X509Certificate> certificates = new ArrayList<>();
		for (PemBlock block : blocks(text, source)) {
			if (block.type().equals(PemBlock.CERTIFICATE)) {
				certificates.add(certificate(block, source));
			}
		}
		return certificates;
	}

	/**
	 * Reads one public key: a block 'PUBLIC KEY' or 'MXP PINNED KEY', the key of the
	 * first certificate, or hex or base64 without any block.
	 * @param text the text
	 * @param source where it is from
	 * @return the key
	 */
	public static StaticKey readPublicKey(String text, String source) {
		List<PemBlock> blocks = blocks(text, source);
		try {
			if (blocks.isEmpty()) {
				return StaticKey.parse(text);
			}
			for (PemBlock block : blocks) {
				StaticKey key = publicKeyOf(block, source);
				if (key != null) {
					return key;
				}
			}
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The public key of " + source + " cannot be used. " + ex.getMessage(),
					ex);
		}
		throw new IllegalArgumentException(
				source + " holds no X25519 public key. 'mxp identity show' prints the one of an identity.");
	}

	private static @Nullable StaticKey publicKeyOf(PemBlock block, String source) {
		return switch (block.type()) {
			case PemBlock.PUBLIC_KEY -> X25519Keys.fromPublicKeyInfo(block.content());
			case PemBlock.PINNED_KEY -> StaticKey.of(block.content());
			case PemBlock.CERTIFICATE -> X25519Keys.fromCertificate(certificate(block, source));
			default -> null;
		};
	}

	/**
	 * Adds what a trust file says to a policy: certificates with CA=true become
	 * authorities, agents' certificates make their keys known, public keys are pinned
	 * ('MXP PINNED KEY' with a header 'Agent' for that agent only).
	 * @param builder the policy
	 * @param text the PEM text
	 * @param source where it is from
	 */
	public static void readTrust(TrustPolicy.Builder builder, String text, String source) {
		List<PemBlock> blocks = blocks(text, source);
		if (blocks.isEmpty()) {
			throw new IllegalArgumentException(source + " holds no PEM block. A trust file has the certificates of"
					+ " authorities and agents, and pinned keys; 'mxp identity trust' makes one.");
		}
		for (PemBlock block : blocks) {
			switch (block.type()) {
				case PemBlock.CERTIFICATE -> addCertificate(builder, certificate(block, source), source);
				case PemBlock.PUBLIC_KEY, PemBlock.PINNED_KEY -> addPin(builder, block, source);
				default -> {
					if (block.type().endsWith("PRIVATE KEY")) {
						throw new IllegalArgumentException(source
								+ " holds a private key. A trust file is handed round: take the key out, and replace it if others could read the file.");
					}
				}
			}
		}
	}

	private static void addCertificate(TrustPolicy.Builder builder, X509Certificate certificate, String source) {
		if (Certificates.isAuthority(certificate)) {
			builder.trustAuthority(certificate);
			return;
		}
		StaticKey key = X25519Keys.fromCertificate(certificate);
		SpiffeId spiffeId = SpiffeId.of(certificate);
		if (key == null || spiffeId == null) {
			throw new IllegalArgumentException("The certificate " + certificate.getSubjectX500Principal() + " of "
					+ source + " is neither an authority's nor an agent's. Take it out of the trust file.");
		}
		builder.knownAgent(spiffeId.agentId(), Certificates.commonName(certificate), key);
	}

	private static void addPin(TrustPolicy.Builder builder, PemBlock block, String source) {
		try {
			StaticKey key = block.type().equals(PemBlock.PUBLIC_KEY) ? X25519Keys.fromPublicKeyInfo(block.content())
					: StaticKey.of(block.content());
			String agent = block.headers().get(PemBlock.AGENT_HEADER);
			if (agent == null) {
				builder.pinKey(key);
				return;
			}
			UUID agentId = UUID.fromString(agent);
			builder.pinAgent(agentId, key);
			builder.knownAgent(agentId, block.headers().getOrDefault(PemBlock.NAME_HEADER, agent), key);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("A pinned key of " + source + " cannot be used. " + ex.getMessage(), ex);
		}
	}

	/**
	 * An identity as PEM: the private key, then its certificates.
	 * @param identity the identity
	 * @return the text; secret
	 */
	public static String write(AgentIdentity identity) {
		byte[] scalar = identity.privateKey();
		byte[] pkcs8 = X25519Keys.toPkcs8(scalar);
		try {
			return new PemBlock(PemBlock.PRIVATE_KEY, pkcs8).encode() + writeChain(identity);
		}
		finally {
			X25519Keys.erase(scalar);
			X25519Keys.erase(pkcs8);
		}
	}

	/**
	 * The certificates of an identity as PEM.
	 * @param identity the identity
	 * @return the text, empty if there are none
	 */
	public static String writeChain(AgentIdentity identity) {
		StringBuilder text = new StringBuilder();
		identity.certificateChain().forEach((der) -> text.append(new PemBlock(PemBlock.CERTIFICATE, der).encode()));
		return text.toString();
	}

	/**
	 * A certificate as PEM.
	 * @param certificate the certificate
	 * @return the text
	 */
	public static String write(X509Certificate certificate) {
		return new PemBlock(PemBlock.CERTIFICATE, Certificates.encode(certificate)).encode();
	}

	/**
	 * A public key as PEM in the form that other tools read (SubjectPublicKeyInfo).
	 * @param key the key
	 * @return the text
	 */
	public static String write(StaticKey key) {
		return new PemBlock(PemBlock.PUBLIC_KEY, publicKeyInfo(key)).encode();
	}

	/**
	 * A pinned key as PEM.
	 * @param key the key
	 * @param agentId the agent it is pinned for, or null for any
	 * @param name the agent's name, or null
	 * @return the text
	 */
	public static String writePin(StaticKey key, @Nullable UUID agentId, @Nullable String name) {
		Map<String, String> headers = new LinkedHashMap<>();
		if (agentId != null) {
			headers.put(PemBlock.AGENT_HEADER, agentId.toString());
		}
		if (name != null) {
			headers.put(PemBlock.NAME_HEADER, name);
		}
		return new PemBlock(PemBlock.PINNED_KEY, headers, key.bytes()).encode();
	}

	private static byte[] publicKeyInfo(StaticKey key) {
		try {
			return X25519Keys.toPublicKeyInfo(key).getEncoded();
		}
		catch (IOException ex) {
			throw new IllegalStateException("32 bytes always encode", ex);
		}
	}

	private static X509Certificate certificate(PemBlock block, String source) {
		try {
			return Certificates.parse(block.content());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("A certificate of " + source
					+ " cannot be read. Check that the file was copied whole; openssl x509 -in … -text shows it.", ex);
		}
	}

	private static List<PemBlock> blocks(String text, String source) {
		try {
			return PemBlock.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(source + " is damaged: " + ex.getMessage() + ". Copy it again.", ex);
		}
	}

}
