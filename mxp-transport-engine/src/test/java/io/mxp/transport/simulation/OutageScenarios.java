/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.time.Duration;
import java.util.List;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.connection.ConnectionState;

/** Scenarios in which a direction falls silent, and how connections end. */
final class OutageScenarios {

	private static final long MS = 1_000_000L;

	private static final long PERIOD_NANOS = 5_000 * MS;

	private static final long BLACKHOLE_NANOS = 2_000 * MS;

	/** Longest way of a datagram on the base link: 15 ms and 1,200 bytes at 10 Mbit/s. */
	private static final long LONGEST_WAY_NANOS = 16 * MS;

	private static final int DOWNLOAD_BYTES = 10_000_000;

	private OutageScenarios() {
	}

	/** S10: 10 MB within 25 s although nothing passes for 2 s in every 5 s. */
	static void blackholes(Simulation sim) {
		OutgoingStream request = sim.client().connection().download(DOWNLOAD_BYTES);
		int outages = 0;
		while (!isRead(sim, request)) {
			// 3 s of network, 2 s of none.
			long start = outages * PERIOD_NANOS;
			runUntil(sim, request, start + PERIOD_NANOS - BLACKHOLE_NANOS);
			sim.bothWays((link) -> link.down(true));
			runUntil(sim, request, start + PERIOD_NANOS);
			sim.bothWays((link) -> link.down(false));
			outages++;
			sim.check(sim.nowNanos() <= 60_000 * MS, "no end in sight after 60 s");
		}
		sim.check(sim.nowNanos() <= 25_000 * MS, "10 MB took " + sim.nowNanos() / MS + " ms");
		sim.check(outages >= 2, "there was no blackhole: the scenario shows nothing");
		sim.runUntilQuiet();
		IncomingStream read = sim.client().connection().incoming(request.streamId());
		OutgoingStream written = sim.server().connection().outgoing(request.streamId());
		sim.check(read.bytes() == DOWNLOAD_BYTES && read.digest().equals(written.digest()),
				"what was read is not what was written");
		sim.check(sim.client().connections().size() == 1, "the connection did not live");
	}

	private static boolean isRead(Simulation sim, OutgoingStream request) {
		IncomingStream read = sim.client().connection().incoming(request.streamId());
		return read != null && read.isFinished();
	}

	private static void runUntil(Simulation sim, OutgoingStream request, long nanos) {
		while (sim.nowNanos() < nanos && !isRead(sim, request)) {
			sim.runForMicros(Math.min(1_000, (nanos - sim.nowNanos()) / 1_000));
		}
	}

	/** S11: an outage that ends just before the idle timeout, and one just after it. */
	static void outagesAroundTheIdleTimeout(Simulation sim) {
		long idleMillis = sim.content("idle").nextInt(2_000, 10_000);
		sim.configure((config) -> config
			.withSession(config.session().withKeepAlive(Duration.ZERO).withIdleTimeout(Duration.ofMillis(idleMillis))));
		// Sent 17 ms before the server's timeout a packet arrives 1 to 2 ms before it;
		// sent 15 ms before, it arrives up to 1 ms after it.
		SimulatedConnection lives = outage(sim, "lives", idleMillis, 17 * MS);
		sim.runUntilQuiet();
		sim.check(lives.state() == ConnectionState.ESTABLISHED, "it did not live: " + lives.closeReason());
		sim.check(sim.server().received().containsAll(List.of("lives in the outage", "lives after it")),
				"not everything arrived: " + sim.server().received());
		lives.close();
		sim.runUntilQuiet();
		long clientLastSent = sim.nowNanos();
		SimulatedConnection dies = outage(sim, "dies", idleMillis, 15 * MS);
		sim.runUntil(() -> dies.closeReason() != null, 2 * idleMillis);
		sim.check(dies.closeReason().code() == ErrorCode.IDLE_TIMEOUT, "it lived: " + dies.closeReason());
		sim.check(dies.closedAtNanos() - clientLastSent > idleMillis * MS, "it died too early");
		sim.check(!sim.server().received().contains("dies after it"), "a dead connection heard something");
	}

	/** Returns when the packet sent after the outage has arrived, or cannot any more. */
	private static SimulatedConnection outage(Simulation sim, String name, long idleMillis, long earlyNanos) {
		SimulatedConnection client = sim.client().connect(sim.server());
		int before = sim.server().received().size();
		client.send(name);
		sim.runUntil(() -> sim.server().received().size() > before, 5_000);
		sim.runUntilQuiet();
		client.send(name + " before it");
		sim.runUntil(() -> sim.server().received().size() > before + 1, 5_000);
		SimulatedConnection server = sim.server().live().get(sim.server().live().size() - 1);
		// The server heard its last packet now; it may acknowledge, and then all is
		// silent.
		long deadline = sim.nowNanos() + idleMillis * MS;
		sim.runForMillis(60);
		sim.bothWays((link) -> link.down(true));
		client.send(name + " in the outage");
		long clientDeadline = sim.nowNanos() + idleMillis * MS;
		sim.runForMicros((deadline - earlyNanos - sim.nowNanos()) / 1_000);
		sim.uplink().down(false);
		// What dies is not told so by a stateless reset: its own timer has to end it.
		sim.downlink().down(name.equals("dies"));
		client.send(name + " after it");
		sim.runForMicros((deadline + LONGEST_WAY_NANOS - sim.nowNanos()) / 1_000);
		if (server.closeReason() != null) {
			sim.check(server.closedAtNanos() == deadline,
					"the server died " + (server.closedAtNanos() - deadline) + " ns after its idle timeout");
			sim.runUntil(() -> client.closeReason() != null, idleMillis);
			sim.check(client.closedAtNanos() == clientDeadline,
					"the client died " + (client.closedAtNanos() - clientDeadline) + " ns after its idle timeout");
		}
		sim.downlink().down(false);
		return client;
	}

	/** S30: a lost close, two closes at once, a close during the handshake. */
	static void closes(Simulation sim) {
		lostClose(sim);
		bothClose(sim);
		closeDuringTheHandshake(sim);
	}

	private static void lostClose(Simulation sim) {
		SimulatedConnection client = established(sim);
		SimulatedConnection server = sim.server().live().get(0);
		sim.uplink().dropNext(1);
		long start = sim.nowNanos();
		client.close(ErrorCode.APPLICATION_CLOSE, "done");
		// The server hears nothing and goes on; the first packet that reaches the closing
		// client is answered with the close.
		int packets = sim.content("packets").nextInt(10, 40);
		for (int i = 0; i < packets; i++) {
			server.send("x".repeat(1_000));
		}
		sim.runUntil(() -> server.closeReason() != null, 1_000);
		CloseReason reason = server.closeReason();
		sim.check(reason.byPeer() && reason.code() == ErrorCode.APPLICATION_CLOSE, "the close was not repeated");
		sim.runUntil(() -> client.state() == ConnectionState.CLOSED, 10_000);
		checkThreeProbeTimeouts(sim, client, sim.nowNanos() - start);
		// One for the close itself, then for the 1st, 2nd, 4th, 8th, … packet that came.
		int answers = 32 - Integer.numberOfLeadingZeros(packets);
		sim.check(client.figures().closesSent() >= 2 && client.figures().closesSent() <= 1 + answers,
				client.figures().closesSent() + " closes were sent for " + packets + " packets");
		sim.runUntilQuiet();
	}

	private static void bothClose(Simulation sim) {
		SimulatedConnection client = established(sim);
		SimulatedConnection server = sim.server().live().get(0);
		long start = sim.nowNanos();
		client.close();
		sim.runForMicros(sim.content("both").nextInt(15_000));
		long serverStart = sim.nowNanos();
		server.close();
		sim.runUntil(() -> client.state() == ConnectionState.DRAINING && server.state() == ConnectionState.DRAINING,
				100);
		sim.check(!client.closeReason().byPeer() && !server.closeReason().byPeer(), "each closed by itself");
		long sent = sim.datagrams();
		sim.runUntil(() -> client.state() == ConnectionState.CLOSED, 10_000);
		checkThreeProbeTimeouts(sim, client, sim.nowNanos() - start);
		// Its samples are longer by the client's delayed acknowledgement, so it ends
		// later.
		sim.runUntil(() -> server.state() == ConnectionState.CLOSED, 10_000);
		checkThreeProbeTimeouts(sim, server, sim.nowNanos() - serverStart);
		sim.check(sim.datagrams() == sent, "something was sent while draining");
	}

	private static void closeDuringTheHandshake(Simulation sim) {
		SimulatedConnection client = sim.client().connect(sim.server());
		sim.runForMicros(sim.content("during").nextInt(1, 62_000));
		client.close(ErrorCode.APPLICATION_CLOSE, "changed my mind");
		sim.runUntil(() -> sim.client().endpoint().connectionCount() == 0, 10_000);
		// Where the client had nothing to protect a close with, the handshake times out
		// at the server.
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 11_000);
		sim.check(sim.server().endpoint().timerCount() == 0 && sim.client().endpoint().timerCount() == 0,
				"a timer is left");
	}

	private static SimulatedConnection established(Simulation sim) {
		SimulatedConnection client = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		return client;
	}

	/**
	 * srtt + 4 rttvar + 25 ms, three times. On a link without load rttvar lies between 0
	 * and srtt; the exact figures are in {@link CloseStoryTests}.
	 */
	private static void checkThreeProbeTimeouts(Simulation sim, SimulatedConnection connection, long tookNanos) {
		long smoothedRtt = connection.figures().snapshot().smoothedRttNanos();
		sim.check(
				tookNanos >= 3 * (smoothedRtt + 25 * MS)
						&& tookNanos <= 3 * (5 * smoothedRtt + 25 * MS) + LONGEST_WAY_NANOS,
				"it took " + tookNanos / 1_000 + " us to end, at a smoothed RTT of " + smoothedRtt / 1_000 + " us");
	}

}
