/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.PeerRole;
import io.mxp.transport.TrustPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DevelopmentAuthorityTests {

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

	@TempDir
	private Path temporary;

	private DevelopmentAuthority open(Instant now) {
		return DevelopmentAuthority.open(this.temporary.resolve("dev-ca"), TestCertificates.RANDOM, now);
	}

	private static VerificationResult verify(TrustPolicy policy, AgentIdentity peer, Instant now) {
		return new PkixCertificateVerifier(policy).verify(new VerificationRequest(peer.staticKey().bytes(),
				peer.certificateChain(), new byte[0], PeerRole.SERVER, peer.agentId().toString()), now.toEpochMilli());
	}

	@Test
	void applicationsTrustAndFindEachOther() {
		AgentIdentity server = open(NOW).identity("server", NOW);
		AgentIdentity client = open(NOW).identity("client", NOW);
		TrustPolicy policy = open(NOW).trustPolicy();
		assertThat(verify(policy, server, NOW)).isInstanceOf(VerificationResult.Accepted.class);
		assertThat(verify(policy, client, NOW)).isInstanceOf(VerificationResult.Accepted.class);
		assertThat(policy.staticKeyOf(server.agentId())).contains(server.staticKey());
		assertThat(policy.directory().findByName("client"))
			.hasValueSatisfying((entry) -> assertThat(entry.staticKey()).isEqualTo(client.staticKey()));
		assertThat(policy.directory().findByName("nobody")).isEmpty();
		assertThat(open(NOW).agents()).extracting(AgentDirectory.Entry::name).containsExactly("client", "server");
	}

	@Test
	void anApplicationThatStartsLaterIsFound() {
		TrustPolicy policy = open(NOW).trustPolicy();
		UUID late = DevelopmentAuthority.agentId("late");
		assertThat(policy.staticKeyOf(late)).isEmpty();
		AgentIdentity identity = open(NOW).identity("late", NOW);
		assertThat(policy.staticKeyOf(late)).contains(identity.staticKey());
	}

	@Test
	void agentIdDependsOnTheNameOnly() {
		assertThat(DevelopmentAuthority.agentId("weather"))
			.isEqualTo(UUID.fromString("14942a39-3555-8657-91e5-ffa03c889077"));
		assertThat(open(NOW).identity("weather", NOW).agentId()).isEqualTo(DevelopmentAuthority.agentId("weather"));
	}

	@Test
	void identityStaysAndItsCertificateIsRenewed() {
		AgentIdentity first = open(NOW).identity("weather", NOW);
		Instant twentyDays = NOW.plus(Duration.ofDays(20));
		AgentIdentity same = open(twentyDays).identity("weather", twentyDays);
		assertThat(same.certificateChain().get(0)).isEqualTo(first.certificateChain().get(0));
		Instant later = twentyDays.plusSeconds(1);
		AgentIdentity renewed = open(later).identity("weather", later);
		assertThat(renewed).isEqualTo(first);
		assertThat(renewed.agentId()).isEqualTo(first.agentId());
		assertThat(Certificates.parse(renewed.certificateChain().get(0)).getNotAfter().toInstant())
			.isEqualTo(later.plus(Duration.ofDays(30)));
		Instant muchLater = later.plus(Duration.ofDays(100));
		AgentIdentity woken = open(muchLater).identity("weather", muchLater);
		assertThat(verify(open(muchLater).trustPolicy(), woken, muchLater))
			.isInstanceOf(VerificationResult.Accepted.class);
	}

	@Test
	void newAuthorityCertifiesTheOldKeyAgain() throws IOException {
		AgentIdentity first = open(NOW).identity("weather", NOW);
		Files.delete(this.temporary.resolve("dev-ca/ca.pem"));
		AgentIdentity again = open(NOW).identity("weather", NOW);
		assertThat(again).isEqualTo(first);
		assertThat(verify(open(NOW).trustPolicy(), again, NOW)).isInstanceOf(VerificationResult.Accepted.class);
		assertThat(verify(open(NOW).trustPolicy(), first, NOW)).isInstanceOf(VerificationResult.Rejected.class);
	}

	@Test
	void everythingIsTheOwnersOnly() throws IOException {
		open(NOW).identity("weather", NOW);
		if (!this.temporary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			return;
		}
		try (Stream<Path> files = Files.walk(this.temporary.resolve("dev-ca"))) {
			for (Path file : files.toList()) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
					.isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
			}
		}
	}

	@Test
	void faultsHaveTheirSentences() throws IOException {
		DevelopmentAuthority authority = open(NOW);
		for (String bad : List.of("", "../x", "a b", ".hidden", "x".repeat(65))) {
			assertThatIllegalArgumentException().isThrownBy(() -> authority.identity(bad, NOW))
				.withMessageContaining("cannot be an application's name");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> open(NOW.plus(Duration.ofDays(4_000))))
			.withMessageContaining("Delete the directory");
		Path file = Files.createFile(this.temporary.resolve("file"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DevelopmentAuthority.open(file, TestCertificates.RANDOM, NOW))
			.withMessageContaining("Make it writable for this user, or name another one");
	}

	@Test
	void threadsThatStartAtOnceShareOneAuthority() throws Exception {
		int threads = 8;
		CyclicBarrier start = new CyclicBarrier(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<AgentIdentity>> started = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				String name = "app-" + i % 4;
				started.add(executor.submit(() -> {
					start.await();
					return open(NOW).identity(name, NOW);
				}));
			}
			TrustPolicy policy = null;
			for (Future<AgentIdentity> future : started) {
				AgentIdentity identity = future.get(60, TimeUnit.SECONDS);
				policy = open(NOW).trustPolicy();
				assertThat(verify(policy, identity, NOW)).isInstanceOf(VerificationResult.Accepted.class);
				assertThat(policy.staticKeyOf(identity.agentId())).contains(identity.staticKey());
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void processesThatStartAtOnceShareOneAuthority() throws Exception {
		List<Process> processes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					System.getProperty("java.class.path"), OtherProcess.class.getName(),
					this.temporary.resolve("dev-ca").toString(), "same")
				.redirectErrorStream(true)
				.start());
		}
		Set<String> fingerprints = new HashSet<>();
		for (Process process : processes) {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
			fingerprints
				.addAll(output.lines().filter((line) -> line.startsWith("sha256:")).collect(Collectors.toSet()));
		}
		assertThat(fingerprints).hasSize(1);
	}

	/** What another process does. */
	static final class OtherProcess {

		private OtherProcess() {
		}

		public static void main(String[] arguments) {
			DevelopmentAuthority authority = DevelopmentAuthority.open(Path.of(arguments[0]), new SecureRandom(),
					Instant.now());
			System.out.println(authority.identity(arguments[1], Instant.now()).fingerprint());
		}

	}

}
