/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TransportException;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.engine.MxpIdentities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Keys, certificates and trust from properties, over the engine. */
class IdentityPropertiesTests {

	/** What goes before the 32 bytes of an X25519 key in PKCS#8 (RFC 8410 §7). */
	private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b656e04220420");

	@TempDir
	Path directory;

	@RegisterExtension
	private final LoopbackApplications applications = new LoopbackApplications();

	@Test
	void pinnedKeys() {
		AgentIdentity server = MxpIdentities.generate("server");
		AgentIdentity client = MxpIdentities.generate("client");
		int port = start(LoopbackApplications.Who.class, "mxp.transport.identity.private-key=" + pem(server),
				"mxp.transport.trust.keys=" + HexFormat.of().formatHex(client.staticKey().bytes()));
		String answer = requester(port, "mxp.transport.identity.private-key=" + pem(client),
				"mxp.transport.client.peer.server.public-key="
						+ Base64.getEncoder().encodeToString(server.staticKey().bytes()))
			.call("who")
			.retrieve(String.class);
		assertThat(answer).isEqualTo(client.staticKey().derivedAgentId().toString());
	}

	@Test
	void agentIdOfAPinnedKey() throws IOException {
		AgentIdentity server = MxpIdentities.generate("server");
		AgentIdentity client = MxpIdentities.generate("client");
		Path key = Files.writeString(this.directory.resolve("server.pem"), pem(server));
		String agent = "018f3e6a-7c1b-7d2e-9f10-2a3b4c5d6e7f";
		int port = start(LoopbackApplications.Who.class, "mxp.transport.identity.private-key=" + key.toUri(),
				"mxp.transport.agent.id=" + agent, "mxp.transport.trust.keys=" + agent.replace("018f", "028f") + "="
						+ HexFormat.of().formatHex(client.staticKey().bytes()));
		MxpRequester requester = requester(port, "mxp.transport.identity.private-key=" + pem(client),
				"mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + port + "/" + agent,
				"mxp.transport.client.peer.server.public-key=" + HexFormat.of().formatHex(server.staticKey().bytes()));
		assertThat(requester.call("who").retrieve(String.class)).isEqualTo(agent.replace("018f", "028f"));
	}

	@Test
	void certificatesOfAnAuthority() throws Exception {
		MxpIdentities.Development server = MxpIdentities.development(this.directory, "server");
		MxpIdentities.Development client = MxpIdentities.development(this.directory, "client");
		Path trust = Files.writeString(this.directory.resolve("trust.pem"), authority(server));
		int port = start(LoopbackApplications.Who.class,
				"mxp.transport.identity.private-key=" + this.directory.resolve("keys/server.pem").toUri(),
				"mxp.transport.trust.certificates=" + trust.toUri());
		MxpRequester requester = requester(port,
				"mxp.transport.identity.private-key=" + this.directory.resolve("keys/client.pem").toUri(),
				"mxp.transport.trust.certificates=" + trust.toUri(),
				"mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + port + "/" + server.identity().agentId(),
				"mxp.transport.client.peer.server.certificate="
						+ this.directory.resolve("agents/" + server.identity().agentId() + ".pem").toUri());
		assertThat(requester.call("who").retrieve(String.class)).isEqualTo(client.identity().agentId().toString());
	}

	@Test
	void strangersAndDeniedKeysAreRefused() {
		AgentIdentity server = MxpIdentities.generate("server");
		AgentIdentity denied = MxpIdentities.generate("denied");
		int port = start(LoopbackApplications.Who.class, "mxp.transport.identity.private-key=" + pem(server),
				"mxp.transport.trust.keys=" + HexFormat.of().formatHex(denied.staticKey().bytes()),
				"mxp.transport.trust.denied-fingerprints=" + denied.fingerprint());
		for (AgentIdentity client : List.of(denied, AgentIdentity.generate("stranger", new SecureRandom()))) {
			MxpRequester requester = requester(port, "mxp.transport.identity.private-key=" + pem(client),
					"mxp.transport.client.connect-timeout=2s", "mxp.transport.client.peer.server.public-key="
							+ HexFormat.of().formatHex(server.staticKey().bytes()));
			assertThatExceptionOfType(TransportException.class)
				.isThrownBy(() -> requester.call("who").retrieve(String.class));
		}
	}

	@Test
	void anonymousClientWhereItIsAllowed() {
		AgentIdentity server = MxpIdentities.generate("server");
		int port = start(LoopbackApplications.Who.class, "mxp.transport.identity.private-key=" + pem(server),
				"mxp.transport.trust.keys=" + "ab".repeat(32), "mxp.transport.trust.require-client-identity=false");
		String answer = requester(port,
				"mxp.transport.client.peer.server.public-key=" + HexFormat.of().formatHex(server.staticKey().bytes()))
			.call("who")
			.retrieve(String.class);
		assertThat(answer).isEqualTo("anonymous");
	}

	private MxpRequester requester(int port, String... properties) {
		List<String> all = new ArrayList<>(List.of("mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + port));
		all.addAll(List.of(properties));
		return this.applications.run(TestAgents.Empty.class, all.toArray(String[]::new))
			.getBean(MxpRequester.class)
			.to("server");
	}

	private int start(Class<?> source, String... properties) {
		return LoopbackApplications.port(this.applications.run(source, properties));
	}

	private static String pem(AgentIdentity identity) {
		byte[] der = new byte[PKCS8.length + 32];
		System.arraycopy(PKCS8, 0, der, 0, PKCS8.length);
		System.arraycopy(identity.privateKey(), 0, der, PKCS8.length, 32);
		return block("PRIVATE KEY", der);
	}

	private static String authority(MxpIdentities.Development development) throws CertificateEncodingException {
		return block("CERTIFICATE", development.trust().authorities().get(0).certificate().getEncoded());
	}

	private static String block(String type, byte[] der) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(der)
				+ "\n-----END " + type + "-----\n";
	}

}
