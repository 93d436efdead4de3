/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;

/** Who this application is and whom it trusts. */
@AutoConfiguration
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpIdentityAutoConfiguration {

	private static final int MAX_NAME_LENGTH = 64;

	@Bean
	IdentityLoader mxpIdentityLoader(MxpTransportProperties properties, ResourceLoader resources,
			Environment environment) {
		String name = properties.getAgent().getName();
		if (name == null || name.isBlank()) {
			name = environment.getProperty("spring.application.name", "");
		}
		return new IdentityLoader(properties, resources, plain(name));
	}

	@Bean
	@ConditionalOnMissingBean
	AgentIdentity mxpAgentIdentity(IdentityLoader loader) {
		return loader.identity();
	}

	@Bean
	@ConditionalOnMissingBean
	TrustPolicy mxpTrustPolicy(IdentityLoader loader) {
		return loader.trust();
	}

	/** The development authority takes letters, digits, dots, hyphens, underscores. */
	private static String plain(String name) {
		String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
		if (plain.isEmpty()) {
			return "application";
		}
		return plain.substring(0, Math.min(plain.length(), MAX_NAME_LENGTH));
	}

}
