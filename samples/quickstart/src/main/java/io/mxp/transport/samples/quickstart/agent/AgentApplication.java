/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.agent;

import io.mxp.transport.samples.quickstart.Screen;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * The second agent: a Spring Boot application without a web server that makes requests.
 */
@SpringBootApplication
public class AgentApplication {

	/**
	 * Main method of the second process.
	 * @param arguments properties, as Spring Boot takes them
	 */
	public static void main(String[] arguments) {
		// never outlive the process that started this one
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(AgentApplication.class).profiles("agent")
			.run(arguments);
		int status = context.getBean(Tour.class).run();
		SpringApplication.exit(context);
		System.exit(status);
	}

	@Bean
	Screen screen() {
		return new Screen();
	}

}
