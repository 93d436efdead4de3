/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.IdentityFiles;
import io.mxp.transport.security.PkixCertificateVerifier;
import io.mxp.transport.security.VerificationRequest;
import io.mxp.transport.security.VerificationResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Root, intermediate and agent of both forms; OpenSSL reads and verifies all of them. */
class IdentityFormsCommandTests {

	@TempDir
	private Path directory;

	@BeforeEach
	void authorities() {
		run("identity", "ca", "--trust-domain", "example.org", "--name", "Root", "--out", path("ca"));
		run("identity", "ca", "--ca", path("ca.pem"), "--name", "Middle", "--days", "30", "--out", path("middle"));
	}

	private String path(String name) {
		return this.directory.resolve(name).toString();
	}

	private static CommandRun run(String... arguments) {
		CommandRun run = CommandRun.of(arguments);
		assertThat(run.status()).as(run.err()).isZero();
		return run;
	}

	private VerificationResult verify(AgentIdentity identity, PeerRole role) {
		TrustPolicy.Builder trust = TrustPolicy.builder();
		IdentityFiles.readTrust(trust, this.directory.resolve("ca.crt"));
		return new PkixCertificateVerifier(trust.build()).verify(
				new VerificationRequest(identity.staticKey().bytes(), identity.certificateChain(),
						identity.staticKeyStatement(), role, identity.agentId().toString()),
				Instant.now().toEpochMilli());
	}

	private AgentIdentity read(String name) {
		return IdentityFiles.readIdentity(this.directory.resolve(name), null, Instant.now());
	}

	@ParameterizedTest
	@CsvSource({ "a, ed25519, x25519", "b, ed25519, x25519", "b, p256, x25519", "a, ed25519, p256", "b, p256, p256",
			"b, ed25519, p256" })
	void agentOfEachFormIsVerifiedByTheRootAlone(String form, String key, String staticKey) {
		run("identity", "agent", "weather", "--ca", path("middle.pem"), "--form", form, "--signing-key", key, "--key",
				staticKey, "--out", path("weather"));
		AgentIdentity identity = read("weather.pem");
		assertThat(identity.certificateChain()).hasSize(2);
		assertThat(identity.staticKey().isP256()).isEqualTo(staticKey.equals("p256"));
		assertThat(run("identity", "show", path("weather.pem"), path("weather.crt"), path("weather.pub")).out())
			.contains(identity.fingerprint());
		assertThat(identity.staticKeyStatement()).hasSize(form.equals("a") ? 0 : 72);
		assertThat(verify(identity, PeerRole.SERVER)).isInstanceOfSatisfying(VerificationResult.Accepted.class,
				(accepted) -> assertThat(accepted.identity().form()).isEqualTo(PeerIdentity.Form.CERTIFICATE));
		run("identity", "trust", "--ca", path("ca.crt"), "--agent", path("weather.crt"), "--out", path("trust.pem"));
		TrustPolicy.Builder trust = TrustPolicy.builder();
		IdentityFiles.readTrust(trust, this.directory.resolve("trust.pem"));
		assertThat(trust.build().staticKeyOf(identity.agentId())).contains(identity.staticKey());
		run("identity", "agent", "weather", "--ca", path("middle.pem"), "--renew", "--life", "7d", "--out",
				path("weather"));
		AgentIdentity renewed = read("weather.pem");
		assertThat(renewed.staticKey()).isEqualTo(identity.staticKey());
		assertThat(renewed.agentId()).isEqualTo(identity.agentId());
		assertThat(verify(renewed, PeerRole.CLIENT)).isInstanceOf(VerificationResult.Accepted.class);
	}

	@Test
	void authoritiesOfP256VouchForAgentsOfP256() throws Exception {
		run("identity", "ca", "--trust-domain", "approved.test", "--signing-key", "p256", "--out", path("approved"));
		run("identity", "ca", "--ca", path("approved.pem"), "--out", path("below"));
		run("identity", "agent", "weather", "--ca", path("below.pem"), "--key", "p256", "--out", path("weather"));
		AgentIdentity identity = read("weather.pem");
		TrustPolicy.Builder trust = TrustPolicy.builder();
		IdentityFiles.readTrust(trust, this.directory.resolve("approved.crt"));
		assertThat(new PkixCertificateVerifier(trust.build())
			.verify(new VerificationRequest(identity.staticKey().bytes(), identity.certificateChain(), new byte[0],
					PeerRole.SERVER, identity.agentId().toString()), Instant.now().toEpochMilli()))
			.isInstanceOf(VerificationResult.Accepted.class);
		assertThat(run("identity", "show", path("approved.crt")).out()).containsPattern("key +EC");
		assumeTrue(openSsl("version").status() == 0, "openssl is not installed here");
		Run verified = openSsl("verify", "-x509_strict", "-CAfile", path("approved.crt"), "-untrusted",
				path("weather.crt"), path("weather.crt"));
		assertThat(verified.output()).contains("weather.crt: OK");
		assertThat(openSsl("x509", "-in", path("below.crt"), "-noout", "-text").output()).contains("ecdsa-with-SHA256");
	}

	@Test
	void authoritiesOfAChainHaveDifferentNames() {
		assertThat(run("identity", "ca", "--ca", path("ca.pem"), "--out", path("below")).out()).contains("below.pem");
		CommandRun same = CommandRun.of("identity", "ca", "--ca", path("below.pem"), "--out", path("lowest"));
		assertThat(same.status()).isEqualTo(1);
		assertThat(same.err()).contains("has the name 'MXP intermediate CA' already", "--name");
	}

	@Test
	void roleOfACertificateIsShownAndHeld() {
		run("identity", "agent", "probe", "--ca", path("ca.pem"), "--role", "client", "--out", path("probe"));
		assertThat(run("identity", "show", path("probe.crt")).out()).containsPattern("roles +client\n");
		assertThat(verify(read("probe.pem"), PeerRole.CLIENT)).isInstanceOf(VerificationResult.Accepted.class);
		assertThat(verify(read("probe.pem"), PeerRole.SERVER)).isInstanceOf(VerificationResult.Rejected.class);
		assertThat(CommandRun.of("identity", "agent", "x", "--form", "b", "--out", path("x")).status()).isEqualTo(2);
		assertThat(CommandRun.of("identity", "ca", "--out", path("y")).status()).isEqualTo(2);
	}

	@Test
	void denyListGrowsAndIsShown() {
		AgentIdentity identity = AgentIdentity.generate("weather", new SecureRandom());
		run("identity", "deny", "--agent", identity.agentId().toString(), "--out", path("deny.txt"));
		run("identity", "deny", "--serial", "0A:FF", "--fingerprint", identity.fingerprint(), "--out",
				path("deny.txt"));
		assertThat(IdentityFiles.readDenyList(this.directory.resolve("deny.txt")).entries())
			.containsExactly("agent " + identity.agentId(), "fingerprint " + identity.fingerprint(), "serial aff");
		assertThat(run("identity", "show", path("deny.txt")).out()).contains("deny list", "serial aff",
				identity.fingerprint());
		assertThat(CommandRun.of("identity", "deny", "--fingerprint", "ab", "--out", path("deny.txt")).status())
			.isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "a, ed25519, x25519", "b, ed25519, x25519", "b, p256, x25519", "a, ed25519, p256" })
	void openSslReadsAndVerifiesWhatIsWritten(String form, String key, String staticKey) throws Exception {
		assumeTrue(openSsl("version").status() == 0, "openssl is not installed here");
		run("identity", "agent", "weather", "--ca", path("middle.pem"), "--form", form, "--signing-key", key, "--key",
				staticKey, "--out", path("weather"));
		Run verified = openSsl("verify", "-x509_strict", "-CAfile", path("ca.crt"), "-untrusted", path("weather.crt"),
				path("weather.crt"));
		assertThat(verified.output()).contains("weather.crt: OK");
		assertThat(verified.status()).as(verified.output()).isZero();
		assertThat(openSsl("x509", "-in", path("weather.crt"), "-noout", "-text").output()).contains(
				"URI:spiffe://example.org/agent/", form.equals("a") ? "Key Agreement" : "Digital Signature",
				"CA:FALSE");
		assertThat(openSsl("pkey", "-in", path("weather.pem"), "-noout", "-text").output())
			.containsIgnoringCase(staticKey.equals("p256") ? "prime256v1" : "X25519");
		if (form.equals("b")) {
			Run signing = openSsl("pkey", "-in", path("weather.key"), "-pubout");
			Run certified = openSsl("x509", "-in", path("weather.crt"), "-noout", "-pubkey");
			assertThat(signing.output()).isEqualTo(certified.output());
		}
	}

	private static Run openSsl(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of("openssl"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return new Run(process.exitValue(), output);
		}
		catch (IOException ex) {
			return new Run(-1, String.valueOf(ex.getMessage()));
		}
	}

	private record Run(int status, String output) {
	}

}
