/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import io.mxp.transport.StaticKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Leaves with one thing wrong, which a {@link CertificateAuthority} would not issue.
 */
final class TestCertificates {

	static final SecureRandom RANDOM = new SecureRandom();

	private final CertificateAuthority issuer;

	private List<String> uris = new ArrayList<>();

	private boolean authority;

	private Integer usage = KeyUsage.keyAgreement;

	private KeyPurposeId purpose;

	private int paddingBytes;

	private SubjectPublicKeyInfo subjectKey;

	private TestCertificates(CertificateAuthority issuer, SubjectPublicKeyInfo subjectKey) {
		this.issuer = issuer;
		this.subjectKey = subjectKey;
	}

	static TestCertificates by(CertificateAuthority issuer, StaticKey key) {
		return new TestCertificates(issuer, X25519Keys.toPublicKeyInfo(key));
	}

	TestCertificates uris(String... uris) {
		this.uris = Arrays.asList(uris);
		return this;
	}

	TestCertificates authority() {
		this.authority = true;
		return this;
	}

	TestCertificates usage(Integer usage) {
		this.usage = usage;
		return this;
	}

	TestCertificates purpose(KeyPurposeId purpose) {
		this.purpose = purpose;
		return this;
	}

	TestCertificates padding(int bytes) {
		this.paddingBytes = bytes;
		return this;
	}

	TestCertificates subjectKey(byte[] publicKeyInfo) {
		this.subjectKey = SubjectPublicKeyInfo.getInstance(publicKeyInfo);
		return this;
	}

	X509Certificate issue(Instant now) throws Exception {
		X500Name issuerName = X500Name.getInstance(this.issuer.certificate().getSubjectX500Principal().getEncoded());
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(issuerName, BigInteger.TEN,
				Date.from(now.minusSeconds(60)), Date.from(now.plus(Duration.ofDays(1))), new X500Name("CN=odd"),
				this.subjectKey);
		builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(this.authority));
		if (this.usage != null) {
			builder.addExtension(Extension.keyUsage, true, new KeyUsage(this.usage));
		}
		if (this.purpose != null) {
			builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(this.purpose));
		}
		List<GeneralName> names = new ArrayList<>();
		this.uris.forEach((uri) -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
		if (this.paddingBytes > 0) {
			names.add(new GeneralName(GeneralName.dNSName, "x".repeat(this.paddingBytes)));
		}
		if (!names.isEmpty()) {
			builder.addExtension(Extension.subjectAlternativeName, false,
					new GeneralNames(names.toArray(new GeneralName[0])));
		}
		PrivateKey signer = KeyFactory.getInstance("Ed25519")
			.generatePrivate(new PKCS8EncodedKeySpec(this.issuer.privateKeyPkcs8()));
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(signer)));
	}

}
