/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.Environment;
import org.springframework.validation.Validator;

import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.autoconfigure.properties.HandlerProperties;
import io.mxp.transport.autoconfigure.properties.MxpTransportProperties;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.BandLimits;
import io.mxp.transport.handler.HandlerDispatcher;
import io.mxp.transport.handler.HandlerRegistry;
import io.mxp.transport.handler.HandlerScanner;
import io.mxp.transport.handler.HandlerStatistics;
import io.mxp.transport.handler.SealRelay;
import io.mxp.transport.observation.MxpHandlerConvention;

/** Handlers: found in all beans, run on bounded executors, answered. */
@AutoConfiguration(after = { MxpPayloadAutoConfiguration.class, MxpClientAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@ConditionalOnClass(MxpTransport.class)
@ConditionalOnMxpTransport
@ConditionalOnMissingBean(MessageHandler.class)
@EnableConfigurationProperties(MxpTransportProperties.class)
public final class MxpHandlerAutoConfiguration {

	private static final int CONCURRENCY = 16;

	private static final int VIRTUAL_CONCURRENCY = 256;

	@Bean
	HandlerRegistry mxpHandlerRegistry() {
		return new HandlerRegistry();
	}

	@Bean
	HandlerStatistics mxpHandlerStatistics() {
		return new HandlerStatistics();
	}

	@Bean
	@ConditionalOnMissingBean
	BandExecutors mxpBandExecutors(MxpTransportProperties properties, Environment environment) {
		HandlerThreads threads = new HandlerThreads(environment);
		HandlerProperties handler = properties.getHandler();
		Map<PriorityBand, BandLimits> limits = new EnumMap<>(PriorityBand.class);
		limits.put(PriorityBand.CRITICAL, limits(handler.getCritical(), threads));
		limits.put(PriorityBand.CONTROL, limits(handler.getControl(), threads));
		limits.put(PriorityBand.STREAMING, limits(handler.getStreaming(), threads));
		limits.put(PriorityBand.BACKGROUND, limits(handler.getBackground(), threads));
		return new BandExecutors(limits, threads::named);
	}

	@Bean
	HandlerDispatcher mxpHandlerDispatcher(HandlerRegistry registry, BandExecutors executors,
			HandlerStatistics statistics, PayloadConverter converter, MxpTransportProperties properties,
			ObjectProvider<ObservationRegistry> observations, ObjectProvider<MxpHandlerConvention> convention,
			ObjectProvider<MxpPeers> peers) {
		HandlerDispatcher dispatcher = new HandlerDispatcher(registry, executors, statistics, converter,
				properties.getServer().isIncludeErrorMessage());
		dispatcher.setObservations(observations.getIfUnique(() -> ObservationRegistry.NOOP),
				convention.getIfAvailable());
		dispatcher.setRelay(new SealRelay((agentId) -> Optional.ofNullable(peers.getIfAvailable())
			.flatMap((known) -> known.connectionTo(agentId))));
		return dispatcher;
	}

	@Bean
	static HandlerScanner mxpHandlerScanner(ConfigurableListableBeanFactory beanFactory, HandlerRegistry registry,
			PayloadConverter converter, MxpRequester requester, ObjectProvider<Validator> validator) {
		ConversionService conversion = beanFactory.getConversionService();
		return new HandlerScanner(beanFactory, registry, converter, requester,
				(conversion != null) ? conversion : DefaultConversionService.getSharedInstance(),
				validator.getIfAvailable());
	}

	private static BandLimits limits(HandlerProperties.Band band, HandlerThreads threads) {
		Integer configured = band.getConcurrency();
		int concurrency = threads.areVirtual() ? VIRTUAL_CONCURRENCY : CONCURRENCY;
		return new BandLimits((configured != null) ? configured : concurrency, band.getQueue());
	}

}
