/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;

import io.mxp.transport.MessageType;
import io.mxp.transport.connection.MessagePlane;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long messages wait to be sent, and for their acknowledgement, in virtual time.
 */
class LatencyStoryTests {

	private static final long MS = 1_000_000;

	private static final int BACKGROUND = MessageType.EVENT.defaultBand().index();

	@Test
	void aMessageOnAFreePathLeavesAtOnceAndIsAcknowledgedAfterARoundTrip() {
		Simulation sim = Simulation.seeded(7).delayMillis(20);
		send(sim, 100);
		assertThat(waits(sim)).containsExactly(0L);
		sim.runUntilQuiet();
		// There, perhaps withheld for 25 ms, and back.
		assertThat(acknowledgements(sim)).hasSize(1).allMatch((nanos) -> nanos >= 40 * MS && nanos <= 66 * MS);
		sim.closeAndCheck();
	}

	@Test
	void whatTheWindowDoesNotTakeWaitsForARoundTrip() {
		Simulation sim = Simulation.seeded(7)
			.delayMillis(20)
			.configureClient((config) -> config.withRecovery(config.recovery().withCongestionControl("newreno")));
		sim.client().connection();
		sim.runUntilQuiet();
		// A window of ten packets takes nearly half of 25 messages that need one each.
		for (int message = 0; message < 25; message++) {
			send(sim, 1_000);
		}
		sim.runUntilQuiet();
		List<Long> waits = waits(sim);
		assertThat(waits).hasSize(25).isSorted();
		assertThat(waits.subList(0, 9)).allMatch((nanos) -> nanos < 40 * MS);
		assertThat(waits.get(24)).isBetween(40 * MS, 120 * MS);
		sim.closeAndCheck();
	}

	@Test
	void aLostMessageIsAcknowledgedLaterAndWaitsNoLonger() {
		Simulation sim = Simulation.seeded(7).delayMillis(20);
		sim.client().connection();
		sim.runUntilQuiet();
		sim.uplink().dropNext(1);
		send(sim, 100);
		sim.runUntilQuiet();
		assertThat(waits(sim)).containsExactly(0L);
		// It was sent again by a probe, a probe timeout of more than a round trip later.
		assertThat(acknowledgements(sim)).hasSize(1).allMatch((nanos) -> nanos >= 80 * MS);
		sim.closeAndCheck();
	}

	private static void send(Simulation sim, int payloadBytes) {
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(client::isEstablished, 10_000);
		byte[] message = Messages.encode(MessageType.EVENT, client.nextMessageId(), new byte[payloadBytes]);
		MessagePlane messages = client.connection().messages();
		assertThat(messages.send(BACKGROUND, message, 0, message.length)).isTrue();
		messages.follow(BACKGROUND, message.length, sim.nowNanos(), 1);
		sim.client().touch(client);
	}

	private static List<Long> waits(Simulation sim) {
		return sim.client().application().waits();
	}

	private static List<Long> acknowledgements(Simulation sim) {
		return sim.client().application().acknowledgements();
	}

}
