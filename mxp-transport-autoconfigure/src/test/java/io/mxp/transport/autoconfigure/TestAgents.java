/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.fake.FakeNetwork;

/**
 * Applications with the starter, joined by a fake network or by the engine on loopback.
 */
public final class TestAgents implements AutoCloseable {

	private final FakeNetwork network = new FakeNetwork();

	private final @Nullable Path developmentDirectory;

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private TestAgents(@Nullable Path developmentDirectory) {
		this.developmentDirectory = developmentDirectory;
	}

	public static TestAgents inMemory() {
		return new TestAgents(null);
	}

	public static TestAgents onLoopback(Path developmentDirectory) {
		return new TestAgents(developmentDirectory);
	}

	public FakeNetwork network() {
		return this.network;
	}

	/** An application; its name is how the others find its key. */
	public ConfigurableApplicationContext start(String name, Class<?> configuration, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Base.class, configuration)
			.web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties("spring.main.banner-mode=off", "spring.application.name=" + name, "mxp.transport.port=0",
					"mxp.transport.address=127.0.0.1", "mxp.transport.shutdown.grace-period=1s",
					"logging.level.root=warn", "logging.level.io.mxp=warn");
		if (this.developmentDirectory != null) {
			builder.properties("mxp.transport.identity.dev-ca=true",
					"mxp.transport.identity.dev-ca-directory=" + this.developmentDirectory);
		}
		else {
			AgentIdentity identity = AgentIdentity.generate(name, new SecureRandom());
			builder.initializers((context) -> {
				GenericApplicationContext generic = (GenericApplicationContext) context;
				generic.registerBean(MxpTransportFactory.class, this.network::factory);
				generic.registerBean(AgentIdentity.class, () -> identity);
				generic.registerBean(TrustPolicy.class,
						() -> TrustPolicy.builder().pinKey(identity.staticKey()).build());
			});
		}
		ConfigurableApplicationContext context = builder.properties(properties).run();
		this.contexts.add(context);
		return context;
	}

	/** A requester in an application of its own whose peer is the server. */
	public MxpRequester clientOf(ConfigurableApplicationContext server, String... properties) {
		return client(server, properties).getBean(MxpRequester.class).to("server");
	}

	public ConfigurableApplicationContext client(ConfigurableApplicationContext server, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("mxp.transport.client.peer.server.uri=" + uri(server));
		return start("client", Empty.class, all.toArray(String[]::new));
	}

	public static String uri(ConfigurableApplicationContext server) {
		return "mxp://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.mxp.port");
	}

	@Override
	public void close() {
		for (int i = this.contexts.size() - 1; i >= 0; i--) {
			this.contexts.get(i).close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Base {

	}

	@Configuration(proxyBeanMethods = false)
	public static class Empty {

	}

}
