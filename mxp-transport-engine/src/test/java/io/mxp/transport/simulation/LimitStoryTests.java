/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.packet.DropReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an endpoint keeps for peers that it does not know yet. */
class LimitStoryTests {

	private static final int HANDSHAKES = 3;

	@Test
	@Requirement("SEC-53")
	void handshakesAtTheLimitGoOnAndOneMoreWaitsOutside() {
		Simulation sim = Simulation.seeded(1).delayMillis(10).verificationMillis(200);
		sim.configureServer((config) -> config.withServer(new ServerConfig(true, 100, HANDSHAKES)));
		List<SimulatedConnection> clients = new ArrayList<>();
		for (int i = 0; i < HANDSHAKES; i++) {
			clients.add(sim.client().connect(sim.server()));
		}
		sim.runForMillis(15);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(HANDSHAKES);
		assertThat(sim.server().drops().total()).isZero();

		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runForMillis(15);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(HANDSHAKES);
		assertThat(sim.server().drops().of(DropReason.REFUSED)).isEqualTo(1);
		sim.runUntil(() -> clients.stream().allMatch(SimulatedConnection::isEstablished), 1_000);
		assertThat(late.isEstablished()).isFalse();
		// The late client's next try comes after the others' handshakes have ended.
		sim.runUntil(late::isEstablished, 5_000);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-53")
	void aConnectionHasFourIdsAndAServersOneMoreAtMost() {
		Simulation sim = Simulation.seeded(1).delayMillis(10);
		for (int i = 0; i < 10; i++) {
			sim.client().connect(sim.server());
		}
		sim.runForMillis(15);
		// The id that the client made up, and our own.
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(10);
		assertThat(sim.server().endpoint().connectionIdCount()).isEqualTo(20);
		assertThat(sim.client().endpoint().connectionIdCount()).isEqualTo(10);
		sim.runUntilQuiet();
		// From then on four each, and the one that the client made up.
		assertThat(sim.server().endpoint().connectionIdCount()).isEqualTo(50);
		assertThat(sim.client().endpoint().connectionIdCount()).isEqualTo(40);
		sim.closeAndCheck();
	}

}
