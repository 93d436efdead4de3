/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.test;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.client.MxpRequester;

import static org.assertj.core.api.Assertions.assertThat;

/** A user's test of an application, on a random port. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "mxp.transport.port=0", "mxp.transport.address=127.0.0.1", "spring.application.name=self",
				"mxp.transport.identity.dev-ca=true",
				"mxp.transport.client.peer.self.uri=mxp://127.0.0.1:${local.mxp.port:1}" })
class LocalMxpPortTests {

	@TempDir
	static Path developmentDirectory;

	@LocalMxpPort
	int port;

	@Autowired
	MxpTransport transport;

	@Autowired
	MxpRequester requester;

	@DynamicPropertySource
	static void development(DynamicPropertyRegistry registry) {
		registry.add("mxp.transport.identity.dev-ca-directory", () -> developmentDirectory);
	}

	@Test
	void portIsTheBoundOne() {
		assertThat(this.port).isPositive().isEqualTo(this.transport.localAddress().getPort());
		String uri = "mxp://127.0.0.1:" + this.port + "/" + this.transport.identity().agentId();
		assertThat(this.requester.call("echo").to(uri).payload("me").retrieve(String.class)).isEqualTo("me");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@MxpCall("echo")
		String echo(String payload) {
			return payload;
		}

	}

}
