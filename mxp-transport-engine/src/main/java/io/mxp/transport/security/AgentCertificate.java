/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.StaticKey;

/**
 * An agent's own certificate and the rules for it (SEC-07). In form A it is for the
 * static key; in form B for a key that has signed the static key.
 *
 * @param certificate the certificate
 * @param spiffeId its only URI name
 * @param key the static key of the handshake
 * @param statement the signature of form B; empty in form A
 */
// SPEC identity.md#certificates
@SuppressWarnings("ArrayRecordComponent")
record AgentCertificate(X509Certificate certificate, SpiffeId spiffeId, StaticKey key, byte[] statement) {

	private static final int DIGITAL_SIGNATURE_BIT = 0;

	private static final int KEY_AGREEMENT_BIT = 4;

	private static final int KEY_CERT_SIGN_BIT = 5;

	private static final int CRL_SIGN_BIT = 6;

	/** Checks what needs no authority and no signature. */
	static AgentCertificate check(X509Certificate leaf, StaticKey key, byte[] statement) throws CertificateRejection {
		// A leaf of P-256 is that of a static key unless it signs one.
		StaticKey certified = (key.isP256() && !signs(leaf)) ? StaticKeys.fromCertificate(leaf)
				: X25519Keys.fromCertificate(leaf);
		boolean formB = certified == null || signs(leaf);
		if (formB && !StaticKeyStatement.canSign(leaf.getPublicKey())) {
			throw CertificateRejection
				.untrusted("The peer's certificate is for a key of the kind " + leaf.getPublicKey().getAlgorithm()
						+ ". Have one issued for its X25519 key, or for an Ed25519 or P-256 key that signs it.");
		}
		if (formB && statement.length != StaticKeyStatement.LENGTH_BYTES) {
			throw CertificateRejection
				.untrusted("The peer's certificate is for a key of the kind " + leaf.getPublicKey().getAlgorithm()
						+ ", and the statement of that key about the peer's X25519 key is "
						+ ((statement.length == 0) ? "missing" : "of a wrong length")
						+ ". Have the X25519 key signed: mxp identity agent --form b.");
		}
		if (!formB && certified != null && !certified.equals(key)) {
			throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
					"The peer's certificate is for the key " + certified.fingerprint()
							+ ", but the handshake was made with " + key.fingerprint()
							+ ". Use the certificate that was issued for the peer's own key.");
		}
		if (Certificates.isAuthority(leaf)) {
			throw CertificateRejection.untrusted(
					"The peer uses an authority's certificate as its own. Have an agent's certificate issued (CA=false).");
		}
		checkUsage(leaf, formB);
		return new AgentCertificate(leaf, checkName(leaf), key, formB ? statement : new byte[0]);
	}

	/** Whether a leaf is of form B: its key can sign, and may. */
	static boolean signs(X509Certificate leaf) {
		boolean[] usage = leaf.getKeyUsage();
		return usage != null && usage[DIGITAL_SIGNATURE_BIT] && StaticKeyStatement.canSign(leaf.getPublicKey());
	}

	private static void checkUsage(X509Certificate leaf, boolean formB) throws CertificateRejection {
		boolean[] usage = leaf.getKeyUsage();
		if (formB) {
			// As SPIFFE X.509-SVID §4.3 has it.
			if (usage == null || !usage[DIGITAL_SIGNATURE_BIT] || usage[KEY_CERT_SIGN_BIT] || usage[CRL_SIGN_BIT]) {
				throw CertificateRejection.untrusted("The peer's certificate is not for signatures."
						+ " Have one issued with keyUsage digitalSignature, without keyCertSign and cRLSign.");
			}
		}
		else if (usage == null || !usage[KEY_AGREEMENT_BIT] || usage[DIGITAL_SIGNATURE_BIT]) {
			throw CertificateRejection.untrusted(
					"The peer's certificate is not for key agreement. Have one issued with keyUsage keyAgreement.");
		}
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

	/** That the key of the certificate, which an authority vouches for, signed ours. */
	// SPEC identity.md#statement
	void checkStatement(Instant now) throws CertificateRejection {
		if (this.statement.length == 0) {
			return;
		}
		if (now.toEpochMilli() > StaticKeyStatement.notAfterMillis(this.statement)) {
			throw CertificateRejection.expired("The statement about the peer's X25519 key expired at "
					+ Instant.ofEpochMilli(StaticKeyStatement.notAfterMillis(this.statement))
					+ ". Have it signed again: mxp identity agent --form b --renew.");
		}
		if (!StaticKeyStatement.verify(this.statement, this.certificate.getPublicKey(), this.key)) {
			throw new CertificateRejection(ErrorCode.IDENTITY_MISMATCH,
					"The key of the peer's certificate has not signed the key " + this.key.fingerprint()
							+ " of the handshake. Use certificate and statement that were made for the peer's own key.");
		}
	}

	/** A leaf without extended key usage may play either role. */
	void checkRole(PeerRole role, Set<PeerRole> allowedByAuthority) throws CertificateRejection {
		String name = (role == PeerRole.SERVER) ? "server" : "client";
		if (!allowedByAuthority.contains(role)) {
			throw CertificateRejection
				.untrusted("Agents of the authority that issued the peer's certificate may not be a " + name
						+ " here. Allow the role where the authority is trusted.");
		}
		Set<PeerRole> certified;
		try {
			certified = Certificates.roles(this.certificate);
		}
		catch (IllegalArgumentException ex) {
			throw CertificateRejection
				.untrusted("The extended key usage of the peer's certificate cannot be read. Have a new one issued.");
		}
		if (!certified.contains(role)) {
			throw CertificateRejection.untrusted("The peer's certificate does not allow the role of a " + name
					+ ". Have one issued with this extended key usage, or with none.");
		}
	}

	/** When certificate or statement ends, milliseconds since 1970. */
	long notAfterMillis() {
		long end = this.certificate.getNotAfter().toInstant().toEpochMilli();
		return (this.statement.length == 0) ? end : Math.min(end, StaticKeyStatement.notAfterMillis(this.statement));
	}

	private static String shortened(String text) {
		return (text.length() <= 100) ? text : text.substring(0, 100) + "…";
	}

	@Override
	public String toString() {
		return "AgentCertificate[" + this.spiffeId + "]";
	}

}
