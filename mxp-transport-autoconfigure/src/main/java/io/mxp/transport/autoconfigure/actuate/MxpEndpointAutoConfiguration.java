/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.MxpCredentials;
import io.mxp.transport.autoconfigure.MxpTransportAutoConfiguration;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerRegistry;
import io.mxp.transport.handler.HandlerStatistics;

/** Endpoint {@code /actuator/mxp}. */
@AutoConfiguration(after = MxpTransportAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean(ManagedMxpTransport.class)
@ConditionalOnAvailableEndpoint(MxpEndpoint.class)
public final class MxpEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MxpEndpoint mxpEndpoint(ManagedMxpTransport transport, MxpPeers peers, MxpCredentials credentials,
			ObjectProvider<HandlerRegistry> registry, ObjectProvider<HandlerStatistics> statistics,
			ObjectProvider<BandExecutors> executors) {
		return new MxpEndpoint(transport, peers, credentials, registry.getIfAvailable(), statistics.getIfAvailable(),
				executors.getIfAvailable());
	}

}
