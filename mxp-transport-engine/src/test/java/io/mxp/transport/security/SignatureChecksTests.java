/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerRole;
import io.mxp.transport.Requirement;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many signatures one peer can have checked: a provider before all others counts
 * them.
 */
class SignatureChecksTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	private static final LeafProfile PROFILE = new LeafProfile(new UUID(1, 2), "nested", Duration.ofHours(1));

	private final CertificateAuthority authority = newAuthority();

	private final AgentIdentity peer = nestedPeer();

	@BeforeEach
	void count() {
		CountingSignature.verified.set(0);
		Security.insertProviderAt(new CountingProvider(), 1);
	}

	@AfterEach
	void stop() {
		Security.removeProvider(CountingProvider.NAME);
	}

	private static CertificateAuthority newAuthority() {
		return CertificateAuthority.create("Nested CA", "example.org", Duration.ofDays(1), NOW,
				TestCertificates.RANDOM);
	}

	/** Four certificates and a statement: all that a peer can show. */
	private AgentIdentity nestedPeer() {
		CertificateAuthority last = this.authority;
		for (int i = 1; i <= 3; i++) {
			last = last.createIntermediate("Intermediate " + i, Duration.ofDays(1), NOW, TestCertificates.RANDOM);
		}
		return last.certifyForSigning(AgentIdentity.generate("nested", TestCertificates.RANDOM), PROFILE,
				SigningKeyKind.ED25519.generate(TestCertificates.RANDOM), NOW, TestCertificates.RANDOM);
	}

	private VerificationResult verify(TrustPolicy policy) {
		return new PkixCertificateVerifier(policy).verify(new VerificationRequest(this.peer.staticKey().bytes(),
				this.peer.certificateChain(), this.peer.staticKeyStatement(), PeerRole.CLIENT, null),
				NOW.toEpochMilli());
	}

	@Test
	@Requirement("SEC-08")
	@Attack("A36")
	void nestedChainCostsFiveChecks() {
		assertThat(verify(TrustPolicy.builder().trustAuthority(this.authority.certificate()).build()))
			.isInstanceOf(VerificationResult.Accepted.class);
		assertThat(CountingSignature.verified).hasValue(5);
	}

	@Test
	@Requirement("SEC-08")
	@Attack("A36")
	void manyAuthoritiesOfOneNameCostAHundredChecksAtMost() {
		TrustPolicy.Builder builder = TrustPolicy.builder();
		for (int i = 1; i < CertificateChain.CANDIDATES_LIMIT; i++) {
			builder.trustAuthority(newAuthority().certificate());
		}
		X509Certificate own = this.authority.certificate();
		assertThat(verify(builder.trustAuthority(own).build())).isInstanceOf(VerificationResult.Accepted.class);
		assertThat(CountingSignature.verified.get()).isBetween(5, CertificateChain.SIGNATURE_CHECKS_LIMIT);

		CountingSignature.verified.set(0);
		assertThat(verify(builder.trustAuthority(newAuthority().certificate()).build()))
			.isInstanceOfSatisfying(VerificationResult.Rejected.class, (rejected) -> {
				assertThat(rejected.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
				assertThat(rejected.reason()).contains("97 authorities of the name CN=Nested CA are trusted");
			});
		assertThat(CountingSignature.verified).hasValue(0);
	}

	@Test
	@Attack("A36")
	void whatNoAuthorityIsNamedForCostsNothing() {
		CertificateAuthority other = CertificateAuthority.create("Other CA", "example.org", Duration.ofDays(1), NOW,
				TestCertificates.RANDOM);
		assertThat(verify(TrustPolicy.builder().trustAuthority(other.certificate()).build()))
			.isInstanceOf(VerificationResult.Rejected.class);
		assertThat(CountingSignature.verified).hasValue(0);
	}

	private static final class CountingProvider extends Provider {

		private static final long serialVersionUID = 1L;

		static final String NAME = "MxpCounting";

		CountingProvider() {
			super(NAME, "1", "counts");
			putService(new Service(this, "Signature", "Ed25519", CountingSignature.class.getName(),
					List.of("EdDSA", "1.3.101.112", "OID.1.3.101.112"), null) {

				@Override
				public Object newInstance(Object parameter) {
					return new CountingSignature();
				}

			});
		}

	}

	private static final class CountingSignature extends SignatureSpi {

		static final AtomicInteger verified = new AtomicInteger();

		private final Signature real;

		CountingSignature() {
			try {
				this.real = Signature.getInstance("Ed25519", "SunEC");
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
			this.real.initVerify(key);
		}

		@Override
		protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
			this.real.initSign(key);
		}

		@Override
		protected void engineUpdate(byte value) throws SignatureException {
			this.real.update(value);
		}

		@Override
		protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
			this.real.update(bytes, offset, length);
		}

		@Override
		protected byte[] engineSign() throws SignatureException {
			return this.real.sign();
		}

		@Override
		protected boolean engineVerify(byte[] signature) throws SignatureException {
			verified.incrementAndGet();
			return this.real.verify(signature);
		}

		@Override
		@Deprecated
		protected void engineSetParameter(String name, Object value) {
			throw new UnsupportedOperationException();
		}

		@Override
		@Deprecated
		protected Object engineGetParameter(String name) {
			throw new UnsupportedOperationException();
		}

	}

}
