/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.autoconfigure.ManagedMxpTransport;
import io.mxp.transport.autoconfigure.TestAgents;
import io.mxp.transport.client.MxpRequester;

import static org.assertj.core.api.Assertions.assertThat;

/** Endpoint, health and meters of two agents that talk over the engine. */
class ActuatorTests {

	private static final int CALLS = 20;

	@TempDir
	static Path developmentDirectory;

	private TestAgents agents;

	private ConfigurableApplicationContext server;

	private ConfigurableApplicationContext client;

	@BeforeEach
	void talk() {
		this.agents = TestAgents.onLoopback(developmentDirectory);
		this.server = this.agents.start("server", Server.class, "management.endpoints.web.exposure.include=*");
		this.client = this.agents.client(this.server, "management.endpoints.web.exposure.include=*");
		MxpRequester requester = this.client.getBean(MxpRequester.class).to("server");
		for (int i = 0; i < CALLS; i++) {
			assertThat(requester.call("echo").payload("hello").retrieve(String.class)).isEqualTo("hello");
		}
	}

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void identityAndTrustAreReadAgainWhereItIsAsked() {
		MxpEndpoint endpoint = this.server.getBean(MxpEndpoint.class);
		assertThat(endpoint.act("reload")).containsEntry("changed", false)
			.containsEntry("identity", this.server.getBean(ManagedMxpTransport.class).identity().fingerprint())
			.containsKey("trust")
			.doesNotContainKey("problem");
		assertThat(endpoint.act("restart")).isNull();
	}

	@Test
	@SuppressWarnings("unchecked")
	void endpointShowsEverySection() {
		MxpEndpoint endpoint = this.server.getBean(MxpEndpoint.class);
		Map<String, Object> all = endpoint.mxp();
		assertThat(all).containsOnlyKeys("summary", "connections", "streams", "bands", "handlers", "peers",
				"configuration");
		Map<String, Object> summary = (Map<String, Object>) all.get("summary");
		assertThat(summary).containsEntry("state", "running").containsEntry("connections", 1);
		assertThat((Map<String, Long>) summary.get("counters")).containsEntry("handshakesCompleted", 1L);
		List<Map<String, Object>> connections = (List<Map<String, Object>>) all.get("connections");
		assertThat(connections).singleElement()
			.satisfies((connection) -> assertThat(connection).containsEntry("role", "server")
				.containsKeys("peer", "cipher", "statistics")
				.extractingByKey("statistics")
				.asString()
				.contains("smoothedRttNanos=", "congestionWindowBytes=", "maxDatagramBytes=", "controller=bbr",
						"state=STARTUP", "pacingRateBytesPerSecond="));
		assertThat(endpoint.section("bands").toString()).contains("sendWait=Latency[count=" + CALLS)
			.contains("acknowledged=Latency[count=");
		assertThat(endpoint.section("handlers").toString()).contains("echo").contains("invocations=" + CALLS);
		assertThat(endpoint.section("nonsense")).isNull();
		MxpEndpoint clients = this.client.getBean(MxpEndpoint.class);
		assertThat(clients.section("peers").toString()).contains("server").contains("CONNECTED");
	}

	@Test
	void endpointCanBeWrittenAndHoldsNoKey() {
		String json = JsonMapper.builder().build().writeValueAsString(this.server.getBean(MxpEndpoint.class).mxp());
		AgentIdentity identity = this.server.getBean(AgentIdentity.class);
		assertThat(json).contains(identity.fingerprint()).contains("\"congestionControl\":\"bbr\"");
		assertThat(json).doesNotContain(java.util.HexFormat.of().formatHex(identity.privateKey()))
			.doesNotContain(java.util.Base64.getEncoder().encodeToString(identity.privateKey()))
			.doesNotContain("PRIVATE");
	}

	@Test
	void metersFollowTheTransport() {
		MeterRegistry registry = this.server.getBean(MeterRegistry.class);
		assertThat(registry.get("mxp.connections").tag("state", "established").gauge().value()).isEqualTo(1);
		assertThat(registry.get("mxp.retries").tag("direction", "sent").functionCounter().count()).isZero();
		assertThat(registry.get("mxp.tokens").tag("outcome", "forged").functionCounter().count()).isZero();
		assertThat(registry.get("mxp.handshakes").tag("outcome", "completed").functionCounter().count()).isEqualTo(1);
		assertThat(registry.get("mxp.messages")
			.tags("band", "critical", "direction", "received")
			.functionCounter()
			.count()).isEqualTo(CALLS);
		assertThat(registry.get("mxp.message.wait").tag("band", "critical").functionTimer().count()).isEqualTo(CALLS);
		double median = phi(registry, "mxp.message.acknowledged.percentile", "0.5");
		assertThat(median).isPositive()
			.isLessThanOrEqualTo(phi(registry, "mxp.message.acknowledged.percentile", "0.99"));
		assertThat(phi(registry, "mxp.message.wait.percentile", "0.99")).isPositive();
		assertThat(registry.get("mxp.message.wait.max").tag("band", "background").timeGauge().value()).isZero();
		for (String gauge : new String[] { "mxp.congestion.window", "mxp.pacing.rate" }) {
			double mean = registry.get(gauge).tag("statistic", "mean").gauge().value();
			assertThat(mean).as(gauge)
				.isPositive()
				.isEqualTo(registry.get(gauge).tag("statistic", "max").gauge().value());
		}
		assertThat(registry.get("mxp.round.trip").tag("statistic", "mean").timeGauge().value()).isPositive();
		assertThat(registry.get("mxp.path.mtu").gauge().value()).isGreaterThanOrEqualTo(1_200);
		assertThat(registry.get("mxp.congestion.events").tag("kind", "persistent").functionCounter().count()).isZero();
		assertThat(registry.get("mxp.packets").tag("direction", "sent").functionCounter().count()).isPositive();
		assertThat(registry.get("mxp.handler.queue.wait").tag("band", "critical").timer().count()).isEqualTo(CALLS);
		// A handler's observation ends behind its answer, which the caller may have
		// before.
		Awaitility.await()
			.untilAsserted(() -> assertThat(registry.get("mxp.handler").tag("rpc.method", "echo").timer().count())
				.isEqualTo(CALLS));
		MeterRegistry clients = this.client.getBean(MeterRegistry.class);
		Awaitility.await()
			.untilAsserted(() -> assertThat(clients.get("mxp.request").tag("mxp.peer", "server").timer().count())
				.isEqualTo(CALLS));
		assertThat(clients.get("mxp.peer.connected").tag("peer", "server").gauge().value()).isEqualTo(1);
	}

	private static double phi(MeterRegistry registry, String name, String phi) {
		return registry.get(name).tags("band", "critical", "phi", phi).timeGauge().value();
	}

	@Test
	void metersHaveTagsOfFixedSetsOnly() {
		Set<String> allowed = Set.of("band", "direction", "state", "role", "outcome", "queue", "reason", "peer", "phi",
				"statistic", "kind", "rpc.system", "rpc.method", "mxp.type", "mxp.status", "mxp.peer", "error", "form");
		MeterRegistry registry = this.server.getBean(MeterRegistry.class);
		List<Meter> ours = registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("mxp."))
			.toList();
		assertThat(ours).hasSizeGreaterThan(50);
		assertThat(ours).flatExtracting((meter) -> meter.getId().getTags().stream().map(Tag::getKey).toList())
			.allSatisfy((key) -> assertThat(allowed).contains(key));
		assertThat(ours).filteredOn((meter) -> !meter.getId().getName().matches("mxp\\.(handler|request)(\\.active)?"))
			.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank());
	}

	@Test
	void healthFollowsTheTransport() {
		MxpHealthIndicator health = this.server.getBean(MxpHealthIndicator.class);
		Health up = health.health();
		assertThat(up.getStatus()).isEqualTo(Status.UP);
		assertThat(up.getDetails()).containsEntry("connections", 1).containsKeys("address", "socket");
		this.server.getBean(ManagedMxpTransport.class).stop();
		assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(this.client.getBean(MxpHealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void requiredPeerThatIsAwayPutsOutOfService() {
		ConfigurableApplicationContext needy = this.agents.start("needy", TestAgents.Empty.class,
				"mxp.transport.client.peer.nobody.uri=mxp://127.0.0.1:9",
				"mxp.transport.client.peer.nobody.public-key=" + "ab".repeat(32),
				"mxp.transport.client.peer.nobody.required=true", "mxp.transport.client.connect-timeout=200ms");
		Health health = needy.getBean(MxpHealthIndicator.class).health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("unreachable", List.of("nobody"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@MxpCall("echo")
		byte[] echo(byte[] payload) {
			return payload;
		}

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

	}

}
