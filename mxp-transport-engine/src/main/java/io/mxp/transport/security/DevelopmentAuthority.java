/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

/**
 * Identities for applications of one user on one machine, without any set-up: a private
 * authority in a directory of the user, made on first use, signs every application that
 * asks; all of them trust it, and find each other's static keys in the directory. Not for
 * production: whoever can read the directory can be anybody.
 *
 * <p>
 * The directory (0700) holds {@code ca.pem} (private key and certificate),
 * {@code keys/<name>.pem} (an application's private key and certificate) and
 * {@code agents/<agent id>.pem} (published certificates); every file is 0600. Processes
 * may start at once: a file appears whole or not at all, and the first one wins. It needs
 * no lock.
 */
// SPEC identity.md#development-authority
public final class DevelopmentAuthority {

	/** The trust domain of every development authority. */
	public static final String TRUST_DOMAIN = "dev.mxp.internal";

	/** Life of an application's certificate. */
	public static final Duration LEAF_LIFE = Duration.ofDays(30);

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

	private static final Pattern AGENT_FILE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.pem");

	private final Path directory;

	private final CertificateAuthority authority;

	private final SecureRandom random;

	private DevelopmentAuthority(Path directory, CertificateAuthority authority, SecureRandom random) {
		this.directory = directory;
		this.authority = authority;
		this.random = random;
	}

	/**
	 * Opens the authority of a directory, and makes it if it is not there.
	 * @param directory the directory, as {@code ~/.mxp/dev-ca}
	 * @param random where keys and serial numbers come from
	 * @param now the time
	 * @return the authority
	 * @throws IllegalArgumentException if the directory cannot be used; the message says
	 * what to do
	 */
	public static DevelopmentAuthority open(Path directory, SecureRandom random, Instant now) {
		Path file = directory.resolve("ca.pem");
		try {
			OwnerOnlyFiles.createDirectories(directory);
			OwnerOnlyFiles.createDirectories(directory.resolve("keys"));
			OwnerOnlyFiles.createDirectories(directory.resolve("agents"));
			if (!Files.exists(file)) {
				CertificateAuthority made = CertificateAuthority.create("MXP development authority", TRUST_DOMAIN,
						CertificateAuthority.DEFAULT_AUTHORITY_LIFE, now, random);
				OwnerOnlyFiles.create(file, IdentityFiles.write(made));
			}
		}
		catch (IOException ex) {
			throw cannotWrite(directory, ex);
		}
		// Whoever was first made the file: everybody reads it.
		CertificateAuthority authority = IdentityFiles.readAuthority(file);
		if (now.isAfter(authority.certificate().getNotAfter().toInstant())) {
			throw new IllegalArgumentException("The development authority in " + directory + " expired at "
					+ authority.certificate().getNotAfter().toInstant()
					+ ". Delete the directory and restart all applications that use it.");
		}
		return new DevelopmentAuthority(directory, authority, random);
	}

	/**
	 * The agent id of an application: the same for a name on every machine.
	 * @param name the application's name
	 * @return a UUID of version 8 (RFC 9562 §5.8): the first 16 bytes of SHA-256 of
	 * "mxp-dev-agent:" and the name
	 */
	public static UUID agentId(String name) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(("mxp-dev-agent:" + name).getBytes(StandardCharsets.UTF_8));
			ByteBuffer halves = ByteBuffer.wrap(digest);
			long high = (halves.getLong() & ~0xF000L) | 0x8000L;
			long low = (halves.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
			return new UUID(high, low);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The identity of an application, made on first use. Its key stays the same; its
	 * certificate is renewed when less than a third of its life is left, or when the
	 * authority is another one. The certificate is published for the other applications.
	 * @param name the application's name: 1–64 of A–Z, a–z, 0–9, dot, hyphen, underscore
	 * @param now the time
	 * @return the identity
	 * @throws IllegalArgumentException if the name is none or a file cannot be used
	 */
	public AgentIdentity identity(String name, Instant now) {
		return identity(name, StaticKeyKind.X25519, now);
	}

	/**
	 * The identity of an application with a key of a kind. Where it had one of another
	 * kind before, it gets a new one.
	 * @param name the application's name
	 * @param kind the kind of its static key
	 * @param now the time
	 * @return the identity
	 * @throws IllegalArgumentException if the name is none or a file cannot be used
	 */
	public AgentIdentity identity(String name, StaticKeyKind kind, Instant now) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("'" + name
					+ "' cannot be an application's name. Use 1 to 64 letters, digits, dots, hyphens and underscores.");
		}
		Path file = this.directory.resolve("keys").resolve(name + ".pem");
		try {
			if (!Files.exists(file)) {
				OwnerOnlyFiles.create(file, IdentityPem.write(made(name, kind, now)));
			}
			AgentIdentity identity = readOrRenew(file, name, now);
			if (StaticKeyKind.of(identity) != kind) {
				OwnerOnlyFiles.replace(file, IdentityPem.write(made(name, kind, now)));
				identity = readOrRenew(file, name, now);
			}
			publish(identity);
			return identity;
		}
		catch (IOException ex) {
			throw cannotWrite(this.directory, ex);
		}
	}

	/**
	 * The policy of all applications: this authority, and the published keys.
	 * @return the policy
	 */
	public TrustPolicy trustPolicy() {
		return TrustPolicy.builder().trustAuthority(this.authority.certificate()).directory(directory()).build();
	}

	/**
	 * The published keys. Reads files at each call, so that an application that started
	 * later is found.
	 * @return the directory of agents
	 */
	public AgentDirectory directory() {
		return new PublishedAgents(this.directory.resolve("agents"));
	}

	/**
	 * Every published agent, by name: for people who look for one.
	 * @return the agents, expired ones included
	 */
	public List<AgentDirectory.Entry> agents() {
		try (Stream<Path> files = Files.list(this.directory.resolve("agents"))) {
			AgentDirectory directory = directory();
			return files.map((file) -> file.getFileName().toString())
				.filter((file) -> AGENT_FILE.matcher(file).matches())
				.map((file) -> directory.findById(UUID.fromString(file.substring(0, file.length() - ".pem".length()))))
				.flatMap(Optional::stream)
				.sorted(Comparator.comparing(AgentDirectory.Entry::name))
				.toList();
		}
		catch (IOException ex) {
			throw cannotWrite(this.directory, ex);
		}
	}

	/**
	 * The authority's certificate.
	 * @return the certificate
	 */
	public X509Certificate certificate() {
		return this.authority.certificate();
	}

	/** The directory, nothing of what is in it. */
	@Override
	public String toString() {
		return "DevelopmentAuthority[" + this.directory + "]";
	}

	private AgentIdentity made(String name, StaticKeyKind kind, Instant now) {
		return this.authority.certify(kind.generate(name, this.random), new LeafProfile(agentId(name), name, LEAF_LIFE),
				now, this.random);
	}

	private AgentIdentity readOrRenew(Path file, String name, Instant now) throws IOException {
		String text = IdentityFiles.readText(file, "identity", "Start the application again.");
		List<X509Certificate> chain = IdentityPem.readCertificates(text, file.toString());
		if (!chain.isEmpty() && isFresh(chain.get(0), now)) {
			return IdentityPem.readIdentity(text, null, file.toString(), now);
		}
		AgentIdentity keyOnly = IdentityPem.readIdentity(withoutCertificates(text), null, file.toString(), now);
		byte[] privateKey = keyOnly.privateKey();
		AgentIdentity named = AgentIdentity.builder(privateKey).name(name).build();
		X25519Keys.erase(privateKey);
		AgentIdentity renewed = this.authority.certify(named, new LeafProfile(agentId(name), name, LEAF_LIFE), now,
				this.random);
		OwnerOnlyFiles.replace(file, IdentityPem.write(renewed));
		return renewed;
	}

	private boolean isFresh(X509Certificate leaf, Instant now) {
		Duration left = Duration.between(now, leaf.getNotAfter().toInstant());
		if (left.multipliedBy(3).compareTo(LEAF_LIFE) < 0 || now.isBefore(leaf.getNotBefore().toInstant())) {
			return false;
		}
		try {
			leaf.verify(this.authority.certificate().getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static String withoutCertificates(String text) {
		int first = text.indexOf("-----BEGIN " + PemBlock.CERTIFICATE);
		return (first < 0) ? text : text.substring(0, first);
	}

	private void publish(AgentIdentity identity) throws IOException {
		Path file = this.directory.resolve("agents").resolve(identity.agentId() + ".pem");
		String text = IdentityPem.writeChain(identity);
		if (!Files.exists(file) || !Files.readString(file).equals(text)) {
			OwnerOnlyFiles.replace(file, text);
		}
	}

	private static IllegalArgumentException cannotWrite(Path directory, IOException cause) {
		return new IllegalArgumentException("The development authority's directory " + directory + " cannot be used ("
				+ cause + "). Make it writable for this user, or name another one.", cause);
	}

	private record PublishedAgents(Path agents) implements AgentDirectory {

		@Override
		public Optional<Entry> findById(UUID agentId) {
			Path file = this.agents.resolve(agentId + ".pem");
			if (!Files.isReadable(file)) {
				return Optional.empty();
			}
			X509Certificate leaf = IdentityFiles.readCertificates(file).get(0);
			StaticKey key = StaticKeys.fromCertificate(leaf);
			return (key != null) ? Optional.of(new Entry(agentId, Certificates.commonName(leaf), key))
					: Optional.empty();
		}

		@Override
		public Optional<Entry> findByName(String name) {
			return findById(agentId(name));
		}

	}

}
