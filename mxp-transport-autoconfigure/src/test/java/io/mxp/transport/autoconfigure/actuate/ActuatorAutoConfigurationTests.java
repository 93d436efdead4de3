/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.MxpClientAutoConfiguration;
import io.mxp.transport.autoconfigure.MxpHandlerAutoConfiguration;
import io.mxp.transport.autoconfigure.MxpIdentityAutoConfiguration;
import io.mxp.transport.autoconfigure.MxpPayloadAutoConfiguration;
import io.mxp.transport.autoconfigure.MxpTransportAutoConfiguration;
import io.mxp.transport.autoconfigure.MxpTransportFactory;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.fake.FakeNetwork;
import io.mxp.transport.observe.TransportSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** Health, endpoint and meters: on, off, without a class, with a bean of the user's. */
class ActuatorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MxpPayloadAutoConfiguration.class, MxpIdentityAutoConfiguration.class,
				MxpClientAutoConfiguration.class, MxpHandlerAutoConfiguration.class,
				MxpTransportAutoConfiguration.class, MxpHealthContributorAutoConfiguration.class,
				MxpEndpointAutoConfiguration.class, MxpMetricsAutoConfiguration.class))
		.withBean(MxpTransportFactory.class, () -> new FakeNetwork().factory())
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withPropertyValues("management.endpoints.web.exposure.include=mxp",
				"mxp.transport.trust.keys=" + "ab".repeat(32));

	@Test
	void allOn() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MxpHealthIndicator.class)
			.hasSingleBean(MxpEndpoint.class)
			.hasSingleBean(MxpTransportMetrics.class)
			.hasSingleBean(MxpHandlerMetrics.class));
	}

	@Test
	void allOff() {
		this.runner.withPropertyValues("mxp.transport.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MxpHealthIndicator.class)
				.doesNotHaveBean(MxpEndpoint.class)
				.doesNotHaveBean(MxpTransportMetrics.class)
				.doesNotHaveBean(MxpHandlerMetrics.class));
		this.runner
			.withPropertyValues("management.health.mxp.enabled=false",
					"management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(MxpHealthIndicator.class)
				.doesNotHaveBean(MxpEndpoint.class)
				.hasSingleBean(MxpTransportMetrics.class));
	}

	@Test
	void withoutTheirClasses() {
		this.runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mxpHealthContributor"));
		this.runner.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mxpEndpoint"));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MxpMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("mxpTransportMetrics"));
	}

	@Test
	void withBeansOfTheUsers() {
		HealthIndicator own = () -> Health.up().withDetail("own", true).build();
		this.runner.withBean("mxpHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(MxpHealthIndicator.class));
		MxpTransportMetrics metrics = mock(MxpTransportMetrics.class);
		this.runner.withBean("ownMetrics", MxpTransportMetrics.class, () -> metrics)
			.run((context) -> assertThat(context.getBean(MxpTransportMetrics.class)).isSameAs(metrics));
	}

	@Test
	void stalledLoopIsDown() {
		assertThat(healthOf(ManagedMxpTransport.State.RUNNING, Duration.ofSeconds(2)).getStatus()).isEqualTo(Status.UP);
		Health stalled = healthOf(ManagedMxpTransport.State.RUNNING, Duration.ofSeconds(6));
		assertThat(stalled.getStatus()).isEqualTo(Status.DOWN);
		assertThat(stalled.getDetails()).containsEntry("stalled", List.of(0));
	}

	@Test
	void drainingIsOutOfService() {
		assertThat(healthOf(ManagedMxpTransport.State.DRAINING, Duration.ZERO).getStatus())
			.isEqualTo(Status.OUT_OF_SERVICE);
	}

	private static Health healthOf(ManagedMxpTransport.State state, Duration sinceLastTurn) {
		ManagedMxpTransport transport = mock(ManagedMxpTransport.class);
		given(transport.isRunning()).willReturn(true);
		given(transport.state()).willReturn(state);
		given(transport.localAddress()).willReturn(new java.net.InetSocketAddress("127.0.0.1", 9000));
		given(transport.socketTransport()).willReturn("nio");
		given(transport.connections()).willReturn(List.of());
		given(transport.snapshot()).willReturn(new TransportSnapshot(Map.of(), Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0,
				TransportSnapshot.Buffers.NONE, TransportSnapshot.Paths.NONE, List.of(),
				List.of(new TransportSnapshot.Loop(0, 0, 1, sinceLastTurn.toNanos(), 0))));
		MxpPeers peers = mock(MxpPeers.class);
		given(peers.status()).willReturn(List.of());
		return new MxpHealthIndicator(transport, peers).health();
	}

}
