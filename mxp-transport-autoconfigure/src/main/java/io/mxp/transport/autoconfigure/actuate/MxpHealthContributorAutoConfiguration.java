/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.MxpTransportAutoConfiguration;
import io.mxp.transport.client.MxpPeers;

/** Health {@code mxp}. */
@AutoConfiguration(after = MxpTransportAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ManagedMxpTransport.class)
@ConditionalOnEnabledHealthIndicator("mxp")
public final class MxpHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "mxpHealthIndicator", "mxpHealthContributor" })
	MxpHealthIndicator mxpHealthContributor(ManagedMxpTransport transport, MxpPeers peers) {
		return new MxpHealthIndicator(transport, peers);
	}

}
