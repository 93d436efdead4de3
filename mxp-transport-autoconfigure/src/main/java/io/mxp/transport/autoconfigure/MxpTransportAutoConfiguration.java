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

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.AgentIdentity;
import io.mxp.transport.AttestationConfig;
import io.mxp.transport.AttestationProvider;
import io.mxp.transport.AttestationVerifier;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.ReplayStore;
import io.mxp.transport.TicketKeys;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.autoconfigure.properties.AttestationProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.autoconfigure.properties.ServerProperties;
import io.mxp.transport.engine.InMemoryReplayStore;
import io.mxp.transport.engine.RotatingTicketKeys;
import io.mxp.transport.engine.TransportServices;
import io.mxp.transport.handler.HandlerRegistry;

/** The transport itself, started and stopped with the application context. */
@AutoConfiguration(after = { MxpIdentityAutoConfiguration.class, MxpHandlerAutoConfiguration.class,
		MxpAttestationAutoConfiguration.class })
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpTransportAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MxpTransportFactory mxpTransportFactory(ReplayStore replayStore, TicketKeys ticketKeys) {
		return new EngineTransportFactory(new TransportServices(replayStore, ticketKeys));
	}

	/** Of this process alone; a cluster shares one, or takes no early data. */
	@Bean
	@ConditionalOnMissingBean
	ReplayStore mxpReplayStore() {
		return new InMemoryReplayStore();
	}

	/** Of this process alone: other servers do not take its tickets. */
	@Bean
	@ConditionalOnMissingBean
	TicketKeys mxpTicketKeys() {
		return new RotatingTicketKeys();
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(MxpTransport.class)
	ManagedMxpTransport mxpTransport(MxpTransportFactory factory, MxpCredentials credentials, MessageHandler handler,
			MxpTransportProperties properties, IdentityLoader identities, ObjectProvider<HandlerRegistry> registry,
			ObjectProvider<AttestationProvider> provider, ObjectProvider<AttestationVerifier> verifier) {
		return new ManagedMxpTransport(factory,
				new PropertiesPlan(properties, credentials.identity(), identities.sealKeys(), registry.getIfAvailable(),
						attestation(properties, provider.getIfAvailable(), verifier.getIfAvailable())),
				credentials, handler, properties.getShutdown().getGracePeriod());
	}

	private static AttestationConfig attestation(MxpTransportProperties properties,
			@Nullable AttestationProvider provider, @Nullable AttestationVerifier verifier) {
		AttestationProperties settings = properties.getAttestation();
		try {
			return new AttestationConfig(provider, verifier, settings.getMode(), settings.getAgents());
		}
		catch (IllegalArgumentException ex) {
			throw new IdentityException("MXP attestation is asked for, but nothing can verify it.",
					"Add mxp.transport.attestation.jwt.trusted-keys[0]=… and com.nimbusds:nimbus-jose-jwt, or a bean of the"
							+ " type AttestationVerifier; or set mxp.transport.attestation.mode=off.",
					ex);
		}
	}

	/**
	 * Decides by the properties and the handlers.
	 *
	 * @param properties the properties
	 * @param identity who this application is
	 * @param sealKeys the keys that messages are sealed for and taken from
	 * @param registry the handlers, or null where the user has a message handler of their
	 * own
	 * @param attestation what is shown and asked besides identities
	 */
	private record PropertiesPlan(MxpTransportProperties properties, AgentIdentity identity, AgentDirectory sealKeys,
			@Nullable HandlerRegistry registry, AttestationConfig attestation) implements ManagedMxpTransport.Plan {

		@Override
		public boolean accepting() {
			ServerProperties.Accept accept = this.properties.getServer().getAccept();
			return accept == ServerProperties.Accept.ALWAYS || (accept == ServerProperties.Accept.AUTO
					&& (this.registry == null || this.registry.size() > 0 || this.properties.getE2e().isRelay()));
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
			TransportConfig config = new TransportConfigMapper(this.properties, this.sealKeys).config(accepting,
					agentId);
			return config.withHandshake(config.handshake().withAttestation(this.attestation));
		}

	}

}
