/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole quickstart as users run it: two processes, exit status, what is on the
 * screen.
 */
class QuickstartProcessTests {

	@TempDir
	private Path directory;

	@Test
	void runsAndEndsWithStatusZero() throws Exception {
		Outcome outcome = run("--exit", "--calls=100", "--port=0", "--http-port=0");
		assertThat(outcome.screen()).contains("100 of 100 calls", "Agents used to talk through web servers",
				"Every call was answered and every message arrived.");
		assertThat(outcome.screen()).containsPattern("latency +p50 [0-9.,]+ (µs|ms), p99 [0-9.,]+ (µs|ms)")
			.containsPattern("cipher +(ChaCha20-Poly1305|AES-256-GCM)\n")
			.containsPattern("our key +sha256:[0-9a-f]{64}\n")
			.containsPattern("losses +[0-9,]+ packets lost")
			.doesNotContain("Exception", "WARN", "\tat ", "\033");
		assertThat(outcome.status()).isZero();
	}

	/** Five in a hundred datagrams are lost each way: with 100 calls hardly ever none. */
	@Test
	void theTableShowsWhatTheNetworkLost() throws Exception {
		Outcome outcome = run("--exit", "--calls=100", "--loss=5", "--delay=5", "--port=0", "--http-port=0");
		assertThat(outcome.screen()).contains("each way it loses 5 % of the datagrams and takes 5 ms",
				"Every call was answered and every message arrived.");
		assertThat(outcome.screen())
			.containsPattern("losses +[1-9][0-9,]* packets lost; [1-9][0-9,]* frames sent again")
			.containsPattern("congestion +\\w+, [\\w ]+: [0-9.,]+ kB may be in flight")
			.containsPattern("The network lost [1-9][0-9,]* of the agent's [0-9,]+ datagrams")
			.doesNotContain("Exception", "WARN", "\tat ");
		assertThat(outcome.status()).isZero();
	}

	@Test
	void anUnknownOptionGivesUsageAndStatusTwo() throws Exception {
		Outcome outcome = run("--lose=1");
		assertThat(outcome.screen()).startsWith("quickstart: Unknown option '--lose'.")
			.contains("Usage: bin/quickstart");
		assertThat(outcome.status()).isEqualTo(2);
	}

	@Test
	void aTakenPortThatWasAskedForIsSaidWithoutStackTrace() throws Exception {
		try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			Outcome outcome = run("--exit", "--port=" + taken.getLocalPort(), "--http-port=0");
			assertThat(outcome.screen()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
			assertThat(outcome.status()).isEqualTo(1);
		}
	}

	private Outcome run(String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
						"-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dquickstart.directory=" + this.directory,
						"-cp", System.getProperty("java.class.path"), QuickstartApplication.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String screen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		return new Outcome(process.exitValue(), screen);
	}

	private record Outcome(int status, String screen) {
	}

}
