/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.VerificationRequest.PeerRole;

/**
 * The certificates that a peer showed, parsed, the leaf first; and the rules for them:
 * what PKIX says (RFC 5280 §6), then ours (SEC-07, SEC-08).
 */
// SPEC identity.md#certificates
final class CertificateChain {

	/** Most certificates in a chain, the trust anchor not counted. */
	static final int CERTIFICATES_LIMIT = 4;

	/** Most bytes of a chain. */
	static final int BYTES_LIMIT = 8 * 1024;

	private static final int DIGITAL_SIGNATURE_BIT = 0;

	private static final int KEY_AGREEMENT_BIT = 4;

	private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

	private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

	private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

	private final List<X509Certificate> certificates;

	private final SpiffeId spiffeId;

	private CertificateChain(List<X509Certificate> certificates, SpiffeId spiffeId) {
		this.certificates = certificates;
		this.spiffeId = spiffeId;
	}

	/**
	 * Reads a chain and checks what needs no authority: its bounds, that its leaf is an
	 * agent's and that the leaf is for the key of the handshake.
	 */
	static CertificateChain read(List<byte[]> encoded, StaticKey key) throws CertificateRejection {
		if (encoded.isEmpty()) {
			throw CertificateRejection.untrusted("The peer shows no certificate and its key " + key.fingerprint()
					+ " is not pinned. Pin the key in the trust file, or give the peer a certificate.");
		}
		if (encoded.size() > CERTIFICATES_LIMIT) {
			throw CertificateRejection.untrusted("The peer shows " + encoded.size() + " certificates, but at most "
					+ CERTIFICATES_LIMIT + " are allowed. Use fewer intermediate authorities, and leave the root out.");
		}
		long bytes = encoded.stream().mapToLong((der) -> der.length).sum();
		if (bytes > BYTES_LIMIT) {
			throw CertificateRejection.untrusted("The peer's certificates have " + bytes + " bytes, but at most "
					+ BYTES_LIMIT + " are allowed. Use Ed25519 authorities and short names.");
		}
		List<X509Certificate> certificates = new ArrayList<>(encoded.size());
		for (byte[] der : encoded) {
			try {
				certificates.add(Certificates.parse(der));
			}
			catch (IllegalArgumentException ex) {
				throw CertificateRejection.untrusted("Certificate " + (certificates.size() + 1)
						+ " of the peer cannot be read. Check the certificate file of the peer.");
			}
		}
		return new CertificateChain(certificates, checkLeaf(certificates.get(0), key));
	}

	private static SpiffeId checkLeaf(X509Certificate leaf, StaticKey key) throws CertificateRejection {
		StaticKey certified = X25519Keys.fromCertificate(leaf);
		if (certified == null) {
			throw CertificateRejection.untrusted("The peer's certificate is for a key of the kind "
					+ leaf.getPublicKey().getAlgorithm() + ". Have one issued for its X25519 key.");
		}
		if (!certified.equals(key)) {
			throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
					"The peer's certificate is for the key " + certified.fingerprint()
							+ ", but the handshake was made with " + key.fingerprint()
							+ ". Use the certificate that was issued for the peer's own key.");
		}
		if (Certificates.isAuthority(leaf)) {
			throw CertificateRejection.untrusted(
					"The peer uses an authority's certificate as its own. Have an agent's certificate issued (CA=false).");
		}
		boolean[] usage = leaf.getKeyUsage();
		if (usage == null || !usage[KEY_AGREEMENT_BIT] || usage[DIGITAL_SIGNATURE_BIT]) {
			throw CertificateRejection.untrusted(
					"The peer's certificate is not for key agreement. Have one issued with keyUsage keyAgreement.");
		}
		return checkName(leaf);
	}

	private static SpiffeId checkName(X509Certificate leaf) throws CertificateRejection {
		List<String> uris;
		try {
			uris = SpiffeId.urisOf(leaf);
		}
		catch (CertificateParsingException | RuntimeException ex) {
			throw CertificateRejection.untrusted(
					"The alternative names of the peer's certificate cannot be read. Have a new certificate issued.");
		}
		if (uris.size() != 1) {
			throw CertificateRejection.untrusted("The peer's certificate has " + uris.size()
					+ " URI names, but must have exactly one. Have one issued for one agent.");
		}
		SpiffeId spiffeId = SpiffeId.parse(uris.get(0));
		if (spiffeId == null) {
			throw CertificateRejection.untrusted("The URI name '" + shortened(uris.get(0))
					+ "' of the peer's certificate is not of the form spiffe://<trust domain>/agent/<UUID>."
					+ " Have one issued with 'mxp identity agent'.");
		}
		return spiffeId;
	}

	/**
	 * Checks the chain against the authorities of a policy, its role and its deny list.
	 */
	void validate(TrustPolicy policy, PeerRole role, long nowMillis) throws CertificateRejection {
		if (policy.authorities().isEmpty()) {
			throw CertificateRejection.untrusted("The peer shows a certificate, but no authority is trusted here."
					+ " Add the authority's certificate to the trust file, or pin the peer's key.");
		}
		checkDates(Instant.ofEpochMilli(nowMillis));
		TrustAnchor anchor = validatePath(policy, nowMillis);
		checkTrustDomain(policy, anchor);
		checkRole(role);
		for (X509Certificate certificate : this.certificates) {
			if (policy.deniedSerials().contains(certificate.getSerialNumber()) || policy.deniedFingerprints()
				.contains(Certificates.fingerprint(Certificates.encode(certificate)))) {
				throw CertificateRejection.untrusted("The certificate " + certificate.getSubjectX500Principal()
						+ " with the serial number " + certificate.getSerialNumber().toString(16)
						+ " is on the deny list. Have a new certificate issued, or remove it there.");
			}
		}
	}

	private void checkDates(Instant now) throws CertificateRejection {
		for (X509Certificate certificate : this.certificates) {
			if (now.isAfter(certificate.getNotAfter().toInstant())) {
				throw CertificateRejection.expired("The peer's certificate " + certificate.getSubjectX500Principal()
						+ " expired at " + certificate.getNotAfter().toInstant()
						+ ". Renew it with 'mxp identity agent --renew', or correct the clock here (" + now + ").");
			}
			if (now.isBefore(certificate.getNotBefore().toInstant())) {
				throw CertificateRejection.expired("The peer's certificate " + certificate.getSubjectX500Principal()
						+ " is not valid before " + certificate.getNotBefore().toInstant()
						+ ". Correct the clock here (" + now + ") or where it was issued.");
			}
		}
	}

	private TrustAnchor validatePath(TrustPolicy policy, long nowMillis) throws CertificateRejection {
		Set<TrustAnchor> anchors = new HashSet<>();
		policy.authorities().forEach((authority) -> anchors.add(new TrustAnchor(authority.certificate(), null)));
		try {
			CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(this.certificates);
			PKIXParameters parameters = new PKIXParameters(anchors);
			// Leaves live for a day and there is a deny list; there is nobody to ask.
			parameters.setRevocationEnabled(false);
			parameters.setDate(Date.from(Instant.ofEpochMilli(nowMillis)));
			PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
				.validate(path, parameters);
			return result.getTrustAnchor();
		}
		catch (CertPathValidatorException ex) {
			throw rejection(policy, ex);
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			// A hostile extension may trip the platform's parser.
			throw CertificateRejection
				.untrusted("The peer's certificate chain cannot be validated. Have new certificates issued.");
		}
	}

	private CertificateRejection rejection(TrustPolicy policy, CertPathValidatorException cause) {
		X509Certificate last = this.certificates.get(this.certificates.size() - 1);
		CertPathValidatorException.Reason reason = cause.getReason();
		if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
			return CertificateRejection.expired("A certificate of the authority is not valid at this time. Renew it.");
		}
		if (reason == PKIXReason.NO_TRUST_ANCHOR || reason == BasicReason.INVALID_SIGNATURE) {
			boolean sameName = policy.authorities()
				.stream()
				.anyMatch((authority) -> authority.certificate()
					.getSubjectX500Principal()
					.equals(last.getIssuerX500Principal()));
			return CertificateRejection.untrusted(sameName
					? "The peer's certificate was not signed by the trusted authority " + last.getIssuerX500Principal()
							+ " but by one of the same name with another key. Use the authority's current certificate."
					: "No trusted authority issued the peer's certificate. Its issuer is "
							+ last.getIssuerX500Principal()
							+ ": add that authority to the trust file if you trust it.");
		}
		if (reason == PKIXReason.NOT_CA_CERT || reason == PKIXReason.NAME_CHAINING) {
			return CertificateRejection.untrusted("The peer's certificates form no chain: each must be issued by the"
					+ " authority that follows it, the agent's own certificate first.");
		}
		return CertificateRejection.untrusted("The peer's certificate chain breaks a rule (" + reason
				+ "). Have new certificates issued with 'mxp identity agent'.");
	}

	private void checkTrustDomain(TrustPolicy policy, TrustAnchor anchor) throws CertificateRejection {
		boolean allowed = policy.authorities()
			.stream()
			.anyMatch((authority) -> authority.certificate().equals(anchor.getTrustedCert())
					&& authority.trustDomain().equals(this.spiffeId.trustDomain()));
		if (!allowed) {
			throw CertificateRejection
				.untrusted("The authority that issued the peer's certificate may not speak for the" + " trust domain '"
						+ this.spiffeId.trustDomain()
						+ "'. Trust it for this domain, or have the certificate issued by that domain's authority.");
		}
	}

	// A leaf without extended key usage may play either role.
	private void checkRole(PeerRole role) throws CertificateRejection {
		List<String> usages;
		try {
			usages = this.certificates.get(0).getExtendedKeyUsage();
		}
		catch (CertificateParsingException ex) {
			throw CertificateRejection
				.untrusted("The extended key usage of the peer's certificate cannot be read. Have a new one issued.");
		}
		String needed = (role == PeerRole.SERVER) ? SERVER_AUTH : CLIENT_AUTH;
		if (usages != null && !usages.contains(needed) && !usages.contains(ANY_EXTENDED_KEY_USAGE)) {
			throw CertificateRejection.untrusted("The peer's certificate does not allow the role of a "
					+ ((role == PeerRole.SERVER) ? "server" : "client")
					+ ". Have one issued with this extended key usage, or with none.");
		}
	}

	UUID agentId() {
		return this.spiffeId.agentId();
	}

	String spiffeUri() {
		return this.spiffeId.toString();
	}

	/** When the first certificate of the chain expires, milliseconds since 1970. */
	long notAfterMillis() {
		return this.certificates.stream()
			.mapToLong((certificate) -> certificate.getNotAfter().toInstant().toEpochMilli())
			.min()
			.orElse(0);
	}

	private static String shortened(String text) {
		return (text.length() <= 100) ? text : text.substring(0, 100) + "…";
	}

}
