/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
	 * Reads an identity: one private key of X25519 or P-256 (PKCS#8), and the certificate
	 * chain if there is one. The agent id and name are those of the certificate; without
	 * one the id is derived from the key. In form B the key of the certificate signs the
	 * static key: its statement or the certificate's own private key has to be there.
	 * @param text the PEM text of the key, perhaps with the certificates too
	 * @param certificates the PEM text of the certificates, or null if they are in the
	 * first text or there are none
	 * @param source where the text is from
	 * @param now the time, for the certificates' validity
	 * @return the identity
	 */
	public static AgentIdentity readIdentity(String text, @Nullable String certificates, String source, Instant now) {
		return readIdentity(text, certificates, new IdentityReader(source, now, null));
	}

	/**
	 * The same, but in form B a new X25519 key is made where the text has none: peers
	 * cannot know it before they have seen it.
	 * @param text the PEM text of the keys
	 * @param certificates the PEM text of the certificates, or null as above
	 * @param source where the text is from
	 * @param now the time
	 * @param random where the key comes from
	 * @return the identity
	 */
	public static AgentIdentity readIdentity(String text, @Nullable String certificates, String source, Instant now,
			SecureRandom random) {
		return readIdentity(text, certificates, new IdentityReader(source, now, random));
	}

	private static AgentIdentity readIdentity(String text, @Nullable String certificates, IdentityReader reader) {
		List<X509Certificate> chain = readCertificates((certificates != null) ? certificates : text, reader.source());
		if (chain.isEmpty() && certificates != null) {
			throw new IllegalArgumentException(reader.source() + " holds no certificate. Give a PEM file with a block"
					+ " 'CERTIFICATE', or leave the certificate out and let the peers pin the key.");
		}
		return reader.read(blocks(text, reader.source()), chain);
	}

	/**
	 * The kind of a private key, for people.
	 * @param block a block 'PRIVATE KEY'
	 * @return as "X25519", "Ed25519" or "EC"
	 */
	public static String privateKeyKind(PemBlock block) {
		return X25519Keys.kindOf(block.content());
	}

	/**
	 * Whether a private key is one of P-256 that has its public half with it, and so is
	 * an identity by itself.
	 * @param block a block 'PRIVATE KEY'
	 * @return whether it is
	 */
	public static boolean holdsBothHalves(PemBlock block) {
		return StaticKeys.publicHalf(block.content()) != null;
	}

	/**
	 * The static key that a certificate is for.
	 * @param certificate an agent's certificate
	 * @return the key; empty in form B, whose certificate is for a key that signs it
	 */
	public static Optional<StaticKey> staticKey(X509Certificate certificate) {
		return Optional.ofNullable(keyOf(certificate));
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
				source + " holds no public key of X25519 or P-256. 'mxp identity show' prints the one of an identity.");
	}

	private static @Nullable StaticKey publicKeyOf(PemBlock block, String source) {
		return switch (block.type()) {
			case PemBlock.PUBLIC_KEY -> StaticKeys.fromPublicKeyInfo(block.content());
			case PemBlock.PINNED_KEY -> StaticKey.of(block.content());
			case PemBlock.STATEMENT -> statedKey(block.content());
			case PemBlock.CERTIFICATE -> keyOf(certificate(block, source));
			default -> null;
		};
	}

	private static StaticKey statedKey(byte[] content) {
		if (!StaticKeyStatement.isWhole(content)) {
			throw new IllegalArgumentException("The statement has a wrong length. Copy it again.");
		}
		return StaticKeyStatement.keyOf(content);
	}

	/** In form B the certificate's key is not the static one. */
	private static @Nullable StaticKey keyOf(X509Certificate certificate) {
		return AgentCertificate.signs(certificate) ? null : StaticKeys.fromCertificate(certificate);
	}

	/**
	 * Adds what a trust file says to a policy: certificates with CA=true become
	 * authorities, agents' certificates make their keys known, in form B together with
	 * the statement, public keys are pinned ('MXP PINNED KEY' with a header 'Agent' for
	 * that agent only).
	 * @param builder the policy
	 * @param text the PEM text
	 * @param source where it is from
	 */
	public static void readTrust(TrustPolicy.Builder builder, String text, String source) {
		new TrustReader(builder, source).read(blocks(text, source));
	}

	/**
	 * An identity as PEM: the private key, then its certificates.
	 * @param identity the identity
	 * @return the text; secret
	 */
	public static String write(AgentIdentity identity) {
		return writePrivateKey(identity) + writeStatement(identity) + writeChain(identity);
	}

	/**
	 * The private key of an identity as PEM.
	 * @param identity the identity
	 * @return the text; secret
	 */
	public static String writePrivateKey(AgentIdentity identity) {
		byte[] scalar = identity.privateKey();
		byte[] pkcs8 = StaticKeys.toPkcs8(scalar);
		try {
			return new PemBlock(PemBlock.PRIVATE_KEY, pkcs8).encode();
		}
		finally {
			X25519Keys.erase(scalar);
			X25519Keys.erase(pkcs8);
		}
	}

	/**
	 * What the certificate's key says about the static key, as PEM.
	 * @param identity the identity
	 * @return the text, empty unless it is of form B
	 */
	public static String writeStatement(AgentIdentity identity) {
		byte[] statement = identity.staticKeyStatement();
		if (statement.length == 0) {
			return "";
		}
		byte[] content = StaticKeyStatement.blockContent(identity.staticKey(), statement);
		return new PemBlock(PemBlock.STATEMENT, content).encode();
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
			return StaticKeys.toPublicKeyInfo(key).getEncoded();
		}
		catch (IOException ex) {
			throw new IllegalStateException("a public key always encodes", ex);
		}
	}

	static X509Certificate certificate(PemBlock block, String source) {
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
