/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.DenyListSource;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;

/** Who this application is and whom it trusts. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpIdentityAutoConfiguration {

	private static final int MAX_NAME_LENGTH = 64;

	@Bean
	IdentityLoader mxpIdentityLoader(MxpTransportProperties properties, ResourceLoader resources,
			Environment environment, ObjectProvider<SslBundles> bundles, ObjectProvider<DenyListSource> denyLists) {
		String name = properties.getAgent().getName();
		if (name == null || name.isBlank()) {
			name = environment.getProperty("spring.application.name", "");
		}
		return new IdentityLoader(properties, resources, plain(name), new SslBundleText(bundles.getIfAvailable()),
				denyLists.orderedStream().toList());
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

	@Bean
	MxpCredentials mxpCredentials(IdentityLoader loader, AgentIdentity identity, TrustPolicy trust,
			MxpTransportProperties properties) {
		return new MxpCredentials(loader, identity, trust, properties.getReload());
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
