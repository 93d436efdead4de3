/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.retry.RetryPolicy;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.client.MxpRetryInterceptor;
import io.mxp.transport.client.MxpTemplate;
import io.mxp.transport.exchange.JacksonFormat;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.exchange.ProtobufFormat;
import io.mxp.transport.fake.FakeNetwork;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerDispatcher;
import io.mxp.transport.handler.HandlerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/** What is configured: on, off, without a class, with a bean of the user's. */
class AutoConfigurationTests {

	private static final AgentIdentity IDENTITY = AgentIdentity.generate("test", new SecureRandom());

	private final FakeNetwork network = new FakeNetwork();

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, MxpPayloadAutoConfiguration.class,
				MxpIdentityAutoConfiguration.class, MxpClientAutoConfiguration.class, MxpHandlerAutoConfiguration.class,
				MxpTransportAutoConfiguration.class))
		.withBean(MxpTransportFactory.class, this.network::factory)
		.withPropertyValues("mxp.transport.port=40001");

	private final ApplicationContextRunner runner = this.bare.withBean(AgentIdentity.class, () -> IDENTITY)
		.withBean(TrustPolicy.class, () -> TrustPolicy.builder().pinKey(IDENTITY.staticKey()).build());

	static class Handler {

		@MxpCall("a")
		String handle(String payload) {
			return payload;
		}

	}

	@Test
	void everythingIsThere() {
		this.runner.withBean(Handler.class).run((context) -> {
			assertThat(context).hasSingleBean(MxpTransport.class)
				.hasSingleBean(MxpRequester.class)
				.hasSingleBean(MxpTemplate.class)
				.hasSingleBean(MxpPeers.class)
				.hasSingleBean(PayloadConverter.class)
				.hasSingleBean(JacksonFormat.class)
				.hasSingleBean(ProtobufFormat.class)
				.hasSingleBean(HandlerDispatcher.class)
				.hasSingleBean(BandExecutors.class);
			assertThat(context.getBean(ManagedMxpTransport.class).isRunning()).isTrue();
			assertThat(context.getEnvironment().getProperty("local.mxp.port")).isEqualTo("40001");
			assertThat(config(context).server().accept()).isTrue();
		});
		assertThat(this.network.find(40_001)).isNull();
	}

	@Test
	void retryIsThereWhereItIsEnabledAndMayBeTheUsersOwn() {
		MxpRetryInterceptor own = new MxpRetryInterceptor(RetryPolicy.withDefaults());
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MxpRetryInterceptor.class));
		ApplicationContextRunner enabled = this.runner.withPropertyValues("mxp.transport.client.retry.enabled=true");
		enabled.run((context) -> assertThat(context).hasSingleBean(MxpRetryInterceptor.class));
		enabled.withBean(MxpRetryInterceptor.class, () -> own)
			.run((context) -> assertThat(context).getBean(MxpRetryInterceptor.class).isSameAs(own));
		enabled.withPropertyValues("mxp.transport.client.retry.max-retries=0")
			.run((context) -> assertThat(context).hasNotFailed());
		enabled.withPropertyValues("mxp.transport.client.retry.max-retries=-1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(IllegalArgumentException.class));
	}

	@Test
	void nothingIsThereWhereItIsDisabled() {
		this.bare.withPropertyValues("mxp.transport.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MxpTransport.class)
				.doesNotHaveBean(MxpRequester.class)
				.doesNotHaveBean(HandlerDispatcher.class)
				.doesNotHaveBean(PayloadConverter.class)
				.doesNotHaveBean(AgentIdentity.class));
	}

	@Test
	void nothingIsThereWithoutTheEngine() {
		this.runner.withClassLoader(new FilteredClassLoader(MxpTransport.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(HandlerRegistry.class)
				.doesNotHaveBean(PayloadConverter.class)
				.doesNotHaveBean(BandExecutors.class));
	}

	@Test
	void worksWithoutReactorJacksonAndProtobuf() {
		this.runner.withBean(Handler.class)
			.withClassLoader(new FilteredClassLoader(Flux.class.getPackageName(), "org.reactivestreams",
					JsonMapper.class.getPackageName(), "com.google.protobuf"))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("mxpJacksonFormat")
					.doesNotHaveBean("mxpProtobufFormat");
				assertThat(context.getBean(HandlerRegistry.class).size()).isEqualTo(1);
			});
	}

	@Test
	void withoutHandlersNoKnownPortIsOpened() {
		this.runner.run((context) -> {
			assertThat(config(context).server().accept()).isFalse();
			assertThat(config(context).socket().bindAddress().getPort()).isZero();
			assertThat(context.getEnvironment().containsProperty("local.mxp.port")).isFalse();
			assertThat(this.network.find(40_001)).isNull();
		});
		this.runner.withPropertyValues("mxp.transport.server.accept=always")
			.run((context) -> assertThat(config(context).server().accept()).isTrue());
		this.runner.withBean(Handler.class)
			.withPropertyValues("mxp.transport.server.accept=never")
			.run((context) -> assertThat(config(context).server().accept()).isFalse());
	}

	@Test
	void clientMayBeAnonymous() {
		this.bare.withPropertyValues("mxp.transport.trust.keys=" + "ab".repeat(32)).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(AgentIdentity.class).isAnonymous()).isTrue();
			assertThat(context.getBean(TrustPolicy.class).pinnedKeys()).hasSize(1);
		});
	}

	@Test
	void usersOwnTransportIsTaken() {
		MxpTransport own = mock(MxpTransport.class);
		given(own.connections()).willReturn(List.of());
		this.runner.withBean("own", MxpTransport.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(ManagedMxpTransport.class);
			assertThat(context.getBean(MxpTransport.class)).isSameAs(own);
			assertThat(context).hasSingleBean(MxpRequester.class);
		});
	}

	@Test
	void usersOwnMessageHandlerIsTaken() {
		MessageHandler own = (message) -> {
		};
		this.runner.withBean(MessageHandler.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(HandlerDispatcher.class);
			assertThat(config(context).server().accept()).isTrue();
		});
	}

	@Test
	void usersOwnConverterAndRequesterAreTaken() {
		PayloadConverter own = new PayloadConverter(List.of());
		this.runner.withBean(PayloadConverter.class, () -> own)
			.run((context) -> assertThat(context.getBean(PayloadConverter.class)).isSameAs(own));
	}

	@Test
	void propertiesReachTheEngine() {
		this.runner.withBean(Handler.class)
			.withPropertyValues("mxp.transport.address=127.0.0.1", "mxp.transport.socket.transport=nio",
					"mxp.transport.socket.max-datagram-size=1400B", "mxp.transport.socket.path-mtu-discovery=false",
					"mxp.transport.socket.idle=spin", "mxp.transport.handshake.cipher-suites=AES_256_GCM_SHA256",
					"mxp.transport.handshake.noise-provider=noise-java", "mxp.transport.session.idle-timeout=5s",
					"mxp.transport.session.keep-alive=1s", "mxp.transport.flow.stream-window=2MB",
					"mxp.transport.scheduler.critical.weight=20", "mxp.transport.scheduler.queue=1MB",
					"mxp.transport.scheduler.mapping.event=control",
					"mxp.transport.scheduler.mapping.stream=background",
					"mxp.transport.scheduler.ordered-types=event,agent-heartbeat",
					"mxp.transport.debug.guard-zones=true", "mxp.transport.scheduler.critical.overflow=wait",
					"mxp.transport.scheduler.background.overflow=refuse", "mxp.transport.flow.agent-budget=3MB",
					"mxp.transport.flow.buffer-limit=9MB", "mxp.transport.datagram.weight=3",
					"mxp.transport.datagram.time-to-live=50ms", "mxp.transport.recovery.congestion-control=cubic",
					"mxp.transport.recovery.max-window=1MB", "mxp.transport.recovery.ecn=false",
					"mxp.transport.delivery.command-queue=2MB", "mxp.transport.server.max-connections=7",
					"mxp.transport.server.max-handshakes=3", "mxp.transport.server.flood.retry-handshakes=4",
					"mxp.transport.server.flood.retry-rate=5", "mxp.transport.server.flood.retry-token-lifetime=6s",
					"mxp.transport.server.flood.new-token-lifetime=7m", "mxp.transport.server.flood.prefix-rate=8",
					"mxp.transport.server.flood.prefix-handshakes=9",
					"mxp.transport.server.flood.proof-of-work.bits=10")
			.run((context) -> {
				TransportConfig config = config(context);
				assertThat(config.socket().bindAddress().getAddress().isLoopbackAddress()).isTrue();
				assertThat(config.socket().driver()).isEqualTo(SocketConfig.Driver.NIO);
				assertThat(config.socket().maxDatagramBytes()).isEqualTo(1_400);
				assertThat(config.socket().pathMtuDiscovery()).isFalse();
				assertThat(config.socket().idle()).isEqualTo(SocketConfig.Idle.SPIN);
				assertThat(config.handshake().suites()).containsExactly(CipherSuite.AES_256_GCM_SHA256);
				assertThat(config.handshake().noiseProvider()).isEqualTo("noise-java");
				assertThat(config.session().idleTimeout()).isEqualTo(Duration.ofSeconds(5));
				assertThat(config.session().keepAlive()).isEqualTo(Duration.ofSeconds(1));
				assertThat(config.flow().streamWindowBytes()).isEqualTo(2 << 20);
				assertThat(config.scheduler().criticalWeight()).isEqualTo(20);
				assertThat(config.scheduler().bandQueueBytes()).isEqualTo(1 << 20);
				assertThat(config.scheduler().mapping().bandOf(MessageType.EVENT)).isEqualTo(PriorityBand.CONTROL);
				assertThat(config.scheduler().mapping().bandOf(MessageType.STREAM_CHUNK))
					.isEqualTo(PriorityBand.BACKGROUND);
				assertThat(config.scheduler().orderedTypes()).containsExactlyInAnyOrder(MessageType.EVENT,
						MessageType.AGENT_HEARTBEAT);
				assertThat(config.debug().guardZones()).isTrue();
				assertThat(config.scheduler().waitingBands()).containsExactlyInAnyOrder(PriorityBand.CRITICAL,
						PriorityBand.CONTROL, PriorityBand.STREAMING);
				assertThat(config.flow().agentBudgetBytes()).isEqualTo(3 << 20);
				assertThat(config.flow().bufferLimitBytes()).isEqualTo(9 << 20);
				assertThat(config.scheduler().datagramWeight()).isEqualTo(3);
				assertThat(config.datagram().timeToLive()).isEqualTo(Duration.ofMillis(50));
				assertThat(config.recovery().congestionControl()).isEqualTo("cubic");
				assertThat(config.recovery().maxWindowBytes()).isEqualTo(1 << 20);
				assertThat(config.recovery().ecn()).isFalse();
				assertThat(config.delivery().commandQueueBytes()).isEqualTo(2 << 20);
				assertThat(config.server().maxConnections()).isEqualTo(7);
				assertThat(config.server().maxHandshakes()).isEqualTo(3);
				assertThat(config.server().flood())
					.isEqualTo(new FloodConfig(4, 5, Duration.ofSeconds(6), Duration.ofMinutes(7), 8, 9, 10));
			});
	}

	@Test
	void defaultsOfThePropertiesAreTheEnginesOwn() {
		this.runner.withBean(Handler.class).run((context) -> {
			TransportConfig expected = TransportConfig.defaults();
			TransportConfig actual = config(context);
			assertThat(actual.withSocket(expected.socket())).isEqualTo(expected);
			assertThat(actual.socket().withBindAddress(expected.socket().bindAddress())).isEqualTo(expected.socket());
		});
	}

	@Test
	void developmentAuthorityMakesIdentityAndTrust(@TempDir Path directory) {
		this.bare.withBean(Handler.class)
			.withPropertyValues("mxp.transport.identity.dev-ca=true", "spring.application.name=my agent",
					"mxp.transport.identity.dev-ca-directory=" + directory.resolve("ca"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				AgentIdentity identity = context.getBean(AgentIdentity.class);
				assertThat(identity.isAnonymous()).isFalse();
				assertThat(identity.certificateChain()).isNotEmpty();
				assertThat(context.getBean(TrustPolicy.class).directory().findByName("my-agent")).isPresent();
				assertThat(config(context).session().agentId()).isEqualTo(identity.agentId());
				assertThat(Files.exists(directory.resolve("ca"))).isTrue();
			});
	}

	@Test
	void pinnedPeersAreTrusted() {
		String agent = "018f3e6a-7c1b-7d2e-9f10-2a3b4c5d6e7f";
		this.bare
			.withPropertyValues("mxp.transport.client.peer.a.uri=mxp://127.0.0.1:40002",
					"mxp.transport.client.peer.a.public-key=" + "ab".repeat(32),
					"mxp.transport.client.peer.b.uri=mxp://127.0.0.1:40003/" + agent,
					"mxp.transport.client.peer.b.public-key=" + "cd".repeat(32))
			.run((context) -> {
				TrustPolicy trust = context.getBean(TrustPolicy.class);
				assertThat(trust.pinnedKeys()).hasSize(2);
				assertThat(trust.pinnedAgents()).hasSize(1);
				assertThat(context.getBean(MxpPeers.class).names()).containsExactlyInAnyOrder("a", "b");
			});
	}

	private static TransportConfig config(AssertableApplicationContext context) {
		TransportConfig config = context.getBean(ManagedMxpTransport.class).config();
		assertThat(config).isNotNull();
		return config;
	}

}
