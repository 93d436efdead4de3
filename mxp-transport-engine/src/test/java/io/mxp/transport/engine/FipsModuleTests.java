/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.security.CertificateAuthority;
import io.mxp.transport.security.IdentityPem;
import io.mxp.transport.security.LeafProfile;
import io.mxp.transport.security.SigningKeyKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * FIPS mode with a module that was validated, BC-FIPS, in a JVM of its own: its classes
 * have the names of Bouncy Castle's, so that it stands in front of them or in their
 * place.
 */
class FipsModuleTests {

	private static final Path MODULE = Path.of("target", "fips", "bc-fips.jar");

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@Requirement("S04")
	void peersWithCertificatesTalk(boolean inTheirPlace) throws Exception {
		writeIdentities();
		String output = run("BCFIPS", inTheirPlace);
		assertThat(output).contains("P256_AES_256_GCM_SHA256 CERTIFICATE approved 300000 bytes");
	}

	@Test
	void anotherProviderThanTheModuleIsRefused() throws Exception {
		writeIdentities();
		assertThat(run("SunJCE", false)).contains("SHA-256 comes from the provider BCFIPS, which is none of [SunJCE]");
	}

	private void writeIdentities() throws Exception {
		assumeTrue(Files.exists(MODULE), () -> MODULE + " is not there: the build with Maven brings it");
		Instant now = Instant.now();
		SecureRandom random = new SecureRandom();
		CertificateAuthority authority = CertificateAuthority.create("House", "house.test", SigningKeyKind.P256,
				Duration.ofDays(1), now, random);
		Files.writeString(this.directory.resolve("ca.crt"), IdentityPem.write(authority.certificate()));
		for (String name : new String[] { "server", "client" }) {
			AgentIdentity identity = authority.certify(AgentIdentity.generateP256(name),
					new LeafProfile(UUID.randomUUID(), name, Duration.ofHours(1)), now, random);
			Files.writeString(this.directory.resolve(name + ".pem"), IdentityPem.write(identity));
		}
	}

	private String run(String approved, boolean inTheirPlace) throws Exception {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !inTheirPlace
					|| !Path.of(entry).getFileName().toString().matches("bc(prov|pkix|util).*"))
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				MODULE.toAbsolutePath() + File.pathSeparator + classPath, FipsProcess.class.getName(),
				this.directory.toString(), approved)
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return output;
	}

}
