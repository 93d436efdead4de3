/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.time.Duration;

import io.mxp.transport.security.SessionPackets;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.connection.SealedFrames;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys change while a connection is busy, and nobody notices. */
class KeyUpdateStoryTests {

	private static final int PACKETS = 1_000;

	private static Simulation busy(long seed) {
		return Simulation.seeded(seed)
			.delayMillis(2)
			.rate(1_000_000_000, 2_000)
			.configure((config) -> config.withSession(config.session().withKeyUpdate(PACKETS, Duration.ofSeconds(60))));
	}

	@Test
	@Requirement({ "SEC-27", "SEC-29", "SEC-30" })
	void keysChangeByPacketsOnACleanLink() {
		Simulation sim = busy(7);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		for (int i = 0; i < 4; i++) {
			client.send(MessageType.EVENT, new byte[8 << 20]);
			sim.runUntilQuiet();
		}
		assertThat(client.connection().figures().keyUpdates()).isGreaterThan(5);
		// The last one may not have been followed yet: nothing was sent since.
		long updates = client.connection().figures().keyUpdates();
		assertThat(sim.server().connection().connection().figures().keyUpdates()).isBetween(updates - 1, updates + 1);
		assertThat(sim.server().drops().total()).isZero();
		assertThat(sim.client().drops().total()).isZero();
		sim.closeAndCheck();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	@Requirement({ "SEC-27", "SEC-28" })
	void bothSidesUpdateUnderLoss(long seed) {
		Simulation sim = busy(seed).loss(0.02);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		client.send(MessageType.EVENT, new byte[8 << 20]);
		server.send(MessageType.EVENT, new byte[8 << 20]);
		sim.runUntilQuiet();
		assertThat(client.receivedMessages()).hasSize(1);
		assertThat(server.receivedMessages()).hasSize(1);
		assertThat(client.connection().figures().keyUpdates()).isPositive();
		assertThat(sim.server().drops().of(DropReason.AEAD_FAILURE)).isZero();
		assertThat(sim.server().drops().of(DropReason.EARLY_REJECT)).isZero();
		assertThat(sim.client().drops().of(DropReason.EARLY_REJECT)).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-27")
	void keysChangeByTime() {
		Simulation sim = Simulation.seeded(7).delayMillis(2);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		client.call("early", 1_000);
		sim.runForMillis(55_000);
		client.call("late", 1_000);
		sim.runForMillis(6_000);
		client.call("later", 1_000);
		sim.runForMillis(1_000);
		assertThat(client.connection().figures().keyUpdates()).isEqualTo(1);
		sim.closeAndCheck();
	}

	/** A client whose packets are never acknowledged may not change its keys twice. */
	@Test
	@Requirement("SEC-31")
	void whoChangesKeysBeforeAnythingWasAcknowledgedIsToldSo() {
		Simulation sim = Simulation.seeded(7).delayMillis(2);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		SessionPackets keys = client.connection().session().packets();
		// Packets of epoch 0 were acknowledged: once is allowed.
		assertThat(keys.initiateKeyUpdate()).isTrue();
		deliverPadding(sim, client);
		assertThat(server.connection().session().packets().openEpoch()).isEqualTo(1);
		// The client hears the server under the new keys, and so may make the next ones.
		server.send("epoch 1");
		sim.runForMillis(1_000);
		keys.discardPreviousKeys();
		keys.prepareNextKeys();
		assertThat(keys.initiateKeyUpdate()).isTrue();
		assertThat(server.closeReason()).isNull();
		deliverPadding(sim, client);
		assertThat(server.closeReason().code()).isEqualTo(ErrorCode.KEY_UPDATE_ERROR);
		assertThat(server.closeReason().byPeer()).isFalse();
	}

	/** Nothing in it asks for an acknowledgement. */
	private static void deliverPadding(Simulation sim, SimulatedConnection client) {
		byte[] packet = SealedFrames.seal(client.connection(), PacketType.ONE_RTT, sim.nowNanos(), new byte[16]);
		sim.client().inject(sim.server().address(), packet);
		sim.runForMillis(10);
	}

}
