/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.MxpTransportAutoConfiguration;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerStatistics;

/** Meters of the transport and of handlers. */
@AutoConfiguration(after = MxpTransportAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ ManagedMxpTransport.class, MeterRegistry.class })
public final class MxpMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MxpTransportMetrics mxpTransportMetrics(ManagedMxpTransport transport, MxpPeers peers) {
		return new MxpTransportMetrics(transport, peers);
	}

	@Bean
	@ConditionalOnBean({ HandlerStatistics.class, BandExecutors.class })
	@ConditionalOnMissingBean
	MxpHandlerMetrics mxpHandlerMetrics(HandlerStatistics statistics, BandExecutors executors) {
		return new MxpHandlerMetrics(statistics, executors);
	}

}
