/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.Reply;
import io.mxp.transport.Seal;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpEvent;
import io.mxp.transport.client.MxpClients;
import io.mxp.transport.client.MxpExchange;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.engine.MxpIdentities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A sender, a relay and a recipient, three applications over real sockets. */
class SealedRequestTests {

	private static final UUID BOB = MxpIdentities.developmentAgentId("bob");

	@TempDir
	private Path directory;

	private @Nullable TestAgents agents;

	private ConfigurableApplicationContext bob;

	@AfterEach
	void stop() {
		if (this.agents != null) {
			this.agents.close();
		}
	}

	private MxpRequester alice(String... properties) {
		TestAgents started = TestAgents.onLoopback(this.directory);
		this.agents = started;
		this.bob = started.start("bob", Tides.class);
		ConfigurableApplicationContext carol = started.start("carol", TestAgents.Empty.class,
				"mxp.transport.e2e.relay=true",
				"mxp.transport.client.peer.bob.uri=" + TestAgents.uri(this.bob) + "/" + BOB);
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 1, properties.length);
		all[0] = "mxp.transport.client.peer.carol.uri=" + TestAgents.uri(carol);
		return started.start("alice", TestAgents.Empty.class, all).getBean(MxpRequester.class).to("carol");
	}

	@Test
	void aCallGoesThroughTheRelayAndTheHandlerSeesWhoSealedIt() {
		Reply reply = alice().call("tides.low")
			.encryptFor(BOB)
			.header("tenant", "blue")
			.payload("when?")
			.retrieveReply();
		assertThat(reply.text()).isEqualTo(MxpIdentities.developmentAgentId("alice") + " of blue asks when?");
		assertThat(reply.seal()).isNotNull().matches(Seal::opened);
	}

	@Test
	void eventsGoThroughInEachOfTheirWays() throws InterruptedException {
		MxpRequester alice = alice();
		Tides tides = this.bob.getBean(Tides.class);
		alice.event("alerts").encryptFor(BOB).payload("1").send();
		assertThat(tides.alerts.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
		alice.event("alerts").encryptFor(BOB).payload("2").acknowledged();
		assertThat(tides.alerts.poll(10, TimeUnit.SECONDS)).isEqualTo("2");
		assertThat(alice.event("alerts").encryptFor(BOB).payload("3").datagram()).isTrue();
		assertThat(tides.alerts.poll(10, TimeUnit.SECONDS)).isEqualTo("3");
		alice.event("alerts").encryptFor(BOB).payload("4").trackedDatagram().join();
		assertThat(tides.alerts.poll(10, TimeUnit.SECONDS)).isEqualTo("4");
	}

	@Test
	void aHandlerThatWantsSealsTakesNothingElse() {
		alice();
		TestAgents started = this.agents;
		assertThat(started).isNotNull();
		MxpRequester plain = started
			.start("dave", TestAgents.Empty.class, "mxp.transport.client.peer.bob.uri=" + TestAgents.uri(this.bob))
			.getBean(MxpRequester.class)
			.to("bob");
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> plain.call("tides.low").payload("when?").retrieve(String.class))
			.matches((error) -> error.code() == ErrorCode.PERMISSION_DENIED);
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> plain.event("alerts").payload("!").acknowledged())
			.matches((error) -> error.code() == ErrorCode.PERMISSION_DENIED);
		assertThat(plain.call("open.low").payload("when?").retrieve(String.class)).isEqualTo("nobody");
		assertThat(plain.call("open.low").encrypted().payload("when?").retrieve(String.class))
			.isEqualTo(MxpIdentities.developmentAgentId("dave").toString());
	}

	@Test
	void noWayToSendPassesByTheRuleOfAPeer() {
		MxpRequester alice = alice("mxp.transport.client.peer.carol.encrypted=true");
		assertThat(alice.call("tides.low").target(BOB).header("tenant", "x").payload("when?").retrieve(String.class))
			.endsWith("asks when?");
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.stream("tides").openStream(StreamListener.IGNORE));
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.stream("tides").send(Flux.just("a")).block());
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.stream("tides").exchange(Flux.just("a"), String.class).blockLast());
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.call("tides.low").target(BOB).retrieveFlux(String.class).blockLast());
		UUID nobody = new UUID(1, 2);
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.event("alerts").target(nobody).datagram());
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.event("alerts").target(nobody).send());
		assertThatExceptionOfType(TransportException.CannotSeal.class)
			.isThrownBy(() -> alice.event("alerts").target(nobody).acknowledged());
		assertThat(alice.event("alerts").target(nobody).trackedDatagram()).isCompletedExceptionally();
	}

	@Test
	void aDeclaredClientSealsAndAStreamedAnswerIsRefused() {
		MxpRequester alice = alice("mxp.transport.client.peer.carol.encrypt-for=" + BOB);
		SealedTides tides = MxpClients.create(SealedTides.class, alice);
		assertThat(tides.low("blue", "when?")).endsWith("of blue asks when?");
		assertThatExceptionOfType(TransportException.RemoteError.class)
			.isThrownBy(() -> alice.call("words").encryptFor(BOB).retrieve(String.class))
			.matches((error) -> error.code() == ErrorCode.INVALID_ARGUMENT && error.isSealed());
	}

	@MxpExchange
	interface SealedTides {

		@MxpCall(value = "tides.low", encrypted = true)
		String low(@Header("tenant") String tenant, String question);

	}

	@Component
	static class Tides {

		private final BlockingQueue<String> alerts = new LinkedBlockingQueue<>();

		@MxpCall(value = "tides.low", encrypted = true)
		String low(String question, Seal seal, @Header("tenant") String tenant) {
			return seal.sender() + " of " + tenant + " asks " + question;
		}

		@MxpCall("open.low")
		String open(String question, @Nullable Seal seal) {
			return (seal != null) ? String.valueOf(seal.sender()) : "nobody";
		}

		@MxpCall("words")
		Flux<String> words() {
			return Flux.just("no", "stream");
		}

		@MxpEvent(value = "alerts", encrypted = true)
		void alert(String text) {
			this.alerts.add(text);
		}

	}

}
