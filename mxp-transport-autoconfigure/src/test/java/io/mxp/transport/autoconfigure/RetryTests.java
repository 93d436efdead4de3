/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import reactor.test.StepVerifier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.client.IllegalExchangeException;
import io.mxp.transport.client.MxpClientInterceptor;
import io.mxp.transport.client.MxpClientRequest;
import io.mxp.transport.client.MxpClients;
import io.mxp.transport.client.MxpExchange;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.handler.MxpHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Interceptors, and attempts after the first, over a real connection. */
class RetryTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** With the default of three retries. */
	private static final int MOST_ATTEMPTS = 4;

	@TempDir
	static Path developmentDirectory;

	private TestAgents agents;

	private Server server;

	private ConfigurableApplicationContext client;

	private MxpRequester requester;

	/** Fails as often as it is told to, and keeps what came. */
	static class Server {

		final List<MessageMetadata> attempts = new CopyOnWriteArrayList<>();

		volatile int failures;

		@MxpCall("unavailable")
		String unavailable(MessageMetadata metadata) {
			fail(metadata, ErrorCode.UNAVAILABLE);
			return "at last";
		}

		@MxpCall("denied")
		String denied(MessageMetadata metadata) {
			fail(metadata, ErrorCode.PERMISSION_DENIED);
			return "never";
		}

		@MxpCall("late")
		String late(MessageMetadata metadata) {
			fail(metadata, ErrorCode.DEADLINE_EXCEEDED);
			return "never";
		}

		@MxpEvent("order")
		void order(MessageMetadata metadata) {
			fail(metadata, ErrorCode.OVERLOADED);
		}

		@MxpCall("closes")
		String closes(MessageMetadata metadata, MxpConnection connection) {
			this.attempts.add(metadata);
			if (this.attempts.size() <= this.failures) {
				connection.close(ErrorCode.APPLICATION_CLOSE, "on purpose");
			}
			return "over another connection";
		}

		private void fail(MessageMetadata metadata, ErrorCode code) {
			this.attempts.add(metadata);
			if (this.attempts.size() <= this.failures) {
				throw new MxpHandlerException(code, "attempt " + this.attempts.size());
			}
		}

	}

	/** The outer sees the requests of the application, the inner one its header. */
	@Configuration(proxyBeanMethods = false)
	static class Client {

		final List<MxpClientRequest> requests = new CopyOnWriteArrayList<>();

		final MeterRegistry meters = new SimpleMeterRegistry();

		@Bean
		@Order(1)
		MxpClientInterceptor tenant() {
			return new MxpClientInterceptor() {
				@Override
				public <T> CompletableFuture<T> intercept(MxpClientRequest request, Chain<T> chain) {
					return chain.proceed(request.withHeader("x-tenant", "blue"));
				}
			};
		}

		@Bean
		@Order(2)
		MxpClientInterceptor guard() {
			return new MxpClientInterceptor() {
				@Override
				public <T> CompletableFuture<T> intercept(MxpClientRequest request, Chain<T> chain) {
					Client.this.requests.add(request);
					if ("forbidden".equals(request.metadata().subject())) {
						return CompletableFuture.failedFuture(new SecurityException("not from here"));
					}
					if ("broken".equals(request.metadata().subject())) {
						throw new IllegalStateException("an interceptor failed");
					}
					return chain.proceed(request);
				}
			};
		}

		@Bean
		ObservationRegistry observations() {
			ObservationRegistry registry = ObservationRegistry.create();
			registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
			return registry;
		}

	}

	@MxpExchange
	interface Orders {

		@MxpCall(value = "unavailable", idempotent = true)
		String safe();

		@MxpCall("unavailable")
		String unsafe();

		@MxpEvent(value = "order", acknowledged = true, idempotent = true)
		CompletableFuture<Void> order();

	}

	@MxpExchange
	interface Unanswered {

		@MxpEvent(value = "order", idempotent = true)
		void order();

	}

	@BeforeEach
	void start() {
		this.agents = TestAgents.onLoopback(developmentDirectory);
		ConfigurableApplicationContext context = this.agents.start("server", Server.class);
		this.server = context.getBean(Server.class);
		connect(context, "mxp.transport.client.retry.enabled=true", "mxp.transport.client.retry.initial-delay=1ms",
				"mxp.transport.client.retry.jitter=0");
	}

	private void connect(ConfigurableApplicationContext context, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "mxp.transport.client.peer.server.uri=" + TestAgents.uri(context);
		this.client = this.agents.start("client", Client.class, all);
		this.requester = this.client.getBean(MxpRequester.class).to("server");
	}

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void anIdempotentCallIsSentUntilItSucceeds() {
		this.server.failures = 2;
		assertThat(this.requester.call("unavailable").idempotencyKey("k-1").retrieve(String.class))
			.isEqualTo("at last");
		assertThat(this.server.attempts).hasSize(3)
			.allSatisfy((attempt) -> assertThat(attempt.idempotencyKey()).isEqualTo("k-1"));
		assertThat(retriesCounted()).isEqualTo(2);
		awaitOneRequest();
	}

	@Test
	void inEveryWayToGetItsAnswer() {
		this.server.failures = 1;
		assertThat(this.requester.call("unavailable").idempotent().retrieveAsync(String.class)).succeedsWithin(PATIENCE)
			.isEqualTo("at last");
		this.server.attempts.clear();
		StepVerifier.create(this.requester.call("unavailable").idempotent().retrieveMono(String.class))
			.expectNext("at last")
			.expectComplete()
			.verify(PATIENCE);
		this.server.attempts.clear();
		this.requester.event("order").idempotent().acknowledged();
		assertThat(this.server.attempts).hasSize(2);
	}

	@Test
	void afterTheLastAttemptItsFailureIsTold() {
		this.server.failures = MOST_ATTEMPTS - 1;
		assertThat(this.requester.call("unavailable").idempotent().retrieve(String.class)).isEqualTo("at last");
		this.server.attempts.clear();
		this.server.failures = MOST_ATTEMPTS;
		assertRemoteError("unavailable", ErrorCode.UNAVAILABLE, "attempt 4");
		assertThat(this.server.attempts).hasSize(MOST_ATTEMPTS);
	}

	@Test
	void whatIsNotIdempotentIsSentOnce() {
		this.server.failures = 1;
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call("unavailable").retrieve());
		assertThat(this.server.attempts).hasSize(1);
		this.server.attempts.clear();
		StepVerifier.create(this.requester.call("unavailable").idempotent().retrieveFlux(String.class))
			.expectError(TransportException.RemoteError.class)
			.verify(PATIENCE);
		assertThat(this.server.attempts).as("a streamed answer").hasSize(1);
	}

	@Test
	void whatWouldFailAgainIsSentOnce() {
		this.server.failures = 1;
		assertRemoteError("denied", ErrorCode.PERMISSION_DENIED, "attempt 1");
		assertThat(this.server.attempts).hasSize(1);
		assertRemoteError("nobody.takes.this", ErrorCode.NOT_FOUND, "");
		this.server.attempts.clear();
		assertThatExceptionOfType(TransportException.DeadlineExceeded.class)
			.isThrownBy(() -> this.requester.call("late").idempotent().retrieve());
		assertThat(this.server.attempts).hasSize(1);
		assertThat(retriesCounted()).isZero();
	}

	@Test
	void aLostConnectionIsMadeAgainForTheNextAttempt() {
		this.server.failures = 1;
		assertThat(this.requester.call("closes").idempotent().retrieve(String.class))
			.isEqualTo("over another connection");
		assertThat(this.server.attempts).hasSize(2);
		this.server.attempts.clear();
		assertThatExceptionOfType(TransportException.ConnectionClosed.class)
			.isThrownBy(() -> this.requester.call("closes").retrieve());
	}

	/** The pause of a minute would end behind the deadline: nobody waits for it. */
	@Test
	void aPauseBehindTheDeadlineIsNotBegun() {
		ConfigurableApplicationContext server = this.agents.start("server", Server.class);
		connect(server, "mxp.transport.client.retry.enabled=true", "mxp.transport.client.retry.initial-delay=1m",
				"mxp.transport.client.retry.max-delay=1m", "mxp.transport.client.timeout=30s");
		this.server = server.getBean(Server.class);
		this.server.failures = 1;
		assertRemoteError("unavailable", ErrorCode.UNAVAILABLE, "attempt 1");
		assertThat(this.server.attempts).hasSize(1);
	}

	@Test
	void aRequestThatIsCancelledInThePauseIsOver() {
		ConfigurableApplicationContext server = this.agents.start("server", Server.class);
		connect(server, "mxp.transport.client.retry.enabled=true", "mxp.transport.client.retry.initial-delay=1m",
				"mxp.transport.client.retry.max-delay=1m");
		this.server = server.getBean(Server.class);
		this.server.failures = 1;
		CompletableFuture<@Nullable String> pausing = this.requester.call("unavailable")
			.idempotent()
			.timeout(Duration.ofMinutes(5))
			.retrieveAsync(String.class);
		Awaitility.await().atMost(PATIENCE).until(() -> this.server.attempts.size() == 1);
		assertThat(pausing.cancel(true)).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(pausing::join);
		awaitOneRequest();
	}

	@Test
	void withoutThePropertyNothingIsSentAgain() {
		ConfigurableApplicationContext server = this.agents.start("server", Server.class);
		connect(server);
		this.server = server.getBean(Server.class);
		this.server.failures = 1;
		assertRemoteError("unavailable", ErrorCode.UNAVAILABLE, "attempt 1");
	}

	@Test
	void methodsOfAnInterfaceSayThatTheyAreIdempotent() {
		this.server.failures = 1;
		Orders orders = MxpClients.create(Orders.class, this.requester);
		assertThat(orders.safe()).isEqualTo("at last");
		this.server.attempts.clear();
		assertThatExceptionOfType(TransportException.RemoteError.class).isThrownBy(orders::unsafe);
		this.server.attempts.clear();
		assertThat(orders.order()).succeedsWithin(PATIENCE);
		assertThatExceptionOfType(IllegalExchangeException.class)
			.isThrownBy(() -> MxpClients.create(Unanswered.class, this.requester))
			.withMessageContaining("never sent again");
	}

	@Test
	void interceptorsSeeEachRequestOnceAndInTheirOrder() {
		this.server.failures = 2;
		this.requester.call("unavailable").payload("x").idempotent().retrieve();
		assertThat(this.server.attempts).hasSize(3)
			.allSatisfy((attempt) -> assertThat(attempt.header("x-tenant")).isEqualTo("blue"));
		assertThat(this.client.getBean(Client.class).requests).singleElement().satisfies((request) -> {
			assertThat(request.metadata().header("x-tenant")).isEqualTo("blue");
			assertThat(request.peer()).isEqualTo("server");
			assertThat(request.remote()).startsWith("mxp://127.0.0.1:");
			assertThat(request.payload().remaining()).isEqualTo(1);
			assertThat(request.isRepeatable()).isTrue();
		});
	}

	@Test
	void anInterceptorMayAnswerItselfOrFail() {
		assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> this.requester.call("forbidden").retrieve())
			.withMessage("not from here");
		assertThatIllegalStateException().isThrownBy(() -> this.requester.event("broken").send())
			.withMessage("an interceptor failed");
		assertThat(this.requester.call("unavailable").retrieve(String.class)).isEqualTo("at last");
	}

	/** An observation may end just behind the answer. */
	private void awaitOneRequest() {
		MeterRegistry meters = this.client.getBean(Client.class).meters;
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> meters.find("mxp.request").timers().stream().mapToLong((timer) -> timer.count()).sum() == 1);
	}

	private double retriesCounted() {
		return this.client.getBean(Client.class).meters.find("mxp.request.retry")
			.tag("mxp.peer", "server")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private void assertRemoteError(String subject, ErrorCode code, String text) {
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call(subject).idempotent().retrieve())
			.withMessageContaining(text)
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
	}

}
