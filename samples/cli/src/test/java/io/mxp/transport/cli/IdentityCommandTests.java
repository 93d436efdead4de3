/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.security.IdentityFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityCommandTests {

	@TempDir
	private Path directory;

	private String ca;

	private String weather;

	@BeforeEach
	void paths() {
		this.ca = this.directory.resolve("ca").toString();
		this.weather = this.directory.resolve("weather").toString();
	}

	private CommandRun makeAuthority() {
		return CommandRun.of("identity", "ca", "--trust-domain", "example.org", "--out", this.ca);
	}

	private CommandRun makeAgent(String... more) {
		String[] arguments = new String[more.length + 7];
		System.arraycopy(
				new String[] { "identity", "agent", "weather", "--ca", this.ca + ".pem", "--out", this.weather }, 0,
				arguments, 0, 7);
		System.arraycopy(more, 0, arguments, 7, more.length);
		return CommandRun.of(arguments);
	}

	private static String permissions(String file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file)));
	}

	@Test
	void authorityIdentityAndTrustFitTogether() throws IOException {
		assertThat(makeAuthority().status()).isZero();
		CommandRun agent = makeAgent("--json");
		assertThat(agent.status()).as(agent.err()).isZero();
		String trust = this.directory.resolve("trust.pem").toString();
		CommandRun trusted = CommandRun.of("identity", "trust", "--ca", this.ca + ".crt", "--agent",
				this.weather + ".crt", "--out", trust);
		assertThat(trusted.status()).as(trusted.err()).isZero();
		AgentIdentity identity = IdentityFiles.readIdentity(Path.of(this.weather + ".pem"), null, Instant.now());
		assertThat(agent.json().get("agent_id").stringValue()).isEqualTo(identity.agentId().toString());
		assertThat(agent.json().get("fingerprint").stringValue()).isEqualTo(identity.fingerprint());
		assertThat(identity.name()).isEqualTo("weather");
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityFiles.readTrust(builder, Path.of(trust));
		TrustPolicy policy = builder.build();
		assertThat(policy.authorities()).singleElement()
			.satisfies((authority) -> assertThat(authority.trustDomain()).isEqualTo("example.org"));
		assertThat(policy.staticKeyOf(identity.agentId())).contains(identity.staticKey());
		if (Files.getFileStore(this.directory).supportsFileAttributeView("posix")) {
			assertThat(permissions(this.ca + ".pem")).isEqualTo("rw-------");
			assertThat(permissions(this.weather + ".pem")).isEqualTo("rw-------");
		}
	}

	@Test
	void nothingIsReplacedWithoutForce() throws IOException {
		makeAuthority();
		makeAgent();
		String before = Files.readString(Path.of(this.weather + ".pem"));
		CommandRun again = makeAgent();
		assertThat(again.status()).isEqualTo(1);
		assertThat(again.err()).contains("is there already").contains("--force");
		assertThat(Path.of(this.weather + ".pem")).hasContent(before);
		assertThat(makeAuthority().status()).isEqualTo(1);
		assertThat(makeAgent("--force").status()).isZero();
		assertThat(Files.readString(Path.of(this.weather + ".pem"))).isNotEqualTo(before);
	}

	@Test
	void renewalKeepsKeyAndId() {
		makeAuthority();
		ObjectNode first = makeAgent("--json").json();
		CommandRun renewal = makeAgent("--renew", "--life", "7d", "--json");
		assertThat(renewal.status()).as(renewal.err()).isZero();
		for (String same : new String[] { "agent_id", "fingerprint", "uri" }) {
			assertThat(renewal.json().get(same)).isEqualTo(first.get(same));
		}
		assertThat(Instant.parse(renewal.json().get("expires").stringValue()))
			.isAfter(Instant.parse(first.get("expires").stringValue()).plusSeconds(5 * 86_400));
		assertThat(CommandRun.of("identity", "agent", "weather", "--out", this.weather, "--renew").status())
			.isEqualTo(2);
	}

	@Test
	void bareKeyIsPinned() {
		ObjectNode bare = CommandRun.of("identity", "agent", "weather", "--out", this.weather, "--json").json();
		assertThat(bare.has("certificate_file")).isFalse();
		String trust = this.directory.resolve("trust.pem").toString();
		CommandRun pinned = CommandRun.of("identity", "trust", "--pin", this.weather + ".pub", "--out", trust);
		assertThat(pinned.status()).as(pinned.err()).isZero();
		TrustPolicy.Builder builder = TrustPolicy.builder();
		IdentityFiles.readTrust(builder, Path.of(trust));
		assertThat(builder.build().pinnedAgents().keySet()).singleElement()
			.hasToString(bare.get("agent_id").stringValue());
	}

	@Test
	void showTellsEverythingButSecrets() {
		makeAuthority();
		ObjectNode agent = makeAgent("--json").json();
		AgentIdentity identity = IdentityFiles.readIdentity(Path.of(this.weather + ".pem"), null, Instant.now());
		CommandRun shown = CommandRun.of("identity", "show", this.weather + ".pem", this.ca + ".pem",
				this.weather + ".pub");
		assertThat(shown.status()).as(shown.err()).isZero();
		assertThat(shown.out()).contains("private key", "agent's certificate", "authority's certificate", "pinned key")
			.contains(agent.get("agent_id").stringValue(), agent.get("fingerprint").stringValue())
			.contains("URI:" + agent.get("uri").stringValue(), "valid for 23 h more", "X25519", "Ed25519")
			.doesNotContain(HexFormat.of().formatHex(identity.privateKey()));
		CommandRun json = CommandRun.of("identity", "show", "--json", this.weather + ".pem");
		JsonNode items = json.json().get("items");
		assertThat(items.get(0).get("kind").stringValue()).isEqualTo("private key");
		assertThat(items.get(1).get("agent_id")).isEqualTo(agent.get("agent_id"));
		assertThat(items.get(1).get("not_after").stringValue()).isEqualTo(agent.get("expires").stringValue());
	}

	@Test
	void failuresSayWhatToDo() throws IOException {
		Path text = Files.writeString(this.directory.resolve("text"), "hello");
		assertFails(1, "is not there", "identity", "show", this.directory.resolve("none").toString());
		assertFails(1, "64 hex digits", "identity", "show", text.toString());
		assertFails(1, "Make one: mxp identity ca", "identity", "agent", "x", "--ca", this.ca + ".pem", "--out",
				this.weather);
		assertFails(1, "is no trust domain", "identity", "ca", "--trust-domain", "no/domain", "--out", this.ca);
		assertFails(1, "is neither a file nor a key", "identity", "trust", "--pin", "zz", "--out", this.weather);
		assertFails(1, "is no authority's", trustArguments());
		assertFails(2, "Name whom to trust", "identity", "trust", "--out", this.weather);
		assertFails(2, "Give either --trust-domain DOMAIN", "identity", "ca");
		assertFails(2, "A command is missing", "identity");
		assertFails(2, "Commands: ping, call, stream, event, serve, identity, decode, encode");
		assertFails(2, "is no time. Write 500ms", "identity", "agent", "x", "--life", "soon");
		assertFails(2, "--days has to be more than 0", "identity", "ca", "--trust-domain", "x", "--days", "0");
	}

	private String[] trustArguments() {
		makeAuthority();
		makeAgent();
		return new String[] { "identity", "trust", "--ca", this.weather + ".crt", "--out",
				this.directory.resolve("t").toString() };
	}

	private static void assertFails(int status, String sentence, String... arguments) {
		CommandRun run = CommandRun.of(arguments);
		assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
		assertThat(run.err()).contains(sentence).startsWith("mxp: ").doesNotContain("\tat ");
	}

	@Test
	void helpAndVersionSucceed() {
		for (String[] arguments : new String[][] { { "--help" }, { "help" }, { "identity", "--help" },
				{ "identity", "agent", "--help" }, { "help", "decode" }, { "--version" } }) {
			CommandRun run = CommandRun.of(arguments);
			assertThat(run.status()).as(run.err()).isZero();
			assertThat(run.out()).contains("mxp");
		}
	}

}
