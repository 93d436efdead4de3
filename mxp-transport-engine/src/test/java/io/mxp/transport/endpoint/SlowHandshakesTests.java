/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.simulation.SimulatedConnection;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlowHandshakesTests {

	private static final int PLACES = 3;

	private final List<byte[]> sent = new ArrayList<>();

	/** A server whose places are all taken by clients that say nothing more. */
	private Simulation full() {
		Simulation sim = Simulation.seeded(3).delayMillis(10);
		sim.configureServer((config) -> config.withServer(new ServerConfig(true, 100, PLACES)));
		sim.sniff((bytes) -> this.sent.add(bytes.clone()));
		sim.uplink().down(true);
		for (int i = 0; i < PLACES; i++) {
			sim.client("silent").connect(sim.server()).close();
		}
		sim.uplink().down(false);
		List.copyOf(this.sent)
			.subList(0, PLACES)
			.forEach((message) -> sim.client("silent").inject(sim.server().address(), message));
		sim.runForMillis(20);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(PLACES);
		return sim;
	}

	@Test
	@Attack("A17")
	@Requirement("SEC-53")
	void whoIsYoungerThanTwoSecondsIsLetBe() {
		Simulation sim = full();
		sim.runForMillis(1_960);
		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runForMillis(15);
		assertThat(sim.server().connections()).hasSize(PLACES);
		// Its first try was refused in silence; the next one finds them old enough.
		sim.runUntil(late::isEstablished, 1_500);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(PLACES);
	}

	@Test
	@Attack("A17")
	void theOldestMakesRoomForOneMoreAndTheOthersStay() {
		Simulation sim = full();
		sim.runForMillis(2_000);
		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runUntil(late::isEstablished, 25);
		assertThat(sim.server().connections().get(0).closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
		assertThat(sim.server().connections().get(1).closeReason()).isNull();
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(PLACES);
	}

	private static boolean isConfirmed(SimulatedConnection client) {
		return client.isEstablished() && client.figures().isConfirmed();
	}

	/** They take long because their identity is looked at, which is not their fault. */
	@Test
	void whoseIdentityIsLookedAtIsNotSlow() {
		Simulation sim = Simulation.seeded(3).delayMillis(10).verificationMillis(3_000);
		sim.configureServer((config) -> config.withServer(new ServerConfig(true, 100, PLACES)));
		List<SimulatedConnection> clients = new ArrayList<>();
		for (int i = 0; i < PLACES; i++) {
			clients.add(sim.client().connect(sim.server()));
		}
		sim.runForMillis(5_000);
		assertThat(clients).noneMatch(SlowHandshakesTests::isConfirmed);
		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runForMillis(15);
		assertThat(sim.server().connections()).hasSize(PLACES);
		sim.runUntil(() -> clients.stream().allMatch(SlowHandshakesTests::isConfirmed), 5_000);
		sim.runUntil(() -> isConfirmed(late), 20_000);
	}

}
