/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.client.IllegalExchangeException;
import io.mxp.transport.client.MxpClients;
import io.mxp.transport.client.MxpExchange;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.handler.MxpHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Events whose sender waits until they were handled, in memory and over UDP. */
class AcknowledgementTests {

	@TempDir
	static Path developmentDirectory;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	static class Listener {

		final BlockingQueue<CompletableFuture<Void>> slow = new LinkedBlockingQueue<>();

		@MxpEvent("ok")
		void ok(String text) {
		}

		@MxpEvent("slow")
		CompletableFuture<Void> slow() {
			CompletableFuture<Void> done = new CompletableFuture<>();
			this.slow.add(done);
			return done;
		}

		@MxpEvent("mono")
		Mono<Void> mono() {
			return Mono.fromFuture(slow());
		}

		@MxpEvent("refused")
		void refused() {
			throw new MxpHandlerException(ErrorCode.PERMISSION_DENIED, "not you");
		}

		@MxpEvent("unreadable")
		void unreadable(Integer number) {
		}

	}

	@MxpExchange
	interface News {

		@MxpEvent(value = "ok", acknowledged = true)
		void ok(String text);

		@MxpEvent(value = "ok", acknowledged = true)
		CompletableFuture<Void> okLater(String text);

		@MxpEvent(value = "refused", acknowledged = true)
		Mono<Void> refused();

	}

	@MxpExchange
	interface Wrong {

		@MxpHandler(subject = "x", acknowledged = true)
		void call();

	}

	private static TestAgents agents(boolean udp) {
		return udp ? TestAgents.onLoopback(developmentDirectory) : TestAgents.inMemory();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theSenderWaitsForTheHandler(boolean udp) throws Exception {
		try (TestAgents agents = agents(udp)) {
			ConfigurableApplicationContext server = agents.start("server", Listener.class);
			Listener listener = server.getBean(Listener.class);
			MxpRequester requester = agents.clientOf(server);
			requester.event("ok").payload("x").acknowledged();
			StepVerifier.create(requester.event("ok").payload("x").acknowledgedMono())
				.expectComplete()
				.verify(PATIENCE);
			for (String subject : new String[] { "slow", "mono" }) {
				CompletableFuture<Void> ack = requester.event(subject).acknowledgedAsync();
				CompletableFuture<Void> handler = listener.slow.poll(10, TimeUnit.SECONDS);
				requester.event("ok").payload("x").acknowledged();
				assertThat(ack).isNotDone();
				handler.complete(null);
				assertThat(ack).succeedsWithin(PATIENCE);
			}
			CompletableFuture<Void> failing = requester.event("slow").acknowledgedAsync();
			listener.slow.poll(10, TimeUnit.SECONDS).completeExceptionally(new SecurityException("no"));
			assertThat(failing).failsWithin(PATIENCE)
				.withThrowableThat()
				.havingCause()
				.isInstanceOfSatisfying(TransportException.RemoteError.class,
						(error) -> assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void failuresSayWhatHappened(boolean udp) {
		try (TestAgents agents = agents(udp)) {
			ConfigurableApplicationContext server = agents.start("server", Listener.class);
			MxpRequester requester = agents.clientOf(server);
			assertFails(requester, "refused", ErrorCode.PERMISSION_DENIED);
			assertFails(requester, "nobody.takes.this", ErrorCode.NOT_FOUND);
			assertFails(requester, "unreadable", ErrorCode.INVALID_ARGUMENT);
			// Both sides watch the deadline; the listener's answer may come before our
			// own timer.
			assertThatExceptionOfType(TransportException.DeadlineExceeded.class)
				.isThrownBy(() -> requester.event("slow").timeout(Duration.ofMillis(50)).acknowledged());
		}
	}

	private static void assertFails(MxpRequester requester, String subject, ErrorCode code) {
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> requester.event(subject).payload("text").acknowledged())
			.satisfies((error) -> assertThat(error.code()).isEqualTo(code));
	}

	@Test
	void methodsOfAnInterfaceWaitWhereTheyAreMarked() {
		try (TestAgents agents = TestAgents.inMemory()) {
			ConfigurableApplicationContext server = agents.start("server", Listener.class);
			News news = MxpClients.create(News.class, agents.clientOf(server));
			news.ok("x");
			assertThat(news.okLater("x")).succeedsWithin(PATIENCE);
			StepVerifier.create(news.refused()).expectError(TransportException.RemoteError.class).verify(PATIENCE);
		}
	}

	@Test
	void onlyEventsAskForAnAck() {
		try (TestAgents agents = TestAgents.inMemory()) {
			ConfigurableApplicationContext server = agents.start("server", Listener.class);
			MxpRequester requester = agents.clientOf(server);
			assertThatExceptionOfType(IllegalExchangeException.class)
				.isThrownBy(() -> MxpClients.create(Wrong.class, requester));
		}
	}

	@Test
	void aDatagramHasAFate() {
		try (TestAgents agents = TestAgents.onLoopback(developmentDirectory)) {
			ConfigurableApplicationContext server = agents.start("server", Listener.class);
			MxpRequester requester = agents.clientOf(server);
			assertThat(requester.event("ok").payload("x").trackedDatagram()).succeedsWithin(PATIENCE)
				.isEqualTo(DatagramFate.ACKNOWLEDGED);
			assertThat(requester.event("ok").payload(new byte[70_000]).trackedDatagram()).succeedsWithin(PATIENCE)
				.isEqualTo(DatagramFate.TOO_LARGE);
		}
	}

}
