/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

import io.mxp.transport.PeerRole;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** X.509 certificates as bytes, and what is read off them. */
public final class Certificates {

	private static final byte SEQUENCE = 0x30;

	private Certificates() {
	}

	/**
	 * Reads one certificate.
	 * @param der the DER, nothing behind it
	 * @return the certificate
	 * @throws IllegalArgumentException if it is none
	 */
	public static X509Certificate parse(byte[] der) {
		try {
			// The platform's factory would read PEM too; only DER travels.
			if (der.length > 0 && der[0] == SEQUENCE) {
				ByteArrayInputStream in = new ByteArrayInputStream(der);
				X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
					.generateCertificate(in);
				if (in.available() == 0 && isDistinguished(der)) {
					return certificate;
				}
			}
		}
		catch (GeneralSecurityException | IOException | RuntimeException ex) {
			throw new IllegalArgumentException("is no X.509 certificate", ex);
		}
		throw new IllegalArgumentException("is no X.509 certificate in DER form");
	}

	// The platform's parser takes other encodings of the same certificate too; with those
	// its
	// owner could change the fingerprint by which it is denied.
	private static boolean isDistinguished(byte[] der) throws IOException {
		Certificate certificate = Certificate.getInstance(der);
		return BitStrings.ofCertificate(der).getPadBits() == 0
				&& Arrays.equals(certificate.getEncoded(ASN1Encoding.DER), der);
	}

	/**
	 * The DER of a certificate.
	 * @param certificate the certificate
	 * @return the bytes
	 */
	public static byte[] encode(X509Certificate certificate) {
		try {
			return certificate.getEncoded();
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException("A certificate that was parsed has an encoding", ex);
		}
	}

	/**
	 * SHA-256 over the DER.
	 * @param der the certificate
	 * @return "sha256:" and 64 hex digits
	 */
	public static String fingerprint(byte[] der) {
		try {
			return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Whether the certificate is an authority's.
	 * @param certificate the certificate
	 * @return true if CA=true
	 */
	public static boolean isAuthority(X509Certificate certificate) {
		return certificate.getBasicConstraints() >= 0;
	}

	/**
	 * The roles that an agent's certificate allows: both without extended key usage.
	 * @param certificate the certificate
	 * @return the roles
	 * @throws IllegalArgumentException if the extended key usage cannot be read
	 */
	public static Set<PeerRole> roles(X509Certificate certificate) {
		List<String> usages;
		try {
			usages = certificate.getExtendedKeyUsage();
		}
		catch (CertificateParsingException ex) {
			throw new IllegalArgumentException("the extended key usage cannot be read", ex);
		}
		Set<PeerRole> roles = EnumSet.noneOf(PeerRole.class);
		boolean any = usages == null || usages.contains(KeyPurposeId.anyExtendedKeyUsage.getId());
		if (any || usages.contains(KeyPurposeId.id_kp_clientAuth.getId())) {
			roles.add(PeerRole.CLIENT);
		}
		if (any || usages.contains(KeyPurposeId.id_kp_serverAuth.getId())) {
			roles.add(PeerRole.SERVER);
		}
		return roles;
	}

	/**
	 * The common name of the subject.
	 * @param certificate the certificate
	 * @return the name, or an empty text
	 */
	public static String commonName(X509Certificate certificate) {
		try {
			for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
				if (rdn.getType().equalsIgnoreCase("CN") && rdn.getValue() instanceof String name) {
					return name;
				}
			}
		}
		catch (InvalidNameException ex) {
			return "";
		}
		return "";
	}

}
