/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.TrustPolicy;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An ECDSA signature of zeros, which one platform once took for good. */
class ZeroSignatureTests {

	private static final UUID AGENT = UUID.randomUUID();

	private static final Instant NOW = Instant.now();

	private static final X500Name HOUSE = new X500Name("CN=House");

	@Test
	@Attack("A30")
	@Requirement("SEC-05")
	void aLeafSignedWithZerosIsRefusedAndAGoodOneIsAccepted() throws Exception {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
		generator.initialize(new ECGenParameterSpec("secp256r1"));
		KeyPair house = generator.generateKeyPair();
		ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(house.getPrivate());
		SubjectPublicKeyInfo houseKey = SubjectPublicKeyInfo.getInstance(house.getPublic().getEncoded());
		X509Certificate authority = certificate(houseKey, true, "spiffe://house.test", signer);
		TrustPolicy policy = TrustPolicy.builder().trustAuthority(authority).build();
		AgentIdentity peer = AgentIdentity.generateP256("peer");
		SubjectPublicKeyInfo peerKey = StaticKeys.toPublicKeyInfo(peer.staticKey());
		String name = "spiffe://house.test/agent/" + AGENT;
		VerificationResult good = verify(policy, peer, certificate(peerKey, false, name, signer));
		assertThat(good).isInstanceOf(VerificationResult.Accepted.class);
		VerificationResult zero = verify(policy, peer, certificate(peerKey, false, name, new ZeroSigner()));
		assertThat(zero).isInstanceOfSatisfying(VerificationResult.Rejected.class,
				(rejected) -> assertThat(rejected.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED));
	}

	private static VerificationResult verify(TrustPolicy policy, AgentIdentity peer, X509Certificate leaf)
			throws Exception {
		VerificationRequest request = new VerificationRequest(peer.staticKey().bytes(), List.of(leaf.getEncoded()),
				new byte[0], PeerRole.SERVER, AGENT.toString());
		return new PkixCertificateVerifier(policy).verify(request, NOW.toEpochMilli());
	}

	private static X509Certificate certificate(SubjectPublicKeyInfo key, boolean authority, String uri,
			ContentSigner signer) throws Exception {
		X509v3CertificateBuilder builder = new X509v3CertificateBuilder(HOUSE, BigInteger.TEN,
				Date.from(NOW.minusSeconds(60)), Date.from(NOW.plusSeconds(3_600)),
				authority ? HOUSE : new X500Name("CN=peer"), key);
		builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
		builder.addExtension(Extension.keyUsage, true,
				new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.keyAgreement));
		builder.addExtension(Extension.subjectAlternativeName, false,
				new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
		return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
	}

	/** Signs everything with r = s = 0. */
	private static final class ZeroSigner implements ContentSigner {

		@Override
		public AlgorithmIdentifier getAlgorithmIdentifier() {
			return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
		}

		@Override
		public OutputStream getOutputStream() {
			return new ByteArrayOutputStream();
		}

		@Override
		public byte[] getSignature() {
			ASN1EncodableVector values = new ASN1EncodableVector();
			values.add(new ASN1Integer(0));
			values.add(new ASN1Integer(0));
			try {
				return new DERSequence(values).getEncoded();
			}
			catch (java.io.IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
