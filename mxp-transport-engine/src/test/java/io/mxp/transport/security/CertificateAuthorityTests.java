/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.StaticKey;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CertificateAuthorityTests {

	private static final UUID AGENT = UUID.fromString("6f1d2c9a-8a51-4c0b-9a3b-0d3f6a3f7c11");

	private final Instant now = Instant.parse("2026-03-01T12:00:00Z");

	private final CertificateAuthority authority = CertificateAuthority.create("Relay CA", "Example.org",
			Duration.ofDays(30), this.now, TestCertificates.RANDOM);

	@Test
	@Requirement("SEC-07")
	void leafIsOfFormA() throws Exception {
		StaticKey key = AgentIdentity.generate("weather", TestCertificates.RANDOM).staticKey();
		List<X509Certificate> chain = this.authority.issue(new LeafProfile(AGENT, "weather", Duration.ofHours(24)), key,
				this.now, TestCertificates.RANDOM);
		X509Certificate leaf = chain.get(0);
		assertThat(chain).hasSize(1);
		assertThat(leaf.getVersion()).isEqualTo(3);
		assertThat(leaf.getSigAlgOID()).isEqualTo("1.3.101.112");
		assertThat(X25519Keys.fromCertificate(leaf)).isEqualTo(key);
		assertThat(leaf.getKeyUsage()).containsExactly(false, false, false, false, true, false, false, false, false);
		assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
		assertThat(leaf.getCriticalExtensionOIDs()).containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
		assertThat(SpiffeId.urisOf(leaf)).containsExactly("spiffe://example.org/agent/" + AGENT);
		assertThat(leaf.getNotAfter().toInstant()).isEqualTo(this.now.plus(Duration.ofHours(24)));
		assertThat(leaf.getNotBefore().toInstant()).isEqualTo(this.now.minus(Duration.ofMinutes(5)));
		assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
		assertThat(Certificates.commonName(leaf)).isEqualTo("weather");
		assertThat(Certificates.encode(leaf).length).isLessThan(512);
	}

	@Test
	void leafLivesNoLongerThanItsAuthority() {
		AgentIdentity identity = this.authority.issueIdentity(AGENT, "weather", Duration.ofDays(90), this.now,
				TestCertificates.RANDOM);
		X509Certificate leaf = Certificates.parse(identity.certificateChain().get(0));
		assertThat(leaf.getNotAfter()).isEqualTo(this.authority.certificate().getNotAfter());
	}

	@Test
	void authorityIsStoredAndLoaded() {
		CertificateAuthority loaded = CertificateAuthority.load(this.authority.privateKeyPkcs8(),
				List.of(this.authority.certificate()));
		assertThat(loaded.trustDomain()).isEqualTo("example.org");
		AgentIdentity identity = loaded.issueIdentity(AGENT, "weather", Duration.ofHours(1), this.now,
				TestCertificates.RANDOM);
		assertThat(identity.agentId()).isEqualTo(AGENT);
	}

	@Test
	void keyOfAnotherAuthorityIsRefused() {
		CertificateAuthority other = CertificateAuthority.create("Other", "example.org", Duration.ofDays(1), this.now,
				TestCertificates.RANDOM);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CertificateAuthority.load(other.privateKeyPkcs8(), List.of(this.authority.certificate())))
			.withMessageContaining("is not the one of its certificate");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CertificateAuthority.load(new byte[] { 1, 2, 3 }, List.of(this.authority.certificate())))
			.withMessageContaining("is no Ed25519 key")
			.withNoCause();
	}

	@Test
	void trustDomainHasToBeOne() {
		for (String bad : List.of("", "a/b", "spiffe://x", "ex ample", "x".repeat(256))) {
			assertThatIllegalArgumentException().isThrownBy(
					() -> CertificateAuthority.create("CA", bad, Duration.ofDays(1), this.now, TestCertificates.RANDOM))
				.withMessageContaining("is no trust domain");
		}
	}

	@Test
	@Requirement("SEC-14")
	void privateKeysAreNotShown() {
		assertThat(this.authority.toString()).isEqualTo("CertificateAuthority[CN=Relay CA for example.org]");
	}

	@Test
	@Requirement("SEC-07")
	void opensslVerifiesTheChain(@TempDir Path directory) throws Exception {
		Assumptions.assumeTrue(hasOpenssl(), "openssl is not installed, so that nobody else can read our certificates");
		CertificateAuthority intermediate = this.authority.createIntermediate("Intermediate", Duration.ofDays(7),
				this.now, TestCertificates.RANDOM);
		AgentIdentity identity = intermediate.issueIdentity(AGENT, "weather", Duration.ofHours(24), this.now,
				TestCertificates.RANDOM);
		Path root = Files.writeString(directory.resolve("root.pem"), IdentityPem.write(this.authority.certificate()));
		Path middle = Files.writeString(directory.resolve("middle.pem"), IdentityPem.write(intermediate.certificate()));
		Path leaf = Files.writeString(directory.resolve("leaf.pem"),
				IdentityPem.write(Certificates.parse(identity.certificateChain().get(0))));
		Path key = Files.writeString(directory.resolve("key.pem"), IdentityPem.write(identity));
		assertThat(openssl("verify", "-x509_strict", "-attime", String.valueOf(this.now.getEpochSecond()), "-CAfile",
				root.toString(), "-untrusted", middle.toString(), leaf.toString()))
			.contains("leaf.pem: OK");
		assertThat(openssl("x509", "-in", leaf.toString(), "-noout", "-text")).contains("X25519")
			.contains("URI:spiffe://example.org/agent/" + AGENT)
			.contains("Key Agreement");
		assertThat(openssl("pkey", "-in", key.toString(), "-pubout"))
			.isEqualTo(IdentityPem.write(identity.staticKey()));
	}

	@Test
	void opensslKeysAreRead(@TempDir Path directory) throws Exception {
		Assumptions.assumeTrue(hasOpenssl(), "openssl is not installed, so that there are no keys of others to read");
		Path key = directory.resolve("key.pem");
		openssl("genpkey", "-algorithm", "X25519", "-out", key.toString());
		Path publicKey = Files.writeString(directory.resolve("public.pem"),
				openssl("pkey", "-in", key.toString(), "-pubout"));
		assertThat(IdentityFiles.readIdentity(key, null, this.now).staticKey())
			.isEqualTo(IdentityFiles.readPublicKey(publicKey));
	}

	private static boolean hasOpenssl() {
		try {
			return openssl("version").startsWith("OpenSSL");
		}
		catch (Exception ex) {
			return false;
		}
	}

	private static String openssl(String... arguments) throws Exception {
		String[] command = new String[arguments.length + 1];
		command[0] = "openssl";
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output;
	}

}
