/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.exchange.MxpPeer;

/**
 * Applications on loopback that have nothing but the properties of their test: whoever is
 * started last is closed first when the test ends.
 */
final class LoopbackApplications implements AfterEachCallback {

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	ConfigurableApplicationContext run(Class<?> source, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, source)
			.web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "mxp.transport.port=0", "mxp.transport.address=127.0.0.1",
					"logging.level.root=warn")
			.properties(properties)
			.run();
		this.contexts.add(context);
		return context;
	}

	/** The port that an application listens at. */
	static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.mxp.port", Integer.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		for (int i = this.contexts.size() - 1; i >= 0; i--) {
			this.contexts.get(i).close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/** Tells callers who they are. */
	@Configuration(proxyBeanMethods = false)
	static class Who {

		@MxpCall("who")
		String who(MxpPeer caller) {
			return caller.getName();
		}

	}

}
