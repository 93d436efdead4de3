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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import io.mxp.transport.PeerRole;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes and signs the two kinds of certificates of a trust domain. */
final class CertificateIssuing {

	/** How far back a certificate's life begins, for peers whose clocks are behind. */
	static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

	private CertificateIssuing() {
	}

	/** An authority's certificate; a self-signed one has itself as its issuer. */
	static X509Certificate authority(String name, PublicKey key, String trustDomain, Signer issuer, Instant end,
			Instant now) {
		SubjectPublicKeyInfo subjectKey = publicKeyInfo(key);
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuer.name(), newSerial(issuer.random()),
				Date.from(now.minus(CLOCK_TOLERANCE)), Date.from(end), nameOf(name), subjectKey);
		extend(builder, Extension.basicConstraints, true, new BasicConstraints(true));
		extend(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
		extend(builder, Extension.subjectAlternativeName, false, uriName("spiffe://" + trustDomain));
		extend(builder, Extension.subjectKeyIdentifier, false, keyIdentifiers().createSubjectKeyIdentifier(subjectKey));
		return finish(builder, issuer);
	}

	/**
	 * An agent's certificate.
	 * @param usage keyAgreement in form A, digitalSignature in form B
	 */
	static X509Certificate leaf(LeafProfile profile, SubjectPublicKeyInfo key, int usage, SpiffeId spiffeId,
			Signer issuer, Instant now) {
		Instant end = now.plus(profile.life());
		Instant last = issuer.notAfter();
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuer.name(), newSerial(issuer.random()),
				Date.from(now.minus(CLOCK_TOLERANCE)), Date.from(end.isBefore(last) ? end : last),
				nameOf(profile.name()), key);
		extend(builder, Extension.basicConstraints, true, new BasicConstraints(false));
		extend(builder, Extension.keyUsage, true, new KeyUsage(usage));
		if (!profile.allowsEveryRole()) {
			extend(builder, Extension.extendedKeyUsage, false,
					new ExtendedKeyUsage(profile.roles().contains(PeerRole.SERVER) ? KeyPurposeId.id_kp_serverAuth
							: KeyPurposeId.id_kp_clientAuth));
		}
		extend(builder, Extension.subjectAlternativeName, false, uriName(spiffeId.toString()));
		return finish(builder, issuer);
	}

	static X500Name nameOf(String commonName) {
		return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
	}

	static SubjectPublicKeyInfo publicKeyInfo(PublicKey key) {
		return SubjectPublicKeyInfo.getInstance(key.getEncoded());
	}

	private static X509Certificate finish(X509v3CertificateBuilder builder, Signer issuer) {
		extend(builder, Extension.authorityKeyIdentifier, false,
				keyIdentifiers().createAuthorityKeyIdentifier(publicKeyInfo(issuer.publicKey())));
		SigningKeyKind kind = SigningKeyKind.of(issuer.publicKey());
		if (kind == null) {
			throw new IllegalStateException("an authority has a key that signs");
		}
		try {
			return new JcaX509CertificateConverter().getCertificate(
					builder.build(new JcaContentSignerBuilder(kind.signature()).build(issuer.privateKey())));
		}
		catch (OperatorCreationException | GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform from 15 on signs with " + kind, ex);
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

	private static GeneralNames uriName(String uri) {
		return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri));
	}

	private static BigInteger newSerial(SecureRandom random) {
		// 126 random bits and a set one: positive, at most 16 bytes, never zero (RFC 5280
		// §4.1.2.2).
		return new BigInteger(126, random).setBit(126);
	}

	/**
	 * Who signs.
	 *
	 * @param name the issuer's name
	 * @param privateKey a key of Ed25519 or P-256
	 * @param publicKey its other half
	 * @param notAfter no agent's certificate is valid longer
	 * @param random where serial numbers come from
	 */
	record Signer(X500Name name, PrivateKey privateKey, PublicKey publicKey, Instant notAfter, SecureRandom random) {

		/** The name only (SEC-14). */
		@Override
		public String toString() {
			return "Signer[" + this.name + "]";
		}

	}

}
