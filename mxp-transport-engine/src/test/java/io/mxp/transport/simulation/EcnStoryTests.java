/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Marks instead of losses, end to end. */
class EcnStoryTests {

	private static final long MS = 1_000_000L;

	private static Simulation marking() {
		return Simulation.seeded(7).configure((config) -> config.withRecovery(config.recovery().withEcn(true)));
	}

	private static String ecn(SimulatedPeer peer) {
		return peer.connection().figures().congestion().ecn();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bbr", "cubic", "newreno" })
	void aQueueThatMarksDropsNothing(String controller) {
		Simulation sim = marking().delayMillis(15).rate(10_000_000, 1_000);
		sim.configure((config) -> config.withRecovery(config.recovery().withCongestionControl(controller)));
		// One BDP: 10 Mbit/s x 30 ms.
		sim.uplink().marking().above(37_500);
		OutgoingStream upload = sim.client().connection().upload(5_000_000, 16_000);
		sim.runUntilQuiet();
		assertThat(upload.isFinished()).isTrue();
		assertThat(ecn(sim.client())).isEqualTo("CAPABLE");
		assertThat(sim.uplink().marking().marked()).isPositive();
		assertThat(sim.client().connection().figures().congestion().congestionEvents()).isPositive();
		assertThat(sim.uplink().dropped()).isZero();
		assertThat(sim.client().connection().figures().packetsLost()).isZero();
		// 5 MB at 10 Mbit/s with 6 % of overhead take 4.3 s.
		assertThat(sim.nowNanos()).isLessThan(5_000 * MS);
		sim.closeAndCheck();
	}

	@Test
	void aPathThatWipesMarksOutGetsNoMore() {
		Simulation sim = marking().delayMillis(15).rate(10_000_000, 100);
		sim.uplink().marking().change((mark) -> Ecn.NONE);
		sim.client().connection().upload(200_000, 16_000);
		sim.runUntilQuiet();
		assertThat(ecn(sim.client())).isEqualTo("FAILED");
		sim.closeAndCheck();
	}

	@Test
	void aPathThatChangesMarksGetsNoMore() {
		Simulation sim = marking().delayMillis(15).rate(10_000_000, 100);
		sim.uplink().marking().change((mark) -> (mark == Ecn.ECT0) ? Ecn.ECT1 : mark);
		sim.client().connection().upload(200_000, 16_000);
		sim.runUntilQuiet();
		assertThat(ecn(sim.client())).isEqualTo("FAILED");
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-07")
	void aMarkOfCongestionIsAcknowledgedAtOnce() {
		Simulation sim = marking().delayMillis(20);
		// Enough to know that marks pass.
		sim.client().connection().upload(50_000, 16_000);
		sim.runUntilQuiet();
		assertThat(ecn(sim.client())).isEqualTo("CAPABLE");
		// Alone, an event is acknowledged after 25 ms.
		assertThat(roundTripOfAnEvent(sim)).isEqualTo((20 + 25 + 20) * MS);
		// Nothing waits, and that is more than -1.
		sim.uplink().marking().above(-1);
		assertThat(roundTripOfAnEvent(sim)).isEqualTo((20 + 20) * MS);
		sim.closeAndCheck();
	}

	private static long roundTripOfAnEvent(Simulation sim) {
		long start = sim.nowNanos();
		sim.client().send("event");
		sim.runUntil(() -> sim.client().connection().figures().bytesInFlight() == 0, 1_000);
		long took = sim.nowNanos() - start;
		sim.runUntilQuiet();
		return took;
	}

	@Test
	void nothingIsMarkedWhereItIsOff() {
		Simulation sim = Simulation.seeded(7).delayMillis(15);
		sim.uplink().marking().above(-1);
		sim.client().connection().upload(50_000, 16_000);
		sim.runUntilQuiet();
		assertThat(ecn(sim.client())).isEqualTo("OFF");
		assertThat(sim.uplink().marking().marked()).isZero();
		sim.closeAndCheck();
	}

}
