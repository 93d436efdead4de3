/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.annotation.MxpStreamHandler;
import io.mxp.transport.client.IllegalExchangeException;
import io.mxp.transport.client.ImportMxpClients;
import io.mxp.transport.client.MxpClients;
import io.mxp.transport.client.MxpExchange;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpPeer;
import io.mxp.transport.handler.HandlerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** One interface as the client's requests and the handler's contract. */
class DeclarativeClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final TestAgents agents = TestAgents.inMemory();

	private ConfigurableApplicationContext client;

	private Weather weather;

	private WeatherHandler handler;

	record Forecast(String city, int degrees) {
	}

	@MxpExchange(peer = "server", prefix = "weather")
	interface Weather {

		@MxpCall("{city}.now")
		Forecast now(@DestinationVariable String city, Integer degrees, MxpPeer caller);

		@MxpCall("maybe.{degrees}")
		Optional<Forecast> maybe(@DestinationVariable int degrees);

		@MxpCall("later")
		CompletableFuture<List<Forecast>> later(@Header("x-city") String city, MxpDeadline deadline);

		@MxpCall("mono")
		Mono<Forecast> mono(String city);

		@MxpCall("flux")
		Flux<Forecast> flux(String city);

		@MxpEvent("note")
		void note(String text);

		@MxpStreamHandler("shout")
		Flux<String> shout(Flux<String> words);

		default Forecast oslo() {
			return now("oslo", 1, null);
		}

	}

	static class WeatherHandler implements Weather {

		final BlockingQueue<String> notes = new LinkedBlockingQueue<>();

		@Override
		public Forecast now(String city, Integer degrees, MxpPeer caller) {
			return new Forecast(city + (caller.isAnonymous() ? "?" : ""), degrees);
		}

		@Override
		public Optional<Forecast> maybe(int degrees) {
			return (degrees > 0) ? Optional.of(new Forecast("oslo", degrees)) : Optional.empty();
		}

		@Override
		public CompletableFuture<List<Forecast>> later(String city, MxpDeadline deadline) {
			return CompletableFuture
				.completedFuture(List.of(new Forecast(city, (int) deadline.remaining().toSeconds())));
		}

		@Override
		public Mono<Forecast> mono(String city) {
			return Mono.just(new Forecast(city, 3));
		}

		@Override
		public Flux<Forecast> flux(String city) {
			return Flux.range(0, 3).map((i) -> new Forecast(city, i));
		}

		@Override
		public void note(String text) {
			this.notes.add(text);
		}

		@Override
		public Flux<String> shout(Flux<String> words) {
			return words.map((word) -> word + "!");
		}

	}

	@BeforeEach
	void start() {
		ConfigurableApplicationContext server = this.agents.start("server", Server.class);
		this.handler = server.getBean(WeatherHandler.class);
		this.client = this.agents.start("client", Client.class,
				"mxp.transport.client.peer.server.uri=" + TestAgents.uri(server));
		this.weather = this.client.getBean(Weather.class);
	}

	@AfterEach
	void stop() {
		this.agents.close();
	}

	@Test
	void methodsAreRequests() throws InterruptedException {
		assertThat(this.weather.now("bergen", 7, null)).isEqualTo(new Forecast("bergen", 7));
		assertThat(this.weather.oslo()).isEqualTo(new Forecast("oslo", 1));
		assertThat(this.weather.maybe(5)).contains(new Forecast("oslo", 5));
		assertThat(this.weather.maybe(0)).isEmpty();
		assertThat(this.weather.later("tromsø", MxpDeadline.after(Duration.ofSeconds(5)))).succeedsWithin(PATIENCE)
			.satisfies((forecasts) -> assertThat(forecasts.get(0).degrees()).isLessThan(5));
		this.weather.note("hello");
		assertThat(this.handler.notes.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
	}

	@Test
	void methodsMayBeReactive() {
		StepVerifier.create(this.weather.mono("oslo"))
			.expectNext(new Forecast("oslo", 3))
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(this.weather.flux("oslo")).expectNextCount(3).expectComplete().verify(PATIENCE);
		StepVerifier.create(this.weather.shout(Flux.just("a", "b")))
			.expectNext("a!", "b!")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void clientIsNoHandlerAndAnObjectLikeOthers() {
		assertThat(this.client.getBean(HandlerRegistry.class).size()).isZero();
		Weather same = this.client.getBean(Weather.class);
		assertThat(this.weather).isEqualTo(same)
			.hasSameHashCodeAs(same)
			.isNotEqualTo(MxpClients.create(Weather.class, this.client.getBean(MxpRequester.class)))
			.hasToString("MXP client of " + Weather.class.getName());
	}

	@Test
	void wordsCannotBreakOutOfTheirPlace() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.weather.now("a.b", 1, null))
			.withMessageContaining("one word");
	}

	@Test
	void mistakesAreFoundWhenTheClientIsMade() {
		MxpRequester requester = this.client.getBean(MxpRequester.class);
		assertThatExceptionOfType(IllegalExchangeException.class)
			.isThrownBy(() -> MxpClients.create(Nameless.class, requester))
			.withMessageContaining("{city}");
		assertThatExceptionOfType(IllegalExchangeException.class)
			.isThrownBy(() -> MxpClients.create(Silent.class, requester))
			.withMessageContaining("says not what to send");
		assertThatExceptionOfType(IllegalExchangeException.class)
			.isThrownBy(() -> MxpClients.create(Twofold.class, requester))
			.withMessageContaining("2 parameters");
	}

	interface Nameless {

		@MxpCall("weather.{city}")
		String call(String city);

	}

	interface Silent {

		String call(String city);

	}

	interface Twofold {

		@MxpCall("weather")
		String call(String one, String two);

	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		WeatherHandler weatherHandler() {
			return new WeatherHandler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportMxpClients(Weather.class)
	static class Client {

	}

}
