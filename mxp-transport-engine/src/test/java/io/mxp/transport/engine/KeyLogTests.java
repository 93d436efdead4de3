/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The key log, which is the one place where secrets are written on purpose. */
class KeyLogTests {

	@TempDir
	private Path directory;

	@Test
	@Requirement("SEC-14")
	void bothSidesWriteTheSameSecretsAndOnlyWhereTold() throws Exception {
		Path ofServer = this.directory.resolve("server.log");
		Path ofClient = this.directory.resolve("client.log");
		List<String> warnings;
		try (LogCapture log = LogCapture.begin()) {
			try (TransportPair pair = TransportPair.with((message) -> message.responder().reply(message.payload()))
				.server((config) -> config.withDebug(config.debug().withKeyLog(ofServer)))
				.client((config) -> config.withDebug(config.debug().withKeyLog(ofClient)))
				.start()) {
				MxpConnection connection = pair.connect();
				assertThat(TransportPair.echo(connection, "hello")).isEqualTo("hello");
				Await.until("two secrets in each file", () -> lineCount(ofServer) == 2 && lineCount(ofClient) == 2);
			}
			warnings = log.messagesWith("debug.key-log");
		}
		assertThat(warnings).hasSize(2).allMatch((warning) -> warning.contains("Never use it in production"));
		Map<String, String> lines = lines(ofServer);
		assertThat(lines).isEqualTo(lines(ofClient)).hasSize(2);
		Set<String> connections = lines.keySet()
			.stream()
			.map((key) -> key.substring(key.indexOf(' ') + 1))
			.collect(Collectors.toSet());
		assertThat(connections).singleElement().satisfies((id) -> assertThat(id).matches("[0-9a-f]{32}"));
		assertThat(lines.keySet()).extracting((key) -> key.substring(0, key.indexOf(' ')))
			.containsExactlyInAnyOrder("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0");
		assertThat(lines.values()).allMatch((secret) -> secret.matches("[0-9a-f]{64}")).doesNotHaveDuplicates();
		if (Files.getFileStore(this.directory).supportsFileAttributeView("posix")) {
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ofServer))).isEqualTo("rw-------");
		}
	}

	private static long lineCount(Path file) {
		try {
			return Files.readString(file).lines().count();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static Map<String, String> lines(Path file) throws Exception {
		return Files.readAllLines(file)
			.stream()
			.collect(Collectors.toMap((line) -> line.substring(0, line.lastIndexOf(' ')),
					(line) -> line.substring(line.lastIndexOf(' ') + 1)));
	}

}
