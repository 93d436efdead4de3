/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.time.Duration;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Idle timeout, keepalive and deadlines, exact to the nanosecond of virtual time. */
class TimeoutStoryTests {

	private static final long MS = 1_000_000;

	private static Simulation simulation(long idleMillis, long keepAliveMillis) {
		return Simulation.seeded(7)
			.delayMillis(20)
			.configure((config) -> config.withSession(config.session()
				.withKeepAlive(Duration.ZERO)
				.withIdleTimeout(Duration.ofMillis(idleMillis))
				.withKeepAlive(Duration.ofMillis(keepAliveMillis))));
	}

	@Test
	@Requirement("REL-23")
	void idleTimeoutIsExact() {
		Simulation sim = simulation(5_000, 0);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		sim.runUntil(() -> client.closeReason() != null && server.closeReason() != null, 10_000);
		// The client hears HANDSHAKE_DONE at 80 ms; its acknowledgement leaves 25 ms
		// later and is heard at 125 ms.
		assertThat(client.closedAtNanos()).isEqualTo((80 + 5_000) * MS);
		assertThat(server.closedAtNanos()).isEqualTo((80 + 25 + 20 + 5_000) * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-23")
	void theSmallerIdleTimeoutCounts() {
		Simulation sim = simulation(5_000, 0).configureServer(
				(config) -> config.withSession(config.session().withIdleTimeout(Duration.ofMillis(2_000))));
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> client.closeReason() != null, 10_000);
		assertThat(client.closedAtNanos()).isEqualTo((80 + 2_000) * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-23")
	void trafficPutsTheIdleTimeoutOff() {
		Simulation sim = simulation(1_000, 0);
		SimulatedConnection client = sim.client().connection();
		for (int i = 0; i < 10; i++) {
			sim.runForMillis(900);
			client.send("still here");
		}
		sim.runUntilQuiet();
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		assertThat(sim.server().received()).hasSize(10);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-23")
	void sendingIntoNothingDoesNotPutTheIdleTimeoutOff() {
		Simulation sim = simulation(3_000, 0);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.runForMillis(500);
		long start = sim.nowNanos();
		sim.bothWays((link) -> link.down(true));
		client.send("nobody hears");
		sim.runUntil(() -> client.closeReason() != null, 20_000);
		// Probes go out, but only the first ack-eliciting packet after something was
		// heard counts.
		assertThat(client.closedAtNanos() - start).isEqualTo(3_000 * MS);
		sim.bothWays((link) -> link.down(false));
		sim.closeAndCheck();
	}

	@Test
	void keepAliveKeepsAliveWithFewPackets() {
		Simulation sim = simulation(30_000, 10_000);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		long before = sim.datagrams();
		sim.runForMillis(600_000);
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		assertThat(sim.server().connection().state()).isEqualTo(ConnectionState.ESTABLISHED);
		// Every 10 s a probe and its acknowledgement; now and then both sides probe at
		// once.
		assertThat(sim.datagrams() - before).isBetween(2 * 50L, 4 * 60L);
		sim.closeAndCheck();
	}

	@Test
	void unansweredCallEndsAtItsDeadline() {
		Simulation sim = simulation(30_000, 10_000);
		sim.server().application().answerCalls(false, 0);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		long start = sim.nowNanos();
		CallOutcome call = client.call("anybody?", 500);
		sim.runUntilQuiet();
		assertThat(call.failure()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
		assertThat(call.endedAtNanos() - start).isEqualTo(500 * MS);
		sim.closeAndCheck();
	}

	@Test
	void answerJustBeforeTheDeadlineCounts() {
		Simulation sim = simulation(30_000, 10_000);
		sim.server().application().answerCalls(true, 459 * MS);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		CallOutcome inTime = client.call("quick", 500);
		sim.runUntilQuiet();
		assertThat(inTime.answer()).isEqualTo("quick");
		sim.server().application().answerCalls(true, 461 * MS);
		CallOutcome late = client.call("slow", 500);
		sim.runUntilQuiet();
		assertThat(late.failure()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		sim.closeAndCheck();
	}

	@Test
	void callsFailWithTheConnection() {
		Simulation sim = simulation(30_000, 10_000);
		sim.server().application().answerCalls(false, 0);
		SimulatedConnection client = sim.client().connection();
		CallOutcome call = client.call("anybody?", 60_000);
		sim.runForMillis(200);
		sim.server().connection().close(ErrorCode.SERVER_SHUTDOWN, "good night");
		sim.runUntil(call::isEnded, 1_000);
		assertThat(call.failure()).isEqualTo(ErrorCode.SERVER_SHUTDOWN);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

}
