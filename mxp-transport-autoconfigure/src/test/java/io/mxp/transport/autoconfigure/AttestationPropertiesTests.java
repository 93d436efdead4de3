/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.PeerAttestation;
import io.mxp.transport.TransportException;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Signed tokens in handshakes, by properties, over the engine. */
class AttestationPropertiesTests {

	@TempDir
	Path directory;

	@RegisterExtension
	private final LoopbackApplications applications = new LoopbackApplications();

	@Test
	void tokensAreShownAskedForAndSeen() throws Exception {
		ECKey key = new ECKeyGenerator(Curve.P_256).keyID("nurse").generate();
		String[] showing = { "mxp.transport.attestation.jwt.signing-key=" + key.toJSONString(),
				"mxp.transport.attestation.jwt.issuer=clinic", "mxp.transport.attestation.jwt.claims.region=eu" };
		String[] asking = { "mxp.transport.attestation.jwt.trusted-keys[0]=" + key.toPublicJWK().toJSONString(),
				"mxp.transport.attestation.mode=required" };
		ConfigurableApplicationContext server = run(LoopbackApplications.Who.class, "server", joined(showing, asking));
		int port = LoopbackApplications.port(server);
		String uri = "mxp.transport.client.peer.server.uri=mxp://127.0.0.1:" + port + "/"
				+ server.getBean(MxpTransport.class).identity().agentId();
		ConfigurableApplicationContext client = run(TestAgents.Empty.class, "client",
				joined(joined(showing, asking), uri));
		client.getBean(MxpRequester.class).to("server").call("who").retrieve(String.class);
		PeerAttestation ofServer = client.getBean(MxpPeers.class)
			.connection("server")
			.get(30, TimeUnit.SECONDS)
			.peer()
			.attestation();
		assertThat(ofServer).isNotNull();
		assertThat(ofServer.issuer()).isEqualTo("clinic");
		assertThat(ofServer.claims()).containsEntry("region", "eu");
		PeerAttestation ofClient = server.getBean(MxpTransport.class)
			.connections()
			.iterator()
			.next()
			.peer()
			.attestation();
		assertThat(ofClient).isNotNull();
		ConfigurableApplicationContext silent = run(TestAgents.Empty.class, "silent", uri);
		MxpRequester requester = silent.getBean(MxpRequester.class).to("server");
		assertThatExceptionOfType(TransportException.class)
			.isThrownBy(() -> requester.call("who").retrieve(String.class));
	}

	private static String[] joined(String[] some, String... more) {
		List<String> all = new ArrayList<>(List.of(some));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private ConfigurableApplicationContext run(Class<?> source, String name, String... properties) {
		return this.applications.run(source,
				joined(properties, "mxp.transport.identity.dev-ca=true", "mxp.transport.agent.name=" + name,
						"mxp.transport.identity.dev-ca-directory=" + this.directory.resolve("ca"),
						"mxp.transport.client.connect-timeout=10s"));
	}

}
