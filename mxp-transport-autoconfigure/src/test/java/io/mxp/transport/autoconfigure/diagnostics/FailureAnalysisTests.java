/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.diagnostics;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.autoconfigure.MxpTransportStartedEvent;
import io.mxp.transport.client.MxpRequester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/** What a user reads when the application does not start: the engine, no fakes. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	static Path developmentDirectory;

	private final List<String> properties = new ArrayList<>();

	private final List<Class<?>> sources = new ArrayList<>();

	@BeforeEach
	void prepare() {
		this.sources.add(Application.class);
		this.properties
			.addAll(List.of("spring.main.banner-mode=off", "mxp.transport.port=0", "mxp.transport.address=127.0.0.1"));
	}

	@Test
	void portInUse(CapturedOutput output) throws IOException {
		try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			fails(Handlers.class, "mxp.transport.port=" + taken.getLocalPort());
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains("cannot bind UDP")
				.contains(":" + taken.getLocalPort())
				.contains("mxp.transport.port");
		}
	}

	@Test
	void noIdentity(CapturedOutput output) {
		this.properties.add("mxp.transport.trust.keys=" + "ab".repeat(32));
		this.properties.add("mxp.transport.identity.dev-ca=false");
		fails(Handlers.class);
		assertThat(output).contains("has 1 handler")
			.contains("no identity")
			.contains("mxp.transport.identity.dev-ca=true");
	}

	@Test
	void noTrust(CapturedOutput output) {
		this.properties.add("mxp.transport.identity.dev-ca=false");
		fails(Handlers.class);
		assertThat(output).contains("trusts nobody")
			.contains("mxp.transport.identity.dev-ca=true")
			.contains("mxp.transport.trust.certificates=");
	}

	@Test
	void badKey(CapturedOutput output, @TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("key.pem"), "this is no key");
		fails(Handlers.class, "mxp.transport.identity.dev-ca=false",
				"mxp.transport.identity.private-key=" + file.toUri());
		assertThat(output).contains("mxp.transport.identity.private-key cannot be used").contains("key.pem");
	}

	@Test
	void missingKey(CapturedOutput output, @TempDir Path directory) {
		fails(Handlers.class, "mxp.transport.identity.dev-ca=false",
				"mxp.transport.identity.private-key=" + directory.resolve("none.pem").toUri());
		assertThat(output).contains("mxp.transport.identity.private-key cannot be used").contains("none.pem");
	}

	@Test
	void ambiguousHandler(CapturedOutput output) {
		fails(Ambiguous.class);
		assertThat(output).contains("Two handlers take the same messages")
			.contains("TwoHandlers.first")
			.contains("TwoHandlers.second")
			.contains("another subject");
	}

	@Test
	void illegalSignature(CapturedOutput output) {
		fails(Illegal.class);
		assertThat(output).contains("IllegalHandler.handle(")
			.contains("2 parameters for the payload")
			.contains("@Header");
	}

	@Test
	void unknownPeer(CapturedOutput output) {
		fails(Stranger.class, "mxp.transport.client.peer.weather.uri=mxp://127.0.0.1:40000");
		assertThat(output).contains("There is no MXP peer 'wether'")
			.contains("Known peers: weather")
			.contains("mxp.transport.client.peer.wether.uri");
	}

	@Test
	void addressThatIsNone(CapturedOutput output) {
		fails(Handlers.class, "mxp.transport.client.peer.weather.uri=http://127.0.0.1");
		assertThat(output).contains("mxp.transport.client.peer.weather.uri cannot be used").contains("mxp://");
	}

	private void fails(Class<?> source, String... more) {
		this.sources.add(source);
		this.properties.addAll(List.of(more));
		if (this.properties.stream().noneMatch((property) -> property.contains("dev-ca"))) {
			this.properties.add("mxp.transport.identity.dev-ca=true");
			this.properties.add("mxp.transport.identity.dev-ca-directory=" + developmentDirectory);
		}
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(this.sources.toArray(Class[]::new)).web(WebApplicationType.NONE)
					.properties(this.properties.toArray(String[]::new))
					.run()
					.close());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Handlers {

		@MxpCall("a")
		String handle(String payload) {
			return payload;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Ambiguous {

		@Bean
		TwoHandlers twoHandlers() {
			return new TwoHandlers();
		}

	}

	static class TwoHandlers {

		@MxpCall("a")
		void first() {
		}

		@MxpCall("a")
		void second() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Illegal {

		@Bean
		IllegalHandler illegalHandler() {
			return new IllegalHandler();
		}

	}

	static class IllegalHandler {

		@MxpCall("a")
		void handle(String one, String two) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Stranger {

		@Bean
		ApplicationListener<MxpTransportStartedEvent> caller(MxpRequester requester) {
			return (event) -> requester.call("forecast").to("wether").retrieve();
		}

	}

}
