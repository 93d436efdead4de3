/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.engine.MxpIdentities;
import io.mxp.transport.engine.MxpTransportEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that talk, against an echo agent in this process, over UDP. */
class NetworkCommandTests {

	@TempDir
	private Path directory;

	private MxpTransport server;

	private final PrintStream systemOut = System.out;

	private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

	@BeforeEach
	void start() {
		MxpIdentities.Development development = MxpIdentities.development(this.directory.resolve("dev"), "echo");
		this.server = serve(development.identity(), development.trust());
		System.setOut(new PrintStream(this.printed, true, StandardCharsets.UTF_8));
	}

	@AfterEach
	void stop() {
		System.setOut(this.systemOut);
		this.server.close();
	}

	private static MxpTransport serve(AgentIdentity identity, TrustPolicy trust) {
		MessageHandler handler = new EchoHandler(true, null, false);
		TransportConfig config = TransportConfig.bind("127.0.0.1", 0);
		return MxpTransportEngine.start(config.withSession(config.session().withAgentId(identity.agentId())), identity,
				trust, handler);
	}

	private String address(String agent) {
		return "mxp://127.0.0.1:" + this.server.localAddress().getPort() + agent;
	}

	private CommandRun run(String command, String address, String... more) {
		List<String> arguments = new ArrayList<>(List.of(command, address));
		arguments.addAll(List.of(more));
		arguments.addAll(List.of("--dev-ca-dir", this.directory.resolve("dev").toString()));
		return CommandRun.of(arguments.toArray(new String[0]));
	}

	private String printed() {
		return this.printed.toString(StandardCharsets.UTF_8);
	}

	@Test
	void pingMeasuresAndNamesThePeer() {
		CommandRun run = run("ping", address("/echo"), "-c", "5", "--json");
		assertThat(run.status()).as(run.err()).isZero();
		ObjectNode json = run.json();
		assertThat(json.get("count").intValue()).isEqualTo(5);
		assertThat(json.get("peer").get("agent_id").stringValue())
			.isEqualTo(this.server.identity().agentId().toString());
		assertThat(json.get("peer").get("fingerprint").stringValue()).isEqualTo(this.server.identity().fingerprint());
		assertThat(json.get("path_mtu").intValue()).isGreaterThanOrEqualTo(1_200);
		assertThat(json.get("handshake_micros").longValue()).isPositive();
		assertThat(json.get("p50_micros").doubleValue()).isBetween(json.get("min_micros").doubleValue(),
				json.get("p99_micros").doubleValue());
		CommandRun text = run("ping", address(""), "-c", "2", "--size", "5000");
		assertThat(text.status()).as(text.err()).isZero();
		assertThat(text.out()).contains("cipher ", "handshake ", "path MTU ", "p99 ", "2 × 5000 bytes");
	}

	@Test
	void suiteIsChosen() {
		for (String suite : List.of("ChaCha20-Poly1305", "AES-256-GCM")) {
			CommandRun run = run("ping", address("/echo"), "-c", "1", "--json", "--suite", suite);
			assertThat(run.json().get("cipher").stringValue()).as(run.err()).isEqualTo(suite);
		}
		assertThat(run("ping", address("/echo"), "--suite", "rot13").status()).isEqualTo(2);
	}

	@Test
	void callPrintsTheAnswer() throws Exception {
		String data = "{\"city\":\"Århus\"}";
		assertThat(run("call", address("/echo"), "forecast", "--data", data).status()).isZero();
		assertThat(printed()).isEqualTo(data + System.lineSeparator());
		Path file = Files.writeString(this.directory.resolve("data.json"), data);
		CommandRun json = run("call", address("/" + this.server.identity().agentId()), "forecast", "--data", "@" + file,
				"--json");
		assertThat(json.json().get("payload_json").get("city").stringValue()).isEqualTo("Århus");
		assertThat(json.json().get("content_type").stringValue()).isEqualTo("application/json");
	}

	@Test
	void largeBinaryAnswerIsPrintedAsItIs() throws Exception {
		byte[] data = new byte[200_000];
		for (int i = 0; i < data.length; i++) {
			data[i] = (byte) (i * 31);
		}
		Path file = Files.write(this.directory.resolve("data.bin"), data);
		CommandRun run = run("call", address("/echo"), "blob", "--data", "@" + file);
		assertThat(run.status()).as(run.err()).isZero();
		assertThat(this.printed.toByteArray()).isEqualTo(data);
	}

	@Test
	void streamPrintsEveryChunk() {
		CommandRun run = run("stream", address("/echo"), "stream", "--data", "one word after the other");
		assertThat(run.status()).as(run.err()).isZero();
		assertThat(printed()).isEqualTo("one word after the other" + System.lineSeparator());
		CommandRun json = run("stream", address("/echo"), "stream", "--data", "one word", "--json");
		assertThat(json.lines()).hasSize(2);
		assertThat(json.lines().get(1)).isEqualTo("{\"chunk\":2,\"payload\":\"word\"}");
	}

	@Test
	void eventIsHandedOver() {
		assertThat(run("event", address("/echo"), "station.online", "--data", "7").status()).isZero();
		CommandRun datagram = run("event", address("/echo"), "station.online", "--datagram", "--json");
		assertThat(datagram.json().get("sent").booleanValue()).isTrue();
	}

	@Test
	void pinnedKeyNeedsNoDevelopmentAuthority() {
		AgentIdentity self = MxpIdentities.generate("pinned");
		TrustPolicy anybody = TrustPolicy.builder().clientAuthenticationRequired(false).build();
		try (MxpTransport pinned = serve(self, anybody)) {
			String key = HexFormat.of().formatHex(self.staticKey().bytes());
			String place = "mxp://127.0.0.1:" + pinned.localAddress().getPort();
			CommandRun run = CommandRun.of("ping", place, "--peer-key", key, "-c", "1", "--json");
			assertThat(run.status()).as(run.err()).isZero();
			assertThat(run.json().get("peer").get("form").stringValue()).isEqualTo("PINNED");
			assertThat(run.err()).contains("anonymous client");
			AgentIdentity stranger = MxpIdentities.generate("stranger");
			CommandRun wrong = CommandRun.of("ping", place, "--peer-key",
					HexFormat.of().formatHex(stranger.staticKey().bytes()), "-c", "1", "--timeout", "1s");
			assertThat(wrong.status()).isEqualTo(1);
			assertThat(wrong.err()).startsWith("mxp: no identity is given").contains("\nmxp: ");
		}
	}

	@Test
	void failuresSayWhatToDo() {
		CommandRun unknown = run("ping", address("/nobody"), "-c", "1");
		assertThat(unknown.status()).isEqualTo(2);
		assertThat(unknown.err()).contains("No agent named 'nobody' is known (the development authority knows: echo)");
		CommandRun stranger = run("ping", address("/" + new UUID(7, 7)), "-c", "1");
		assertThat(stranger.status()).isEqualTo(1);
		CommandRun closed = run("ping", "mxp://127.0.0.1:9/echo", "-c", "1", "--timeout", "500ms");
		assertThat(closed.status()).isEqualTo(1);
		assertThat(closed.err()).startsWith("mxp: ").contains("Is an agent running there?").doesNotContain("\tat ");
		assertThat(run("call", "127.0.0.1:x/echo", "s").status()).isEqualTo(2);
		assertThat(run("call", address("/echo"), "s", "--data", "@/nowhere").err()).contains("is not there");
		assertThat(CommandRun.of("call", address("/echo")).err()).contains("SUBJECT");
	}

	@Test
	void serveStopsAfterItsTime() {
		CommandRun run = CommandRun.of("serve", "--echo", "--port", "0", "--for", "1ms", "--json", "--dev-ca-dir",
				this.directory.resolve("dev").toString(), "--name", "other");
		assertThat(run.status()).as(run.err()).isZero();
		assertThat(run.json().get("name").stringValue()).isEqualTo("other");
		assertThat(run.json().get("listening").stringValue()).startsWith("mxp://127.0.0.1:");
		CommandRun taken = CommandRun.of("serve", "--echo", "--port",
				String.valueOf(this.server.localAddress().getPort()), "--dev-ca-dir",
				this.directory.resolve("dev").toString());
		assertThat(taken.status()).isEqualTo(1);
		assertThat(taken.err()).contains(String.valueOf(this.server.localAddress().getPort()));
	}

}
