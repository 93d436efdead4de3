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
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.observation.DefaultMxpHandlerConvention;
import io.mxp.transport.observation.MxpHandlerContext;
import io.mxp.transport.observation.MxpHandlerConvention;
import io.mxp.transport.observation.MxpRequestContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** One trace from caller to handler, over the engine; every observation stopped once. */
class ObservationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final List<SpanData> spans = new CopyOnWriteArrayList<>();

	private static final Map<Observation.Context, AtomicInteger> stops = new ConcurrentHashMap<>();

	@TempDir
	static Path developmentDirectory;

	private TestAgents agents;

	private ConfigurableApplicationContext server;

	private ConfigurableApplicationContext client;

	private MxpRequester requester;

	@BeforeEach
	void start() {
		spans.clear();
		stops.clear();
		this.agents = TestAgents.onLoopback(developmentDirectory);
		this.server = this.agents.start("server", Server.class, "management.tracing.sampling.probability=1.0");
		ConfigurableApplicationContext middle = this.agents.start("middle", Middle.class,
				"mxp.transport.client.peer.server.uri=" + TestAgents.uri(this.server),
				"management.tracing.sampling.probability=1.0");
		this.client = this.agents.start("client", Tracing.class,
				"mxp.transport.client.peer.middle.uri=" + TestAgents.uri(middle),
				"mxp.transport.client.peer.server.uri=" + TestAgents.uri(this.server),
				"management.tracing.sampling.probability=1.0");
		this.requester = this.client.getBean(MxpRequester.class);
	}

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void oneTraceThroughTwoHops() {
		for (String subject : List.of("hop.blocking", "hop.mono", "hop.future")) {
			spans.clear();
			Observation.createNotStarted("outer", this.client.getBean(ObservationRegistry.class))
				.observe(() -> assertThat(this.requester.call(subject).to("middle").payload("x").retrieve(String.class))
					.isEqualTo("x at last"));
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(spans).hasSize(5));
			assertThat(spans).extracting(SpanData::getTraceId).as(subject).containsOnly(spans.get(0).getTraceId());
			SpanData handler = span("mxp handle call end");
			SpanData nested = parentOf(handler);
			assertThat(nested.getName()).isEqualTo("mxp call");
			SpanData hop = parentOf(nested);
			assertThat(hop.getName()).isEqualTo("mxp handle call " + subject);
			SpanData first = parentOf(hop);
			assertThat(first.getName()).isEqualTo("mxp call");
			assertThat(parentOf(first).getName()).isEqualTo("outer");
		}
	}

	@Test
	void streamedAnswerBelongsToTheTrace() {
		StepVerifier.create(this.requester.call("words").to("server").retrieveFlux(String.class))
			.expectNextCount(20)
			.expectComplete()
			.verify(PATIENCE);
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(spans).hasSize(2));
		assertThat(parentOf(span("mxp handle call words")).getName()).isEqualTo("mxp call");
	}

	@Test
	void eventsBelongToTheTrace() throws InterruptedException {
		this.requester.event("note").to("server").payload("n").send();
		assertThat(this.server.getBean(Server.class).notes.poll(10, TimeUnit.SECONDS)).isEqualTo("n");
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(spans).hasSize(2));
		assertThat(parentOf(span("mxp handle event note")).getName()).isEqualTo("mxp event");
	}

	@Test
	void everyObservationIsStoppedOnce() {
		this.requester.call("end").to("server").payload("x").retrieve(String.class);
		this.requester.call("hop.future").to("middle").payload("x").retrieve(String.class);
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call("fault").to("server").retrieve());
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call("nobody").to("server").retrieve());
		// the caller's own clock or the handler's side says so, whichever is first
		assertThatExceptionOfType(TransportException.DeadlineExceeded.class)
			.isThrownBy(() -> this.requester.call("never").to("server").timeout(Duration.ofSeconds(2)).retrieve());
		StepVerifier.create(this.requester.call("words").to("server").retrieveFlux(String.class), 2)
			.expectNextCount(2)
			.thenCancel()
			.verify(PATIENCE);
		StepVerifier.create(this.requester.call("fault").to("server").retrieveMono(String.class))
			.expectError()
			.verify(PATIENCE);
		// 8 requests by the client, 1 by the middle; 7 handlers ran, nobody's none
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(stops.keySet()).hasSize(15);
			assertThat(stops.values()).allSatisfy((count) -> assertThat(count).hasValue(1));
		});
	}

	@Test
	void keyValuesAreOfFixedSets() {
		this.requester.call("end").to("server").payload("x").retrieve(String.class);
		String uri = TestAgents.uri(this.server) + "/" + this.server.getBean(AgentIdentity.class).agentId();
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call("nobody.here").to(uri).retrieve());
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(stops).hasSizeGreaterThanOrEqualTo(2));
		assertThat(stops.keySet()).filteredOn(MxpRequestContext.class::isInstance)
			.flatExtracting((context) -> context.getLowCardinalityKeyValues().stream().map(KeyValue::getKey).toList())
			.containsOnly("rpc.system", "mxp.type", "mxp.peer", "mxp.status");
		assertThat(stops.keySet()).filteredOn(MxpHandlerContext.class::isInstance)
			.flatExtracting((context) -> context.getLowCardinalityKeyValues().stream().toList())
			.contains(KeyValue.of("rpc.method", "end"), KeyValue.of("custom", "yes"), KeyValue.of("mxp.status", "OK"));
	}

	private static SpanData span(String name) {
		return spans.stream().filter((span) -> span.getName().equals(name)).findFirst().orElseThrow();
	}

	private static SpanData parentOf(SpanData child) {
		return spans.stream()
			.filter((span) -> span.getSpanId().equals(child.getParentSpanId()))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No parent of " + child.getName() + " among " + spans));
	}

	@Configuration(proxyBeanMethods = false)
	static class Tracing {

		@Bean
		SpanProcessor collector() {
			return new Collector();
		}

		@Bean
		ObservationHandler<Observation.Context> stopCounter() {
			return new StopCounter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Tracing.class)
	static class Server {

		final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

		@MxpCall("end")
		CompletableFuture<String> end(String payload) {
			return CompletableFuture.supplyAsync(() -> payload + " at last");
		}

		@MxpCall("words")
		Flux<String> words() {
			return Flux.range(0, 20).map((i) -> "word" + i);
		}

		@MxpCall("fault")
		void fault() {
			throw new IllegalStateException("fault");
		}

		@MxpCall("never")
		CompletableFuture<String> never() {
			return new CompletableFuture<>();
		}

		@MxpEvent("note")
		void note(String payload) {
			this.notes.add(payload);
		}

		@Bean
		MxpHandlerConvention convention() {
			return new DefaultMxpHandlerConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(MxpHandlerContext context) {
					return super.getLowCardinalityKeyValues(context).and("custom", "yes");
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Tracing.class)
	static class Middle {

		@Bean
		Hops hops(MxpRequester requester) {
			return new Hops(requester.to("server"));
		}

	}

	static class Hops {

		private final MxpRequester server;

		Hops(MxpRequester server) {
			this.server = server;
		}

		@MxpCall("hop.blocking")
		String blocking(String payload) {
			return this.server.call("end").payload(payload).retrieve(String.class);
		}

		@MxpCall("hop.future")
		CompletableFuture<String> future(String payload) {
			return this.server.call("end").payload(payload).retrieveAsync(String.class);
		}

		@MxpCall("hop.mono")
		Mono<String> mono(String payload) {
			return Mono.delay(Duration.ofMillis(1))
				.flatMap((tick) -> this.server.call("end").payload(payload).retrieveMono(String.class));
		}

	}

	private static final class StopCounter implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof MxpRequestContext || context instanceof MxpHandlerContext;
		}

		@Override
		public void onStart(Observation.Context context) {
			stops.put(context, new AtomicInteger());
		}

		@Override
		public void onStop(Observation.Context context) {
			stops.get(context).incrementAndGet();
		}

	}

	private static final class Collector implements SpanProcessor {

		@Override
		public void onStart(Context parentContext, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			spans.add(span.toSpanData());
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
