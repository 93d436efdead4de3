/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An Ed25519 certificate authority for one trust domain. It issues form A leaves: an
 * X25519 static key (RFC 8410), keyUsage keyAgreement, and one URI name of the agent.
 * What it needs of time and randomness are arguments.
 */
// SPEC identity.md#certificates
public final class CertificateAuthority {

	/** Life of a leaf where nothing else is said: 24 h. */
	public static final Duration DEFAULT_LEAF_LIFE = Duration.ofHours(24);

	/** Life of an authority where nothing else is said: ten years. */
	public static final Duration DEFAULT_AUTHORITY_LIFE = Duration.ofDays(3650);

	/** How far back a certificate's life begins, for peers whose clocks are behind. */
	static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

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
		String domain = trustDomain.toLowerCase(Locale.ROOT);
		if (!SpiffeId.isTrustDomain(domain)) {
			throw new IllegalArgumentException("'" + trustDomain
					+ "' is no trust domain. Use letters, digits, dots, hyphens and underscores, as in example.org.");
		}
		KeyPair keys = newSigningKeys(random);
		X509Certificate certificate = sign(nameOf(name), nameOf(name), keys, keys, domain, life, now, random);
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
	 */
	public CertificateAuthority createIntermediate(String name, Duration life, Instant now, SecureRandom random) {
		KeyPair keys = newSigningKeys(random);
		KeyPair issuer = new KeyPair(this.certificate.getPublicKey(), this.privateKey);
		X509Certificate issued = sign(nameOf(name), subjectOf(this.certificate), keys, issuer, this.trustDomain, life,
				now, random);
		List<byte[]> chain = new ArrayList<>();
		chain.add(encoded(issued));
		chain.addAll(this.issuerChain);
		return new CertificateAuthority(keys.getPrivate(), issued, this.trustDomain, List.copyOf(chain));
	}

	/**
	 * An authority that was stored.
	 * @param pkcs8 its private key, PKCS#8 of Ed25519
	 * @param certificate its certificate, self-signed
	 * @return the authority
	 * @throws IllegalArgumentException if key and certificate do not belong together or
	 * are of another kind
	 */
	public static CertificateAuthority load(byte[] pkcs8, X509Certificate certificate) {
		String trustDomain = trustDomainOf(certificate);
		PrivateKey privateKey;
		try {
			privateKey = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
		}
		catch (GeneralSecurityException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("The authority's private key is no Ed25519 key in PKCS#8 form.");
		}
		if (!belongTogether(privateKey, certificate.getPublicKey())) {
			throw new IllegalArgumentException(
					"The authority's private key is not the one of its certificate. Use the two files that were made together.");
		}
		return new CertificateAuthority(privateKey, certificate, trustDomain, List.of());
	}

	/**
	 * Issues a leaf for a key.
	 * @param agentId the agent
	 * @param name its name for people, becomes the common name
	 * @param key its static key
	 * @param life how long it is valid, from now; no longer than this authority
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the chain to show: the leaf and the intermediates up to the root, without
	 * it
	 */
	public List<X509Certificate> issue(UUID agentId, String name, StaticKey key, Duration life, Instant now,
			SecureRandom random) {
		SubjectPublicKeyInfo subjectKey = X25519Keys.toPublicKeyInfo(key);
		SpiffeId spiffeId = new SpiffeId(this.trustDomain, agentId);
		Instant end = earlier(now.plus(life), this.certificate.getNotAfter().toInstant());
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(subjectOf(this.certificate), newSerial(random),
				Date.from(now.minus(CLOCK_TOLERANCE)), Date.from(end), nameOf(name), subjectKey);
		extend(builder, Extension.basicConstraints, true, new BasicConstraints(false));
		extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyAgreement));
		extend(builder, Extension.subjectAlternativeName, false, uriName(spiffeId.toString()));
		extend(builder, Extension.authorityKeyIdentifier, false,
				keyIdentifiers().createAuthorityKeyIdentifier(publicKeyInfo(this.certificate.getPublicKey())));
		List<X509Certificate> chain = new ArrayList<>();
		chain.add(finish(builder, this.privateKey));
		this.issuerChain.forEach((der) -> chain.add(Certificates.parse(der)));
		return chain;
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
		return certify(bare, agentId, life, now, random);
	}

	/**
	 * Issues a new certificate for the key of an identity.
	 * @param identity whose key and name to certify
	 * @param agentId the agent
	 * @param life how long the certificate is valid
	 * @param now the time
	 * @param random where the serial number comes from
	 * @return the identity with the new chain
	 */
	public AgentIdentity certify(AgentIdentity identity, UUID agentId, Duration life, Instant now,
			SecureRandom random) {
		List<X509Certificate> chain = issue(agentId, identity.name(), identity.staticKey(), life, now, random);
		byte[] privateKey = identity.privateKey();
		try {
			return AgentIdentity.builder(privateKey)
				.agentId(agentId)
				.name(identity.name())
				.certificateChain(chain.stream().map(CertificateAuthority::encoded).toList())
				.build();
		}
		finally {
			X25519Keys.erase(privateKey);
		}
	}

	/**
	 * This authority's certificate: the trust anchor, if it is self-signed.
	 * @return the certificate
	 */
	public X509Certificate certificate() {
		return this.certificate;
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

	private static X509Certificate sign(X500Name subject, X500Name issuer, KeyPair keys, KeyPair issuerKeys,
			String trustDomain, Duration life, Instant now, SecureRandom random) {
		SubjectPublicKeyInfo subjectKey = publicKeyInfo(keys.getPublic());
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuer, newSerial(random),
				Date.from(now.minus(CLOCK_TOLERANCE)), Date.from(now.plus(life)), subject, subjectKey);
		extend(builder, Extension.basicConstraints, true, new BasicConstraints(true));
		extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
		extend(builder, Extension.subjectAlternativeName, false, uriName("spiffe://" + trustDomain));
		extend(builder, Extension.subjectKeyIdentifier, false, keyIdentifiers().createSubjectKeyIdentifier(subjectKey));
		extend(builder, Extension.authorityKeyIdentifier, false,
				keyIdentifiers().createAuthorityKeyIdentifier(publicKeyInfo(issuerKeys.getPublic())));
		return finish(builder, issuerKeys.getPrivate());
	}

	private static X509Certificate finish(X509v3CertificateBuilder builder, PrivateKey signer) {
		try {
			return new JcaX509CertificateConverter()
				.getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(signer)));
		}
		catch (OperatorCreationException | GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform from 15 on signs with Ed25519", ex);
		}
	}

	private static void extend(X509v3CertificateBuilder builder, ASN1ObjectIdentifier oid, boolean critical,
			ASN1Encodable value) {
		try {
			builder.addExtension(oid, critical, value);
		}
		catch (IOException ex) {
			throw new IllegalStateException("An extension of our own always encodes", ex);
		}
	}

	private static X509ExtensionUtils keyIdentifiers() {
		try {
			return new JcaX509ExtensionUtils();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	private static KeyPair newSigningKeys(SecureRandom random) {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
			generator.initialize(NamedParameterSpec.ED25519, random);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform from 15 on has Ed25519", ex);
		}
	}

	private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
		if (!(publicKey instanceof EdECPublicKey)) {
			return false;
		}
		try {
			byte[] probe = { 'm', 'x', 'p' };
			Signature signature = Signature.getInstance("Ed25519");
			signature.initSign(privateKey);
			signature.update(probe);
			byte[] signed = signature.sign();
			signature.initVerify(publicKey);
			signature.update(probe);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
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

	private static SubjectPublicKeyInfo publicKeyInfo(PublicKey key) {
		return SubjectPublicKeyInfo.getInstance(key.getEncoded());
	}

	private static X500Name nameOf(String commonName) {
		return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
	}

	private static X500Name subjectOf(X509Certificate certificate) {
		return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
	}

	private static GeneralNames uriName(String uri) {
		return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
	}

	private static BigInteger newSerial(SecureRandom random) {
		// 126 random bits and a set one: positive, at most 16 bytes, never zero (RFC 5280
		// §4.1.2.2).
		return new BigInteger(126, random).setBit(126);
	}

	private static Instant earlier(Instant a, Instant b) {
		return a.isBefore(b) ? a : b;
	}

	private static byte[] encoded(X509Certificate certificate) {
		return Certificates.encode(certificate);
	}

}
