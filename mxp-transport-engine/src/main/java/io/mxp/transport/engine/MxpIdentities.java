/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.DenyList;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.DevelopmentAuthority;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.OwnerOnlyFiles;
import io.mxp.transport.security.StaticKeyKind;
import org.jspecify.annotations.Nullable;

/**
 * Identities and trust from files, PEM texts, or the development authority. Blocks on
 * files. Whatever cannot be used is a {@link TransportException.Configuration} whose
 * message says what to do and holds nothing secret.
 */
public final class MxpIdentities {

	private MxpIdentities() {
	}

	/**
	 * A new key without certificate, for peers that pin it.
	 * @param name a name for people
	 */
	public static AgentIdentity generate(String name) {
		return AgentIdentity.generate(name, new SecureRandom());
	}

	/**
	 * An identity from PEM files.
	 * @param keyFile the X25519 private key (PKCS#8), perhaps with its certificates
	 * @param certificateFile the certificates, the agent's own first; null if they are in
	 * the first file or there are none
	 */
	public static AgentIdentity read(Path keyFile, @Nullable Path certificateFile) {
		return configured(
				() -> IdentityFiles.readIdentity(keyFile, certificateFile, Instant.now(), new SecureRandom()));
	}

	/**
	 * An identity from PEM texts. Where the certificate is for an Ed25519 or P-256 key
	 * (form B) that private key signs the X25519 key, and without one a new X25519 key is
	 * made.
	 * @param key the X25519 private key (PKCS#8), perhaps with its certificates
	 * @param certificates the certificates, or null as in {@link #read}
	 * @param source where the texts are from, for messages
	 */
	public static AgentIdentity parse(String key, @Nullable String certificates, String source) {
		return configured(() -> IdentityPem.readIdentity(key, certificates, source, Instant.now(), new SecureRandom()));
	}

	/**
	 * The same, with the static key of an earlier identity where the texts have none: so
	 * an application whose certificate is renewed keeps the static key that it made.
	 * @param earlier the identity that was made of these texts before, or null
	 */
	public static AgentIdentity parse(String key, @Nullable String certificates, String source,
			@Nullable AgentIdentity earlier) {
		if (earlier == null || earlier.isAnonymous()) {
			return parse(key, certificates, source);
		}
		// The first X25519 key counts.
		return parse(key + "\n" + IdentityPem.writePrivateKey(earlier), certificates, source);
	}

	/**
	 * A public key from a file: PEM, hex or base64.
	 */
	public static StaticKey readPublicKey(Path file) {
		return configured(() -> IdentityFiles.readPublicKey(file));
	}

	/**
	 * A public key from a text: PEM, hex or base64.
	 * @param source where the text is from, for messages
	 */
	public static StaticKey parsePublicKey(String text, String source) {
		return configured(() -> IdentityPem.readPublicKey(text, source));
	}

	/**
	 * Adds a trust file: authorities' certificates, known agents' certificates, pinned
	 * keys.
	 * @param builder where to add it
	 */
	public static TrustPolicy.Builder readTrust(TrustPolicy.Builder builder, Path file) {
		return configured(() -> {
			IdentityFiles.readTrust(builder, file);
			return builder;
		});
	}

	/**
	 * Adds the text of a trust file.
	 * @param builder where to add it
	 * @param source where the text is from, for messages
	 */
	public static TrustPolicy.Builder parseTrust(TrustPolicy.Builder builder, String text, String source) {
		return configured(() -> {
			IdentityPem.readTrust(builder, text, source);
			return builder;
		});
	}

	/** A deny list from a text file. */
	public static DenyList readDenyList(Path file) {
		return configured(() -> IdentityFiles.readDenyList(file));
	}

	/** A sentence to log if other users may use a private file. */
	public static Optional<String> permissionWarning(Path privateFile) {
		return OwnerOnlyFiles.permissionWarning(privateFile);
	}

	/** Where the development authority of this user is: {@code ~/.mxp/dev-ca}. */
	public static Path developmentDirectory() {
		return Path.of(System.getProperty("user.home", "."), ".mxp", "dev-ca");
	}

	/**
	 * The agent id that the development authority gives to a name, the same everywhere.
	 */
	public static UUID developmentAgentId(String name) {
		return DevelopmentAuthority.agentId(name);
	}

	/**
	 * An identity and trust for development: applications of the same user trust each
	 * other and find each other's keys. Made on first use, renewed when needed, safe when
	 * several processes start at once. Never for production.
	 * @param directory usually {@link #developmentDirectory()}
	 * @param name the application's name: 1–64 of A–Z, a–z, 0–9, dot, hyphen, underscore
	 */
	public static Development development(Path directory, String name) {
		return development(directory, name, HandshakeConfig.defaults().suites());
	}

	/**
	 * The same, with a static key that fits the first of these suites.
	 * @param directory usually {@link #developmentDirectory()}
	 * @param name the application's name
	 * @param suites the suites of the handshake, in the order of preference
	 */
	public static Development development(Path directory, String name, List<CipherSuite> suites) {
		return configured(() -> {
			Instant now = Instant.now();
			DevelopmentAuthority authority = DevelopmentAuthority.open(directory, new SecureRandom(), now);
			return new Development(authority.identity(name, StaticKeyKind.of(suites), now), authority.trustPolicy());
		});
	}

	private static <T> T configured(Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (IllegalArgumentException ex) {
			throw new TransportException.Configuration(String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * What the development authority gives.
	 *
	 * @param identity who this application is
	 * @param trust trusts every application of the same user, and knows their keys
	 */
	public record Development(AgentIdentity identity, TrustPolicy trust) {
	}

}
