/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.samples.quickstart.agent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportException;
import io.mxp.transport.TrustPolicy;
import io.mxp.transport.client.MxpPeers;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.message.AgentDiscover;
import io.mxp.transport.message.AgentEndpoint;
import io.mxp.transport.message.AgentHeartbeat;
import io.mxp.transport.message.AgentRegister;
import io.mxp.transport.samples.quickstart.Screen;
import io.mxp.transport.samples.quickstart.model.Forecast;
import io.mxp.transport.samples.quickstart.model.ForecastRequest;
import io.mxp.transport.samples.quickstart.model.Question;
import io.mxp.transport.samples.quickstart.model.Reading;
import io.mxp.transport.samples.quickstart.model.Received;
import org.HdrHistogram.Histogram;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Uses each kind of message once around, and checks that everything arrived.
 */
@Component
class Tour {

	private static final List<String> CITIES = List.of("oslo", "lima", "cairo", "quito", "tokyo", "turin");

	private static final int HEARTBEAT_EVERY = 10;

	private static final int EVENT_EVERY = 2;

	private static final int DATAGRAM_EVERY = 5;

	private static final int NOTES = 200;

	private final MxpRequester server;

	private final MxpPeers peers;

	private final MxpTransport transport;

	private final Screen screen;

	private final int calls;

	private final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);

	private long heartbeats;

	private long events;

	private long datagrams;

	private final TrustPolicy trust;

	Tour(MxpRequester requester, MxpPeers peers, MxpTransport transport, TrustPolicy trust, Screen screen,
			@Value("${quickstart.calls:1000}") int calls) {
		this.server = requester.to("server");
		this.peers = peers;
		this.transport = transport;
		this.trust = trust;
		this.screen = screen;
		this.calls = calls;
	}

	/**
	 * Makes the tour.
	 * @return exit status: 0 where everything came as it should
	 */
	int run() {
		try {
			MxpConnection connection = this.peers.connection("server").get(10, TimeUnit.SECONDS);
			introduce(connection);
			long began = System.nanoTime();
			call();
			listen();
			takeNotes();
			Received received = received();
			Report report = new Report(this.transport, connection, this.screen);
			report.show(this.calls, this.latency, System.nanoTime() - began);
			new Comeback(this.transport, this.trust, connection, this.screen).show();
			return report.compare(received, new Received(this.events, this.datagrams, this.heartbeats, NOTES, 1));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 1;
		}
		catch (Exception ex) {
			Throwable cause = (ex.getCause() instanceof TransportException) ? ex.getCause() : ex;
			this.screen.line("%n%s %s", this.screen.bad("Failed:"),
					Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
			return 1;
		}
	}

	/** Control band: who we are. */
	private void introduce(MxpConnection connection) {
		this.screen.line("  %-9s connected, both sides authenticated, process %d", "agent",
				ProcessHandle.current().pid());
		this.screen.line("  %-9s %s", "", this.screen.dim(this.transport.identity().fingerprint()));
		UUID id = this.transport.identity().agentId();
		this.server.message(MessageType.AGENT_REGISTER)
			.payload(new AgentRegister(id, "quickstart-agent", List.of("asking"), AgentEndpoint.NONE).toPayload())
			.send();
		this.server.message(MessageType.AGENT_DISCOVER).payload(new AgentDiscover("weather").toPayload()).send();
		this.screen.line("  %-9s %s, %s", "cipher", connection.cipherSuite().aeadName(), "Noise IK handshake");
	}

	/** Critical band: calls; between them a heartbeat, an event, a datagram. */
	private void call() {
		this.screen.heading("Calls: weather.{city}, answered by a handler method");
		for (int i = 1; i <= this.calls; i++) {
			String city = CITIES.get(i % CITIES.size());
			long began = System.nanoTime();
			Forecast forecast = this.server.call("weather." + city)
				.payload(new ForecastRequest(1 + i % 7))
				.retrieve(Forecast.class);
			this.latency.recordValue(System.nanoTime() - began);
			if (forecast == null || !forecast.city().equals(city)) {
				throw new IllegalStateException("The forecast for " + city + " is " + forecast);
			}
			sendWhatNobodyAnswers(i);
			this.screen.progress("calls", i, this.calls);
		}
	}

	private void sendWhatNobodyAnswers(int call) {
		if (call % HEARTBEAT_EVERY == 0) {
			this.heartbeats++;
			this.server.message(MessageType.AGENT_HEARTBEAT)
				.payload(new AgentHeartbeat(this.transport.identity().agentId(), this.heartbeats,
						System.currentTimeMillis(), 100)
					.toPayload())
				.send();
		}
		if (call % EVENT_EVERY == 0) {
			this.events++;
			this.server.event("readings").payload(new Reading("temperature", 20 + call % 5)).send();
		}
		if (call % DATAGRAM_EVERY == 0) {
			this.datagrams++;
			this.server.event("positions").payload(new Reading("longitude", call % 180)).datagram();
		}
	}

	/** Streaming band: an answer that comes word by word. */
	private void listen() {
		this.screen.heading("A streamed answer: explain, word by word as it arrives");
		Words words = new Words(this.screen);
		this.server.call("explain")
			.payload(new Question("How do agents talk?"))
			.retrieveFlux(String.class)
			.doOnNext(words::onWord)
			.blockLast(Duration.ofSeconds(30));
		words.end();
	}

	/** Streaming band: a stream of our own. */
	private void takeNotes() {
		Flux<String> lines = Flux.range(1, NOTES).map((number) -> "note " + number);
		this.server.stream("notes").send(lines).block(Duration.ofSeconds(30));
	}

	/** What arrived; the last of it may still be on its way. */
	private Received received() throws InterruptedException {
		Received received = ask();
		for (int i = 0; i < 50 && (received.events() < this.events || received.notes() < NOTES); i++) {
			TimeUnit.MILLISECONDS.sleep(20);
			received = ask();
		}
		return received;
	}

	private Received ask() {
		Received received = this.server.call("received").retrieve(Received.class);
		if (received == null) {
			throw new IllegalStateException("The server does not say what it received");
		}
		return received;
	}

}
