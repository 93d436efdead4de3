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
import javax.security.auth.x500.X500Principal;

import io.mxp.transport.DenyList;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;
import io.mxp.transport.TrustPolicy;

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

	/** Most signatures that are checked for one peer (RUSTSEC-2023-0052). */
	static final int SIGNATURE_CHECKS_LIMIT = 100;

	/**
	 * An authority that did not sign costs one check; the right one and the statement the
	 * rest.
	 */
	static final int CANDIDATES_LIMIT = SIGNATURE_CHECKS_LIMIT - CERTIFICATES_LIMIT;

	private final List<X509Certificate> certificates;

	private final AgentCertificate leaf;

	private CertificateChain(List<X509Certificate> certificates, AgentCertificate leaf) {
		this.certificates = certificates;
		this.leaf = leaf;
	}

	/**
	 * Reads a chain and checks what needs no authority: its bounds, that its leaf is an
	 * agent's and that the leaf is for the key of the handshake.
	 * @param statement what the leaf's key says about the static key; for form B
	 */
	static CertificateChain read(List<byte[]> encoded, StaticKey key, byte[] statement) throws CertificateRejection {
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
		return new CertificateChain(certificates, AgentCertificate.check(certificates.get(0), key, statement));
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
		X509Certificate anchor = validatePath(policy, nowMillis).getTrustedCert();
		this.leaf.checkStatement(Instant.ofEpochMilli(nowMillis));
		this.leaf.checkRole(role, authority(policy, anchor).roles());
		checkDenied(policy.denyList(), anchor);
	}

	private void checkDenied(DenyList denyList, X509Certificate anchor) throws CertificateRejection {
		List<X509Certificate> all = new ArrayList<>(this.certificates);
		all.add(anchor);
		for (X509Certificate certificate : all) {
			if (denyList.serials().contains(certificate.getSerialNumber())
					|| denyList.fingerprints().contains(Certificates.fingerprint(Certificates.encode(certificate)))) {
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
		Set<TrustAnchor> anchors = candidates(policy);
		try {
			CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(this.certificates);
			PKIXParameters parameters = new PKIXParameters(anchors);
			// Leaves live for a day and there is a deny list; there is nobody to ask.
			parameters.setRevocationEnabled(false);
			// Policies mean nothing here, and mapping them can take exponential time.
			parameters.setPolicyMappingInhibited(true);
			parameters.setDate(Date.from(Instant.ofEpochMilli(nowMillis)));
			PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
				.validate(path, parameters);
			return result.getTrustAnchor();
		}
		catch (CertPathValidatorException ex) {
			throw rejection(ex);
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			// A hostile extension may trip the platform's parser.
			throw CertificateRejection
				.untrusted("The peer's certificate chain cannot be validated. Have new certificates issued.");
		}
	}

	/** The authorities that can have issued the last certificate, by name. */
	private Set<TrustAnchor> candidates(TrustPolicy policy) throws CertificateRejection {
		X500Principal issuer = this.certificates.get(this.certificates.size() - 1).getIssuerX500Principal();
		List<X509Certificate> candidates = policy.authorities()
			.stream()
			.map(TrustPolicy.Authority::certificate)
			.filter((certificate) -> certificate.getSubjectX500Principal().equals(issuer))
			.distinct()
			.toList();
		if (candidates.isEmpty()) {
			throw CertificateRejection.untrusted("No trusted authority issued the peer's certificate. Its issuer is "
					+ issuer + ": add that authority to the trust file if you trust it.");
		}
		if (candidates.size() > CANDIDATES_LIMIT) {
			throw CertificateRejection
				.untrusted(candidates.size() + " authorities of the name " + issuer + " are trusted, but at most "
						+ CANDIDATES_LIMIT + " are tried. Remove those that are out of use.");
		}
		Set<TrustAnchor> anchors = new HashSet<>();
		candidates.forEach((certificate) -> anchors.add(new TrustAnchor(certificate, null)));
		return anchors;
	}

	private CertificateRejection rejection(CertPathValidatorException cause) {
		X509Certificate last = this.certificates.get(this.certificates.size() - 1);
		CertPathValidatorException.Reason reason = cause.getReason();
		if (reason == BasicReason.EXPIRED || reason == BasicReason.NOT_YET_VALID) {
			return CertificateRejection.expired("A certificate of the authority is not valid at this time. Renew it.");
		}
		if (reason == PKIXReason.NO_TRUST_ANCHOR || reason == BasicReason.INVALID_SIGNATURE) {
			return CertificateRejection.untrusted("The peer's certificate was not signed by the trusted authority "
					+ last.getIssuerX500Principal()
					+ " but by one of the same name with another key. Use the authority's current certificate.");
		}
		if (reason == PKIXReason.NOT_CA_CERT || reason == PKIXReason.NAME_CHAINING) {
			return CertificateRejection.untrusted("The peer's certificates form no chain: each must be issued by the"
					+ " authority that follows it, the agent's own certificate first.");
		}
		return CertificateRejection.untrusted("The peer's certificate chain breaks a rule (" + reason
				+ "). Have new certificates issued with 'mxp identity agent'.");
	}

	/** The authority behind an anchor that may speak for the leaf's trust domain. */
	private TrustPolicy.Authority authority(TrustPolicy policy, X509Certificate anchor) throws CertificateRejection {
		String trustDomain = this.leaf.spiffeId().trustDomain();
		return policy.authorities()
			.stream()
			.filter((authority) -> authority.certificate().equals(anchor)
					&& authority.trustDomain().equals(trustDomain))
			.findFirst()
			.orElseThrow(() -> CertificateRejection
				.untrusted("The authority that issued the peer's certificate may not speak for the trust domain '"
						+ trustDomain
						+ "'. Trust it for this domain, or have the certificate issued by that domain's authority."));
	}

	UUID agentId() {
		return this.leaf.spiffeId().agentId();
	}

	String spiffeUri() {
		return this.leaf.spiffeId().toString();
	}

	/** When the first of certificates and statement expires, milliseconds since 1970. */
	long notAfterMillis() {
		return this.certificates.stream()
			.mapToLong((certificate) -> certificate.getNotAfter().toInstant().toEpochMilli())
			.reduce(this.leaf.notAfterMillis(), Math::min);
	}

}
