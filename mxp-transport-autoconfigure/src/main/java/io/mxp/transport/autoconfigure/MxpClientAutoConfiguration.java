/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryPolicy;

import io.mxp.transport.MxpTransport;
import io.mxp.transport.autoconfigure.properties.ClientProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.client.ClientSettings;
import io.mxp.transport.client.MxpClientInterceptor;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.client.MxpRetryInterceptor;
import io.mxp.transport.client.MxpTemplate;
import io.mxp.transport.client.PeerDefinition;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.observation.MxpRequestConvention;

/** Requests: named peers, {@link MxpRequester}, {@link MxpTemplate}. */
@AutoConfiguration(after = { MxpPayloadAutoConfiguration.class, MxpIdentityAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpClientAutoConfiguration {

	@Bean
	ClientExecutor mxpClientExecutor(Environment environment) {
		return new ClientExecutor(new HandlerThreads(environment));
	}

	@Bean
	@ConditionalOnMissingBean
	MxpPeers mxpPeers(ObjectProvider<MxpTransport> transport, MxpCredentials credentials, IdentityLoader identities,
			MxpTransportProperties properties) {
		ClientProperties client = properties.getClient();
		ClientSettings settings = new ClientSettings(client.getTimeout(), client.getConnectTimeout(),
				client.getReconnect().getInitialDelay(), client.getReconnect().getMaxDelay());
		List<PeerDefinition> definitions = new ArrayList<>();
		client.getPeer()
			.forEach((name,
					peer) -> definitions.add(new PeerDefinition(name, IdentityLoader.address(name, peer),
							identities.peerKey(name, peer), peer.isAnonymous(), peer.getTimeout(), peer.isRequired(),
							peer.isEncrypted(), peer.getEncryptFor())));
		return new MxpPeers(transport::getObject, credentials.directory(), settings, definitions,
				ManagedMxpTransport.PHASE + 1);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty("mxp.transport.client.retry.enabled")
	MxpRetryInterceptor mxpRetryInterceptor(MxpTransportProperties properties) {
		ClientProperties.Retry retry = properties.getClient().getRetry();
		return new MxpRetryInterceptor(RetryPolicy.builder()
			.maxRetries(retry.getMaxRetries())
			.delay(retry.getInitialDelay())
			.multiplier(retry.getMultiplier())
			.maxDelay(retry.getMaxDelay())
			.jitter(retry.getJitter())
			.predicate(MxpRetryInterceptor::isPassing)
			.build());
	}

	@Bean
	@ConditionalOnMissingBean
	MxpRequester mxpRequester(MxpPeers peers, PayloadConverter converter, ClientExecutor executor,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<MxpRequestConvention> convention,
			ObjectProvider<MxpClientInterceptor> interceptors) {
		return MxpRequester.builder(peers, converter)
			.observations(observations.getIfUnique(() -> ObservationRegistry.NOOP), convention.getIfAvailable())
			.executor(executor.executor())
			.interceptors(interceptors.orderedStream().toList())
			.build();
	}

	@Bean
	@ConditionalOnMissingBean
	MxpTemplate mxpTemplate(MxpRequester requester) {
		return new MxpTemplate(requester);
	}

}
