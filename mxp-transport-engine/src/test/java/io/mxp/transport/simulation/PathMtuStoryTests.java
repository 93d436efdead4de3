/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.mxp.transport.Attack;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Path MTU discovery on links that swallow what is too large, without a word. The round
 * trip is 30 ms.
 */
class PathMtuStoryTests {

	@Test
	void bothSidesGrowToWhatThePathCarriesWithinOneRoundTrip() {
		Simulation sim = discovering(1_500);
		sim.client().send("hello");
		sim.runUntil(() -> mtu(sim.client()) == 1_452 && mtu(sim.server()) == 1_452, 120);
		sim.closeAndCheck();
	}

	@ParameterizedTest
	@CsvSource({ "1200, 1200", "1300, 1285", "1392, 1392", "1452, 1452" })
	void lostProbesEndInTheSizeThatPassesAndAreNoSignOfCongestion(int link, int atLeast) {
		Simulation sim = discovering(link);
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(3_000_000, 4_000);
		sim.runUntilQuiet();
		sim.runUntil(() -> mtu(sim.client()) >= atLeast, 5_000);
		assertThat(mtu(sim.client())).isLessThanOrEqualTo(link);
		assertThat(upload.isFinished()).isTrue();
		assertThat(client.figures().packetsLost()).isZero();
		sim.closeAndCheck();
	}

	@Test
	void aPathThatShrinksIsNoticedAndTheTransferGoesOn() {
		Simulation sim = discovering(1_500)
			.configure((config) -> config.withRecovery(config.recovery().withMaxWindowBytes(64 << 10)));
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(4_000_000, 4_000);
		sim.runUntil(() -> mtu(sim.client()) == 1_452, 1_000);
		sim.runForMillis(500);
		sim.uplink().mtu(1_300);
		long shrunkAt = sim.nowNanos();
		sim.runUntil(() -> mtu(sim.client()) == 1_200, 1_000);
		assertThat((sim.nowNanos() - shrunkAt) / 1_000_000).isLessThan(400);
		sim.runUntil(() -> mtu(sim.client()) > 1_284, 5_000);
		sim.runUntilQuiet();
		assertThat(mtu(sim.client())).isBetween(1_284, 1_300);
		assertThat(client.figures().mtuBlackHoles()).isEqualTo(1);
		assertThat(upload.isFinished()).isTrue();
		assertThat(sim.server().connection().incoming(upload.streamId()).digest()).isEqualTo(upload.digest());
		sim.closeAndCheck();
	}

	@Test
	void singleLargeMessagesOnAnIdleConnectionAreRepairedByProbesOf1200Bytes() {
		Simulation sim = discovering(1_500);
		sim.client().send("x");
		sim.runUntil(() -> mtu(sim.client()) == 1_452, 1_000);
		sim.runUntilQuiet();
		sim.uplink().mtu(1_250);
		for (int i = 1; i <= 6; i++) {
			sim.client().send("y".repeat(1_380));
			int messages = i + 1;
			sim.runUntil(() -> sim.server().received().size() == messages, 1_000);
			sim.runUntilQuiet();
		}
		assertThat(mtu(sim.client())).isBetween(1_200, 1_250);
		assertThat(sim.client().connection().figures().mtuBlackHoles()).isEqualTo(1);
		sim.closeAndCheck();
	}

	@Test
	void aDatagramThatWaitsAndDoesNotFitAnyMoreIsReported() {
		Simulation sim = discovering(1_500);
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> mtu(sim.client()) == 1_452, 1_000);
		byte[] large = "d".repeat(1_350).getBytes(StandardCharsets.UTF_8);
		assertThat(client.datagram(1, large, 10_000)).isTrue();
		sim.runUntilQuiet();
		sim.uplink().mtu(1_200);
		for (int i = 2; i <= 7; i++) {
			client.datagram(i, large, 10_000);
			sim.runUntilQuiet();
		}
		assertThat(client.datagrams(DatagramFate.LOST)).contains(2L, 3L, 4L);
		assertThat(mtu(sim.client())).isEqualTo(1_200);
		assertThat(client.datagram(8, large, 10_000)).isFalse();
		sim.closeAndCheck();
	}

	/**
	 * What forged ICMP messages or errors of the socket say reaches no code: the size
	 * falls by unacknowledged packets alone, and never below 1,200.
	 */
	@Test
	@Requirement("SEC-45")
	@Attack("A37")
	void nothingTakesTheSizeBelow1200() {
		Simulation sim = discovering(1_500);
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> mtu(sim.client()) == 1_452, 1_000);
		sim.runUntilQuiet();
		sim.uplink().mtu(1_200);
		OutgoingStream passing = client.upload(100_000, 4_000);
		sim.runUntilQuiet();
		assertThat(passing.isFinished()).isTrue();
		assertThat(mtu(sim.client())).isEqualTo(1_200);
		sim.uplink().mtu(1_199);
		OutgoingStream stuck = client.upload(100_000, 4_000);
		sim.runForMillis(10_000);
		assertThat(mtu(sim.client())).isEqualTo(1_200);
		sim.uplink().mtu(1_200);
		sim.runUntilQuiet();
		assertThat(stuck.isFinished()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	void theSizeIsTheSmallerOfOurLimitAndThePeers() {
		Simulation sim = Simulation.seeded(3).baseLink().mtu(9_000, true);
		sim.bothWays((link) -> link.mtu(8_000));
		sim.client().send("hello");
		sim.runForMillis(10_000);
		assertThat(mtu(sim.client())).isEqualTo(1_472);
		sim.closeAndCheck();
	}

	private static Simulation discovering(int linkBytes) {
		Simulation sim = Simulation.seeded(7).delayMillis(15).mtu(1_452, true);
		sim.bothWays((link) -> link.mtu(linkBytes));
		return sim;
	}

	private static int mtu(SimulatedPeer peer) {
		return peer.connections().isEmpty() ? 0 : peer.connection().figures().snapshot().maxDatagramBytes();
	}

}
