/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;
import java.util.function.Consumer;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;

/** Scenarios of handshakes that lose packets, or are larger than the server may send. */
final class HandshakeScenarios {

	private static final long MS = 1_000_000L;

	/** The longest chain there may be: with it a server's answer fills seven packets. */
	private static final int LONG_CHAIN_BYTES = 8_192 - 64;

	private static final CipherSuite CHACHA = CipherSuite.CHACHA20_POLY1305_SHA256;

	private static final CipherSuite AES = CipherSuite.AES_256_GCM_SHA256;

	private HandshakeScenarios() {
	}

	/**
	 * S04: each suite alone and both in either order; without a common one both sides
	 * know after one round trip.
	 */
	static void suites(Simulation sim) {
		sim.delayMillis(20);
		List<List<CipherSuite>> choices = List.of(List.of(CHACHA), List.of(AES), List.of(CHACHA, AES),
				List.of(AES, CHACHA));
		for (List<CipherSuite> ofServer : choices) {
			sim.configureServer((config) -> config.withHandshake(config.handshake().withSuites(ofServer)));
			SimulatedPeer server = sim.server("server of " + ofServer);
			for (List<CipherSuite> ofClient : choices) {
				sim.configureClient((config) -> config.withHandshake(config.handshake().withSuites(ofClient)));
				for (boolean named : new boolean[] { true, false }) {
					SimulatedPeer client = sim
						.client("client of " + ofClient + (named ? " by name" : "") + server.name());
					suite(sim, server, named ? client.connectByName(server, false) : client.connect(server), ofServer,
							ofClient);
				}
			}
		}
		sim.runUntilQuiet();
	}

	private static void suite(Simulation sim, SimulatedPeer server, SimulatedConnection client,
			List<CipherSuite> ofServer, List<CipherSuite> ofClient) {
		long start = sim.nowNanos();
		// The client's order counts.
		CipherSuite common = ofClient.stream().filter(ofServer::contains).findFirst().orElse(null);
		String what = ofClient + " to " + ofServer;
		if (common == null) {
			sim.runUntil(() -> client.closeReason() != null, 1_000);
			// 40 ms, and what 1,200 bytes and the answer take on the link.
			sim.check(sim.nowNanos() - start <= 45 * MS,
					what + ": the end came after " + (sim.nowNanos() - start) + " ns");
			sim.check(client.closeReason().code() == ErrorCode.HANDSHAKE_FAILED, what + ": " + client.closeReason());
			sim.check(!client.isEstablished(), what + ": established without a common suite");
			return;
		}
		CallOutcome call = client.call("question", 1_000);
		sim.runUntil(call::isEnded, 1_000);
		sim.check("question".equals(call.answer()), what + ": " + call.failure());
		sim.check(client.connection().session().outcome().suite() == common, what + ": not " + common);
		client.close();
		sim.runUntil(() -> server.endpoint().connectionCount() == 0, 10_000);
	}

	/**
	 * S14: at most 3.0 at every instant, which the oracle checks; it completes, whether
	 * the server's key is known or not.
	 */
	static void longChainAndLostClientPackets(Simulation sim) {
		sim.certificateBytes(LONG_CHAIN_BYTES).dropClientPacket(2, 3, 4, 5, 6, 7);
		SimulatedConnection connection = (sim.seed() % 2 == 0) ? sim.client().connectByName(sim.server(), false)
				: sim.client().connection();
		CallOutcome call = connection.call("question", 20_000);
		sim.runUntil(call::isEnded, 20_000);
		sim.check("question".equals(call.answer()), "no answer: " + call.failure());
		sim.check(sim.server().worstAmplification() <= 3.0, "the server amplified");
		sim.check(sim.uplink().sent() > 7, "there were no client packets 2 to 7 to lose");
		sim.runUntilQuiet();
	}

	/**
	 * S16: what is lost, in which direction, with and without Retry and a long chain,
	 * with the server's key known and not, and who talks first.
	 */
	static void lossMatrix(Simulation sim) {
		int cell = 0;
		for (boolean retry : new boolean[] { false, true }) {
			if (retry) {
				alwaysRetry(sim);
			}
			for (boolean longChain : new boolean[] { false, true }) {
				sim.certificateBytes(longChain ? LONG_CHAIN_BYTES : 0);
				SimulatedPeer server = sim
					.server((retry ? "server with Retry, " : "server, ") + (longChain ? "long chain" : "no chain"));
				for (boolean serverTalks : new boolean[] { false, true }) {
					for (Loss loss : Loss.values()) {
						for (Link link : new Link[] { sim.uplink(), sim.downlink() }) {
							cell(sim, server, sim.client("client" + cell++), loss, link, serverTalks, false);
							cell(sim, server, sim.client("client" + cell++), loss, link, serverTalks, true);
						}
					}
				}
				long retries = server.endpoint().tokenCounters().get(Counter.RETRIES_SENT);
				sim.check(retry ? retries >= 24 : retries == 0, retries + " of Retry from " + server.name());
			}
		}
		sim.check(cell == 96, "there are 96 cells");
	}

	private static void alwaysRetry(Simulation sim) {
		sim.configureServer(
				(config) -> config.withServer(config.server().withFlood(FloodConfig.defaults().withRetryAbove(0, 0))));
	}

	/**
	 * S06: the token is used, packet numbers go on, nothing is kept before the token
	 * came. That nothing is computed either, RetryStoryTests counts, for one run at a
	 * time.
	 */
	static void retry(Simulation sim) {
		alwaysRetry(sim);
		SimulatedPeer server = sim.server();
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> server.endpoint().tokenCounters().get(Counter.RETRIES_SENT) == 1, 1_000);
		sim.check(server.endpoint().connectionCount() == 0, "the server keeps something before a token came");
		sim.runUntil(() -> !server.connections().isEmpty(), 1_000);
		sim.check(server.connection().connection().session().packetNumber() == 1, "packet numbers began anew");
		client.send("hello");
		sim.runUntilQuiet();
		sim.check(server.received().equals(List.of("hello")), "the message did not arrive");
		sim.check(server.endpoint().tokenCounters().get(Counter.TOKENS_ACCEPTED) == 1, "the token was not used");
		sim.check(server.drops().of(DropReason.RETRY_SENT) == 1, "there was more than one Retry");
	}

	private static void cell(Simulation sim, SimulatedPeer server, SimulatedPeer client, Loss loss, Link link,
			boolean serverTalks, boolean named) {
		String what = loss + ((link == sim.uplink()) ? " up" : " down") + " to " + server.name()
				+ (serverTalks ? ", the server talks first" : "") + (named ? ", by name" : "");
		long dropped = link.dropped();
		loss.on(link);
		SimulatedConnection connection = named ? client.connectByName(server, false) : client.connect(server);
		if (serverTalks) {
			// A server can talk once it knows its client.
			SimulatedConnection accepted = serverConnection(sim, server);
			sim.runUntil(accepted::isEstablished, 11_000);
			accepted.send("welcome");
			sim.runUntil(() -> connection.received().contains("welcome"), 20_000);
		}
		CallOutcome call = connection.call(what, 20_000);
		sim.runUntil(call::isEnded, 30_000);
		sim.check(what.equals(call.answer()), what + ": " + call.failure() + ", " + connection.closeReason());
		if (loss != Loss.ONE_IN_THREE) {
			sim.check(link.dropped() - dropped == loss.least, what + ": " + (link.dropped() - dropped) + " lost");
		}
		link.loss(0);
		connection.close();
		sim.runUntil(() -> server.endpoint().connectionCount() + client.endpoint().connectionCount() == 0, 60_000);
	}

	private static SimulatedConnection serverConnection(Simulation sim, SimulatedPeer server) {
		sim.runUntil(() -> !server.live().isEmpty(), 11_000);
		return server.live().get(0);
	}

	/**
	 * S27: the server has sent three times what it got and may send no more; the client
	 * has nothing to send but probes. They unblock the server within 3 PTO.
	 */
	static void serverWithoutBudget(Simulation sim) {
		SimulatedPeer client = sim.client();
		SimulatedPeer server = sim.certificateBytes(LONG_CHAIN_BYTES).server("talkative");
		SimulatedConnection connection = client.connect(server);
		sim.runForMillis(1);
		// Nothing of the client arrives but its first packet of 1,200 bytes: the server
		// may send 3,600 bytes of its 8 KiB.
		sim.uplink().down(true);
		sim.runForMillis(sim.content("silence").nextInt(80, 400));
		sim.check(!connection.isEstablished(), "the answer fitted into the budget: the scenario shows nothing");
		sim.check(server.worstAmplification() > 2.0, "the budget was never near");
		long sent = sim.downlink().sent();
		sim.runForMillis(500);
		sim.check(sim.downlink().sent() == sent, "the server sent without budget");
		sim.uplink().down(false);
		long start = sim.nowNanos();
		// The client has a sample, but its backoff may have reached the second that the
		// handshake caps it at.
		long probeTimeout = 1_000 * MS;
		sim.runUntil(connection::isEstablished, 3 * probeTimeout / MS);
		sim.check(sim.nowNanos() - start <= 3 * probeTimeout, "the client's probes did not unblock the server");
		sim.check(client.probesSent() > 0, "the client sent no probe");
		sim.runUntilQuiet();
	}

	/** What is lost of one direction. */
	private enum Loss {

		FIRST(1, (link) -> link.dropNext(1)),

		FIRST_THREE(3, (link) -> link.dropNext(3)),

		ONE_IN_THREE(0, (link) -> link.loss(1 / 3.0));

		private final int least;

		private final Consumer<Link> change;

		Loss(int least, Consumer<Link> change) {
			this.least = least;
			this.change = change;
		}

		void on(Link link) {
			this.change.accept(link);
		}

	}

}
