/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.UUID;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.autoconfigure.properties.ServerProperties;
import io.mxp.transport.handler.HandlerRegistry;

/** The transport itself, started and stopped with the application context. */
@AutoConfiguration(after = { MxpIdentityAutoConfiguration.class, MxpHandlerAutoConfiguration.class })
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpTransportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MxpTransportFactory mxpTransportFactory() {
		return new EngineTransportFactory();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MxpTransport.class)
	ManagedMxpTransport mxpTransport(MxpTransportFactory factory, AgentIdentity identity, TrustPolicy trust,
			MessageHandler handler, MxpTransportProperties properties, ObjectProvider<HandlerRegistry> registry) {
		return new ManagedMxpTransport(factory, new PropertiesPlan(properties, identity, registry.getIfAvailable()),
				identity, trust, handler, properties.getShutdown().getGracePeriod());
	}

	/**
	 * Decides by the properties and the handlers.
	 *
	 * @param properties the properties
	 * @param identity who this application is
	 * @param registry the handlers, or null where the user has a message handler of their
	 * own
	 */
	private record PropertiesPlan(MxpTransportProperties properties, AgentIdentity identity,
			@Nullable HandlerRegistry registry) implements ManagedMxpTransport.Plan {

		@Override
		public boolean accepting() {
			ServerProperties.Accept accept = this.properties.getServer().getAccept();
			return accept == ServerProperties.Accept.ALWAYS
					|| (accept == ServerProperties.Accept.AUTO && (this.registry == null || this.registry.size() > 0));
		}

		@Override
		public String reason() {
			if (this.properties.getServer().getAccept() == ServerProperties.Accept.ALWAYS) {
				return "mxp.transport.server.accept=always";
			}
			return "it has " + handlers();
		}

		@Override
		public String handlers() {
			if (this.registry == null) {
				return "a message handler of its own";
			}
			int count = this.registry.size();
			return (count == 1) ? "1 handler" : count + " handlers";
		}

		@Override
		public TransportConfig config(boolean accepting) {
			boolean certified = !this.identity.isAnonymous() && !this.identity.certificateChain().isEmpty();
			UUID agentId = certified ? this.identity.agentId() : this.properties.getAgent().getId();
			return new TransportConfigMapper(this.properties).config(accepting, agentId);
		}

	}

}
