/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.autoconfigure.WeatherAgent.Forecast;
import io.mxp.transport.autoconfigure.WeatherAgent.Question;
import io.mxp.transport.client.MxpRequester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What handlers and requesters do together, whatever transport is between them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HandlerContract {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private TestAgents agents;

	private WeatherAgent agent;

	private MxpRequester requester;

	abstract TestAgents agents();

	MxpRequester requester() {
		return this.requester;
	}

	@BeforeAll
	void start() {
		this.agents = agents();
		ConfigurableApplicationContext server = this.agents.start("server", WeatherAgent.class);
		this.agent = server.getBean(WeatherAgent.class);
		this.requester = this.agents.clientOf(server);
	}

	@AfterAll
	void stop() {
		this.agents.close();
	}

	@BeforeEach
	void forget() {
		this.agent.seen.clear();
	}

	@Test
	void recordsTravelAsJson() {
		Forecast forecast = this.requester.call("weather.forecast.oslo")
			.payload(new Question("rain?", 3))
			.retrieve(Forecast.class);
		assertThat(forecast.city()).isEqualTo("oslo");
		assertThat(forecast.degrees()).isEqualTo(3);
		assertThat(forecast.by()).hasSizeGreaterThan(30);
	}

	@Test
	void bytesAndTextPassAsTheyAre() {
		assertThat(this.requester.call("weather.text").payload("blåbær").retrieve(String.class)).isEqualTo("blåbær!");
		byte[] bytes = { 1, 2, 3 };
		assertThat(this.requester.call("weather.bytes").payload(bytes).retrieve(byte[].class)).isEqualTo(bytes);
		assertThat(this.requester.call("weather.buffer").payload(ByteBuffer.wrap(bytes)).retrieve(ByteBuffer.class))
			.isEqualTo(ByteBuffer.wrap(bytes));
		assertThat(this.requester.call("weather.bytes").retrieve(byte[].class)).isEmpty();
	}

	@Test
	void genericTypesKeepTheirArguments() {
		List<Forecast> forecasts = this.requester.call("weather.list")
			.payload(List.of(new Question("a", 1), new Question("b", 2)))
			.retrieve(new ParameterizedTypeReference<List<Forecast>>() {
			});
		assertThat(forecasts).containsExactly(new Forecast("a", 1, "list"), new Forecast("b", 2, "list"));
	}

	@Test
	void argumentsComeFromTheMessage() {
		Map<String, Object> context = this.requester.call("weather.context")
			.header("x-tenant", "blue")
			.idempotencyKey("k1")
			.payload("hello")
			.retrieve(new ParameterizedTypeReference<Map<String, Object>>() {
			});
		assertThat(context).containsEntry("tenant", "blue")
			.containsEntry("subject", "weather.context")
			.containsEntry("payload", "hello")
			.containsEntry("deadline", true)
			.containsEntry("key", "k1");
		assertThat(context.get("thread").toString()).startsWith("mxp-critical-");
	}

	@Test
	void answersOfEveryKind() {
		assertThat(this.requester.call("weather.optional.7").retrieve(String.class)).isEqualTo("value 7");
		assertThat(this.requester.call("weather.optional.0").retrieve(Forecast.class)).isNull();
		assertThat(this.requester.call("weather.future").payload("x").retrieve(String.class)).isEqualTo("later x");
		assertThat(this.requester.call("weather.mono").payload("x").retrieve(Forecast.class))
			.isEqualTo(new Forecast("x", 1, "mono"));
		this.requester.call("weather.nothing").retrieve();
		assertThat(this.agent.seen).contains("nothing ");
		Reply reply = this.requester.call("weather.response").retrieveReply();
		assertThat(reply.metadata().header("x-cache")).isEqualTo("hit");
		assertThat(reply.metadata().contentType()).isEqualTo("application/json");
	}

	@Test
	void answersAsFutureAndMono() {
		assertThat(this.requester.call("weather.text").payload("a").retrieveAsync(String.class))
			.succeedsWithin(PATIENCE)
			.isEqualTo("a!");
		StepVerifier.create(this.requester.call("weather.text").payload("b").retrieveMono(String.class))
			.expectNext("b!")
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.requester.call("weather.optional.0").retrieveMono(Forecast.class))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void fluxIsStreamed() {
		StepVerifier.create(this.requester.call("weather.words.500").retrieveFlux(String.class).collectList())
			.expectNext(IntStream.range(0, 500).mapToObj((i) -> "word" + i).toList())
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.requester.call("weather.words.0").retrieveFlux(String.class))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void streamIsStreamed() {
		StepVerifier.create(this.requester.call("weather.stream.100").retrieveFlux(Forecast.class))
			.expectNext(new Forecast("oslo", 0, "stream"))
			.expectNextCount(99)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void plainAnswerIsOneElement() {
		StepVerifier.create(this.requester.call("weather.text").payload("one").retrieveFlux(String.class))
			.expectNext("one!")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void subscriberThatCancelsEndsTheHandlersFlux() throws InterruptedException {
		StepVerifier.create(this.requester.call("weather.endless").retrieveFlux(Integer.class), 3)
			.expectNext(1, 1, 1)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("endless cancelled");
	}

	@Test
	void brokenFluxIsAnErrorBeforeAndAResetAfterItsFirstElement() {
		StepVerifier.create(this.requester.call("weather.broken.early").retrieveFlux(String.class))
			.expectErrorSatisfies((failure) -> assertCode(failure, ErrorCode.UNAVAILABLE))
			.verify(PATIENCE);
		StepVerifier.create(this.requester.call("weather.broken.late").retrieveFlux(String.class))
			.expectNextCount(0)
			.thenConsumeWhile((word) -> true)
			.expectErrorSatisfies((failure) -> assertCode(failure, ErrorCode.INTERNAL))
			.verify(PATIENCE);
	}

	@Test
	void failuresAreTyped() {
		assertFails("weather.unknown", null, ErrorCode.NOT_FOUND, "weather.unknown");
		assertFails("weather.forecast.oslo", "no json", ErrorCode.INVALID_ARGUMENT, "JSON");
		assertFails("weather.forecast.oslo", null, ErrorCode.INVALID_ARGUMENT, "missing");
		assertFails("weather.context", "no header", ErrorCode.INVALID_ARGUMENT, "x-tenant");
		assertFails("weather.fault", null, ErrorCode.INTERNAL, "");
		assertFails("weather.denied", null, ErrorCode.PERMISSION_DENIED, "");
		assertFails("weather.chosen", null, ErrorCode.CANCELLED, "not today");
	}

	@Test
	void exceptionHandlerAnswers() {
		assertThat(this.requester.call("weather.advised").payload("x").retrieve(Forecast.class))
			.isEqualTo(new Forecast("x", 0, "exception handler"));
	}

	@Test
	void eventsAndOtherMessagesArrive() throws InterruptedException {
		this.requester.event("weather.alerts").payload(new Question("storm", 1)).send();
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS)).isEqualTo(new Question("storm", 1));
		assertThat(this.requester.event("weather.alerts").payload(new Question("hail", 1)).datagram()).isTrue();
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS)).isEqualTo(new Question("hail", 1));
	}

	@Test
	void heartbeatsArrive() throws InterruptedException {
		this.requester.message(MessageType.AGENT_HEARTBEAT).payload(new byte[24]).send();
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("heartbeat 24");
	}

	@Test
	void streamHandlerTakesAFlux() throws InterruptedException {
		Flux<Question> questions = Flux.range(0, 200).map((i) -> new Question("q" + i, i));
		StepVerifier.create(this.requester.stream("weather.collect").send(questions)).expectComplete().verify(PATIENCE);
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS))
			.isEqualTo(IntStream.range(0, 200).mapToObj((i) -> "q" + i).toList());
	}

	@Test
	void bidirectionalStreamIsAnsweredElementByElement() {
		Flux<String> words = Flux.range(0, 100).map((i) -> "w" + i);
		StepVerifier.create(this.requester.stream("weather.translate.no").exchange(words, String.class).collectList())
			.expectNext(IntStream.range(0, 100).mapToObj((i) -> "no:w" + i).toList())
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void streamHandlerMayListen() throws InterruptedException {
		MxpStream stream = this.requester.stream("weather.listener").openStream(StreamListener.IGNORE);
		for (int i = 0; i < 300; i++) {
			stream.send(ByteBuffer.wrap(new byte[10])).orTimeout(10, TimeUnit.SECONDS).join();
		}
		stream.finish();
		assertThat(this.agent.seen.poll(10, TimeUnit.SECONDS).toString())
			.startsWith("listened to 3000 on mxp-streaming-");
	}

	@Test
	void unhandledStreamIsReset() {
		StepVerifier.create(this.requester.stream("weather.nobody").exchange(Flux.just("a"), String.class))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(TransportException.class))
			.verify(PATIENCE);
	}

	private void assertFails(String subject, Object payload, ErrorCode code, String text) {
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> this.requester.call(subject).payload(payload).retrieve(String.class))
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code))
			.satisfies((failure) -> assertThat(String.valueOf(failure.getMessage())).contains(text)
				.doesNotContain("secret"));
	}

	private static void assertCode(Throwable failure, ErrorCode code) {
		assertThat(failure).isInstanceOf(TransportException.class);
		assertThat(((TransportException) failure).code()).isEqualTo(code);
	}

}
