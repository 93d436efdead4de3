/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A certificate authority for one trust domain, with a key of Ed25519 or P-256. It issues
 * leaves of form A, for a static key, and of form B, for a key that signs the static key.
 * What it needs of time and randomness are arguments.
 */
// SPEC identity.md#certificates
public final class CertificateAuthority {

	/** Life of a leaf where nothing else is said: 24 h. */
	public static final Duration DEFAULT_LEAF_LIFE = Duration.ofHours(24);

	/** Life of an authority where nothing else is said: ten years. */
	public static final Duration DEFAULT_AUTHORITY_LIFE = Duration.ofDays(3650);

	private final PrivateKey privateKey;

	private final X509Certificate certificate;

	private final String trustDomain;

	private final List<byte[]> issuerChain;

	private CertificateAuthority(PrivateKey privateKey, X509Certificate certificate, String trustDomain,
			List<byte[]> issuerChain) {
		this.privateKey = privateKey;
		this.certificate = certificate;
		this.trustDomain = trustDomain;
		this.issuerChain = issuerChain;
	}

	/**
	 * Makes a new, self-signed authority.
	 * @param name its common name
	 * @param trustDomain the trust domain it speaks for: 1–255 of a–z, 0–9, dot, hyphen,
	 * underscore
	 * @param life how long it is valid
	 * @param now the time
	 * @param random where key and serial number come from
	 * @return the authority
	 */
	public static CertificateAuthority create(String name, String trustDomain, Duration life, Instant now,
			SecureRandom random) {
		return create(name, trustDomain, SigningKeyKind.ED25519, life, now, random);
	}

	/**
	 * Makes a new, self-signed authority with a key of a kind; intermediate ones have
	 * such a key as well.
	 * @param name its common name
	 * @param trustDomain the trust domain it speaks for
	 * @param kind the kind of its key
	 * @param life how long it is valid
	 * @param now the time
	 * @param random where key and serial number come from
	 * @return the authority
	 */
	public static CertificateAuthority create(String name, String trustDomain, SigningKeyKind kind, Duration life,
			Instant now, SecureRandom random) {
		String domain = trustDomain.toLowerCase(Locale.ROOT);
		if (!SpiffeId.isTrustDomain(domain)) {
			throw new IllegalArgumentException("'" + trustDomain
					+ "' is no trust domain. Use letters, digits, dots, hyphens and underscores, as in example.org.");
		}
		KeyPair keys = kind.generate(random);
		Instant end = now.plus(life);
		X509Certificate certificate = CertificateIssuing.authority(name, keys.getPublic(), domain,
				new CertificateIssuing.Signer(CertificateIssuing.nameOf(name), keys.getPrivate(), keys.getPublic(), end,
						random),
				end, now);
		return new CertificateAuthority(keys.getPrivate(), certificate, domain, List.of());
	}

	/**
	 * Makes an intermediate authority below this one; its leaves carry its certificate in
	 * their chain.
	 * @param name its common name
	 * @param life how long it is valid
	 * @param now the time
	 * @param random where key and serial number come from
	 * @return the intermediate authority
	 * @throws IllegalArgumentException if the name is the one of this authority: chains
	 * are put together by names
	 */
	public CertificateAuthority createIntermediate(String name, Duration life, Instant now, SecureRandom random) {
		if (CertificateIssuing.nameOf(name).equals(subjectOf(this.certificate))) {
			throw new IllegalArgumentException("The authority above has the name '" + name
					+ "' already, and chains are put together by names. Give another one: --name");
		}
		SigningKeyKind kind = SigningKeyKind.of(this.certificate.getPublicKey());
		KeyPair keys = ((kind != null) ? kind : SigningKeyKind.ED25519).generate(random);
		X509Certificate issued = CertificateIssuing.authority(name, keys.getPublic(), this.trustDomain, signer(random),
				now.plus(life), now);
		List<byte[]> chain = new ArrayList<>();
		chain.add(Certificates.encode(issued));
		chain.addAll(this.issuerChain);
		return new CertificateAuthority(keys.getPrivate(), issued, this.trustDomain, List.copyOf(chain));
	}

	/**
	 * An authority that was stored.
	 * @param pkcs8 its private key, PKCS#8 of Ed25519 or P-256
	 * @param certificates its certificate; those of its issuers behind it where it is an
	 * intermediate one, with or without the root's
	 * @return the authority
	 * @throws IllegalArgumentException if key and certificate do not belong together or
	 * are of another kind
	 */
	public static CertificateAuthority load(byte[] pkcs8, List<X509Certificate> certificates) {
		X509Certificate certificate = certificates.get(0);
		String trustDomain = trustDomainOf(certificate);
		SigningKeyKind kind = SigningKeyKind.of(certificate.getPublicKey());
		if (kind == null) {
			throw new IllegalArgumentException(
					"The authority's certificate is for a key of the kind " + certificate.getPublicKey().getAlgorithm()
							+ ". Ours sign with Ed25519 or P-256: 'mxp identity ca'.");
		}
		PrivateKey privateKey;
		try {
			privateKey = kind.read(pkcs8);
		}
		catch (GeneralSecurityException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("The authority's private key is no "
					+ ((kind == SigningKeyKind.P256) ? "P-256" : "Ed25519") + " key in PKCS#8 form.");
		}
		if (!kind.belongTogether(privateKey, certificate.getPublicKey())) {
			throw new IllegalArgumentException(
					"The authority's private key is not the one of its certificate. Use the two files that were made together.");
		}
		List<X509Certificate> shown = certificates.stream()
			.filter((each) -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
			.toList();
		return new CertificateAuthority(privateKey, certificate, trustDomain, encoded(shown));
	}

	/**
	 * Issues a leaf of form A, for a static key.
	 * @param profile what it is to say
	 * @param key the static key
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the chain to show: the leaf and the intermediates up to the root, without
	 * it
	 */
	public List<X509Certificate> issue(LeafProfile profile, StaticKey key, Instant now, SecureRandom random) {
		return withIssuers(CertificateIssuing.leaf(profile, StaticKeys.toPublicKeyInfo(key), KeyUsage.keyAgreement,
				new SpiffeId(this.trustDomain, profile.agentId()), signer(random), now));
	}

	/**
	 * Issues a leaf of form B, for a key that signs static keys.
	 * @param profile what it is to say
	 * @param signingKey the public key, Ed25519 or P-256
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the chain to show, as {@link #issue} gives it
	 * @throws IllegalArgumentException if the key is of another kind
	 */
	public List<X509Certificate> issueForSigning(LeafProfile profile, PublicKey signingKey, Instant now,
			SecureRandom random) {
		if (!StaticKeyStatement.canSign(signingKey)) {
			throw new IllegalArgumentException("A key of the kind " + signingKey.getAlgorithm()
					+ " cannot sign static keys. Use Ed25519 or P-256.");
		}
		return withIssuers(CertificateIssuing.leaf(profile, CertificateIssuing.publicKeyInfo(signingKey),
				KeyUsage.digitalSignature, new SpiffeId(this.trustDomain, profile.agentId()), signer(random), now));
	}

	/**
	 * Makes a key pair and issues its certificate.
	 * @param agentId the agent
	 * @param name its name for people
	 * @param life how long the certificate is valid
	 * @param now the time
	 * @param random where key and serial number come from
	 * @return the identity
	 */
	public AgentIdentity issueIdentity(UUID agentId, String name, Duration life, Instant now, SecureRandom random) {
		AgentIdentity bare = AgentIdentity.generate(name, random);
		return certify(bare, new LeafProfile(agentId, name, life), now, random);
	}

	/**
	 * Issues a new certificate for the key of an identity (form A).
	 * @param identity whose key to certify
	 * @param profile what the certificate is to say
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the identity with the new chain
	 */
	public AgentIdentity certify(AgentIdentity identity, LeafProfile profile, Instant now, SecureRandom random) {
		return identity.toBuilder()
			.agentId(profile.agentId())
			.name(profile.name())
			.certificateChain(encoded(issue(profile, identity.staticKey(), now, random)))
			.staticKeyStatement(new byte[0])
			.build();
	}

	/**
	 * Issues a new certificate for a signing key, and has that sign the key of an
	 * identity (form B). The statement holds as long as the certificate.
	 * @param identity whose key to sign
	 * @param profile what the certificate is to say
	 * @param signingKeys the key pair of the certificate, Ed25519 or P-256
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the identity with the new chain and statement
	 */
	public AgentIdentity certifyForSigning(AgentIdentity identity, LeafProfile profile, KeyPair signingKeys,
			Instant now, SecureRandom random) {
		List<X509Certificate> chain = issueForSigning(profile, signingKeys.getPublic(), now, random);
		return identity.toBuilder()
			.agentId(profile.agentId())
			.name(profile.name())
			.certificateChain(encoded(chain))
			.staticKeyStatement(StaticKeyStatement.sign(signingKeys.getPrivate(), identity.staticKey(),
					chain.get(0).getNotAfter().toInstant()))
			.build();
	}

	/**
	 * This authority's certificate: the trust anchor, if it is self-signed.
	 * @return the certificate
	 */
	public X509Certificate certificate() {
		return this.certificate;
	}

	/**
	 * The certificates that a chain of its leaves has behind the leaf.
	 * @return its own and those of its issuers, without the root's; empty for a root
	 */
	public List<X509Certificate> issuerChain() {
		return this.issuerChain.stream().map(Certificates::parse).toList();
	}

	/**
	 * The trust domain it speaks for.
	 * @return the trust domain, lower case
	 */
	public String trustDomain() {
		return this.trustDomain;
	}

	/**
	 * The private key, to store it.
	 * @return PKCS#8, a copy that the caller should erase
	 */
	public byte[] privateKeyPkcs8() {
		return this.privateKey.getEncoded();
	}

	/** The subject; never the key (SEC-14). */
	@Override
	public String toString() {
		return "CertificateAuthority[" + this.certificate.getSubjectX500Principal() + " for " + this.trustDomain + "]";
	}

	private CertificateIssuing.Signer signer(SecureRandom random) {
		return new CertificateIssuing.Signer(subjectOf(this.certificate), this.privateKey,
				this.certificate.getPublicKey(), this.certificate.getNotAfter().toInstant(), random);
	}

	private List<X509Certificate> withIssuers(X509Certificate leaf) {
		List<X509Certificate> chain = new ArrayList<>();
		chain.add(leaf);
		this.issuerChain.forEach((der) -> chain.add(Certificates.parse(der)));
		return chain;
	}

	// The trust domain is the authority's own URI name without a path (SPIFFE X.509-SVID
	// §4.1).
	private static String trustDomainOf(X509Certificate certificate) {
		try {
			List<String> uris = SpiffeId.urisOf(certificate);
			if (uris.size() == 1 && uris.get(0).startsWith("spiffe://")
					&& SpiffeId.isTrustDomain(uris.get(0).substring("spiffe://".length()))) {
				return uris.get(0).substring("spiffe://".length());
			}
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalArgumentException("The authority's certificate is damaged. Make a new one.", ex);
		}
		throw new IllegalArgumentException("The authority's certificate (" + certificate.getSubjectX500Principal()
				+ ") has no single URI name spiffe://<trust domain>. Make one with 'mxp identity ca'.");
	}

	private static X500Name subjectOf(X509Certificate certificate) {
		return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
	}

	private static List<byte[]> encoded(List<X509Certificate> chain) {
		return chain.stream().map(Certificates::encode).toList();
	}

}
