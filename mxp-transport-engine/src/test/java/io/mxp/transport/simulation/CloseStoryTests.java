/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.Set;
import java.util.TreeSet;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How connections end: 20 ms one way, probe timeout of the client 125 ms (see
 * {@link LossStoryTests}).
 */
class CloseStoryTests {

	private static final long MS = 1_000_000;

	private static Simulation established() {
		Simulation sim = Simulation.seeded(7).delayMillis(20);
		sim.client().connection();
		sim.runUntilQuiet();
		return sim;
	}

	@Test
	@Requirement("REL-24")
	void closingLastsThreeProbeTimeouts() {
		Simulation sim = established();
		SimulatedConnection client = sim.client().connection();
		long start = sim.nowNanos();
		client.close(ErrorCode.APPLICATION_CLOSE, "done");
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSING);
		assertThat(sim.client().endpoint().connectionCount()).isEqualTo(1);
		sim.runUntil(() -> client.state() == ConnectionState.CLOSED, 10_000);
		assertThat(sim.nowNanos() - start).isEqualTo(3 * 125 * MS);
		assertThat(sim.client().endpoint().connectionCount()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-24")
	void drainingSendsNothing() {
		Simulation sim = established();
		SimulatedConnection server = sim.server().connection();
		sim.client().connection().close(ErrorCode.APPLICATION_CLOSE, "done");
		sim.runUntil(() -> server.state() == ConnectionState.DRAINING, 1_000);
		long drainingSince = sim.nowNanos();
		long sent = sim.downlink().sent();
		assertThat(server.closeReason().code()).isEqualTo(ErrorCode.APPLICATION_CLOSE);
		assertThat(server.closeReason().byPeer()).isTrue();
		assertThat(server.closeReason().text()).isEqualTo("done");
		sim.runUntil(() -> server.state() == ConnectionState.CLOSED, 10_000);
		assertThat(sim.downlink().sent()).isEqualTo(sent);
		// Its only round trip sample: HANDSHAKE_DONE at 60 ms, acknowledged at 125 ms; 65
		// + 4 x 32.5 + 25.
		assertThat(sim.nowNanos() - drainingSince).isEqualTo(3 * 220 * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-24")
	void closeIsRepeatedLessAndLessOften() {
		Simulation sim = established();
		SimulatedConnection client = sim.client().connection();
		// All closes are lost; the server goes on for a while.
		sim.uplink().down(true);
		client.close();
		for (int i = 0; i < 10; i++) {
			sim.server().connection().send(MessageType.EVENT, new byte[1_000]);
		}
		sim.runForMillis(25);
		// The first close, and one for the 1st, 2nd, 4th and 8th of ten packets.
		assertThat(client.figures().closesSent()).isEqualTo(1 + 4);
		sim.uplink().down(false);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	void bothCloseAtOnce() {
		Simulation sim = established();
		SimulatedConnection client = sim.client().connection();
		SimulatedConnection server = sim.server().connection();
		client.close();
		server.close();
		sim.runForMillis(21);
		assertThat(client.state()).isEqualTo(ConnectionState.DRAINING);
		assertThat(server.state()).isEqualTo(ConnectionState.DRAINING);
		assertThat(client.closeReason().byPeer()).isFalse();
		assertThat(server.closeReason().byPeer()).isFalse();
		sim.closeAndCheck();
	}

	@Test
	void lostCloseEndsInTheIdleTimeout() {
		Simulation sim = established();
		sim.uplink().dropNext(1);
		sim.client().connection().close();
		SimulatedConnection server = sim.server().connection();
		sim.runUntil(() -> server.closeReason() != null, 60_000);
		assertThat(server.closeReason().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
		sim.closeAndCheck();
	}

	@Test
	void closeBeforeAnyAnswerLeavesNothingAtTheClient() {
		Simulation sim = Simulation.seeded(7).delayMillis(20);
		SimulatedConnection client = sim.client().connection();
		sim.runForMillis(10);
		client.close();
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(sim.client().endpoint().connectionCount()).isZero();
		sim.closeAndCheck();
		assertThat(sim.server().connection().closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
	}

	@Test
	void closeOfOneConnectionLeavesTheOthers() {
		Simulation sim = established();
		SimulatedConnection other = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		sim.client().connection().close();
		sim.runUntilQuiet();
		other.send("hello");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("hello");
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-58")
	void everyTransitionOfTheTableHappens() {
		Set<String> seen = new TreeSet<>();
		add(seen, idle());
		add(seen, timeout());
		add(seen, bothClose());
		add(seen, distrust());
		add(seen, closeWhileVerifying());
		Set<String> table = new TreeSet<>();
		for (ConnectionState state : ConnectionState.values()) {
			state.next().forEach((next) -> table.add(state + ">" + next));
		}
		assertThat(seen).isEqualTo(table);
	}

	private static Simulation idle() {
		Simulation sim = Simulation.seeded(7).delayMillis(20).verificationMillis(5);
		sim.client().connection();
		sim.runUntilQuiet();
		sim.bothWays((link) -> link.down(true));
		sim.runForMillis(60_000);
		return sim;
	}

	private static Simulation timeout() {
		Simulation sim = Simulation.seeded(7).delayMillis(20).verificationMillis(5);
		sim.downlink().down(true);
		sim.client().connection();
		sim.runForMillis(20_000);
		return sim;
	}

	private static Simulation bothClose() {
		Simulation sim = Simulation.seeded(7).delayMillis(20).verificationMillis(5);
		sim.client().connection();
		sim.runUntilQuiet();
		sim.client().connection().close();
		sim.server().connection().close();
		sim.runUntilQuiet();
		SimulatedConnection second = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		second.close();
		sim.runUntilQuiet();
		return sim;
	}

	private static Simulation distrust() {
		Simulation sim = Simulation.seeded(7).delayMillis(20).verificationMillis(5);
		sim.distrust(sim.server());
		sim.client().connection();
		sim.runUntilQuiet();
		return sim;
	}

	private static Simulation closeWhileVerifying() {
		Simulation sim = Simulation.seeded(7).delayMillis(20).verificationMillis(5);
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> client.state() == ConnectionState.HANDSHAKE, 1_000);
		client.close();
		sim.runUntilQuiet();
		return sim;
	}

	private static void add(Set<String> seen, Simulation sim) {
		seen.addAll(sim.client().transitions());
		seen.addAll(sim.server().transitions());
	}

}
