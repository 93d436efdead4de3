/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Losses whose repair can be followed by hand. The delay is 20 ms, there is no rate, so a
 * round trip is 40 ms: after the handshake a client has two samples of it, srtt = 40 ms,
 * rttvar = 3/4 of 20 = 15 ms, and so its probe timeout is 40 + 4 x 15 + 25 = 125 ms.
 */
class LossStoryTests {

	private static final long MS = 1_000_000;

	private static Simulation established() {
		return established(7);
	}

	private static Simulation established(long seed) {
		Simulation sim = Simulation.seeded(seed).delayMillis(20);
		sim.client().connection();
		sim.runUntilQuiet();
		return sim;
	}

	@Test
	@Requirement({ "REL-09", "REL-08" })
	void lostTailIsRepairedByOneProbeTimeout() {
		Simulation sim = established();
		long before = sim.client().connection().figures().packetsSent();
		long start = sim.nowNanos();
		sim.uplink().dropNext(1);
		sim.client().send("hello");
		sim.runUntil(() -> !sim.server().received().isEmpty(), 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo((125 + 20) * MS);
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.client().probesSent()).isEqualTo(2);
		assertThat(sim.client().connection().figures().packetsSent() - before).isEqualTo(3);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-09")
	void probeTimeoutDoubles() {
		Simulation sim = established();
		long start = sim.nowNanos();
		// The packet, and the two probes of each of the first two timeouts.
		sim.uplink().dropNext(1 + 2 + 2);
		sim.client().send("hello");
		sim.runUntil(() -> !sim.server().received().isEmpty(), 2_000);
		// The third timeout is 500 ms long; one of its two probes leaves after half of
		// them.
		assertThat(sim.nowNanos() - start).isEqualTo((125 + 250 + 250 + 20) * MS);
		sim.runUntilQuiet();
		assertThat(sim.client().probesSent()).isEqualTo(5);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-09")
	void eitherProbeRepairsTheTail() {
		Simulation sim = established();
		long start = sim.nowNanos();
		// The packet and the first of its probes.
		sim.uplink().dropNext(2);
		sim.client().send("hello");
		sim.runUntil(() -> !sim.server().received().isEmpty(), 2_000);
		assertThat(sim.nowNanos() - start).isEqualTo((125 + 20) * MS);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-11")
	void threeLaterPacketsProveALossWithoutAProbe() {
		Simulation sim = established();
		long start = sim.nowNanos();
		sim.uplink().dropNext(1);
		for (int i = 0; i < 8; i++) {
			sim.client().connection().send(MessageType.EVENT, new byte[1_000]);
		}
		sim.runUntil(() -> sim.server().received().size() == 8, 1_000);
		// There, the acknowledgement back, the repetition there.
		assertThat(sim.nowNanos() - start).isEqualTo(3 * 20 * MS);
		assertThat(sim.client().probesSent()).isZero();
		assertThat(sim.client().connection().figures().packetsLost()).isEqualTo(1);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-07")
	void loneMessageIsAcknowledgedWithinTheAckDelay() {
		Simulation sim = established();
		long start = sim.nowNanos();
		sim.client().send("hello");
		sim.runUntil(() -> sim.client().connection().figures().bytesInFlight() == 0, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo((20 + 25 + 20) * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-07")
	void everySecondPacketIsAcknowledgedAtOnce() {
		Simulation sim = established();
		long start = sim.nowNanos();
		sim.client().connection().send(MessageType.EVENT, new byte[1_000]);
		sim.client().connection().send(MessageType.EVENT, new byte[1_000]);
		sim.runUntil(() -> sim.client().connection().figures().bytesInFlight() == 0, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo(2 * 20 * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-15")
	void acknowledgementsAreNotAcknowledged() {
		Simulation sim = established();
		long before = sim.datagrams();
		sim.client().send("hello");
		sim.runUntilQuiet();
		sim.runForMillis(5_000);
		assertThat(sim.datagrams() - before).isEqualTo(2);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-22")
	void lostDatagramIsReportedAndNotSentAgain() {
		Simulation sim = established();
		sim.uplink().dropNext(1);
		assertThat(sim.client().connection().datagram(4711, Messages.utf8("gone"), 1_000)).isTrue();
		sim.runUntilQuiet();
		assertThat(sim.client().connection().datagrams(DatagramFate.LOST)).containsExactly(4711L);
		assertThat(sim.client().connection().datagrams(DatagramFate.QUEUE_FULL)).isEmpty();
		assertThat(sim.server().received()).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-22")
	void datagramArrivesOnce() {
		Simulation sim = established();
		sim.client().connection().datagram(1, Messages.utf8("there"), 1_000);
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("there");
		assertThat(sim.client().connection().datagrams(DatagramFate.LOST)).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-26")
	void blackholeOfTwoSecondsIsSurvived() {
		Simulation sim = Simulation.seeded(7).baseLink();
		OutgoingStream request = sim.client().connection().download(1_000_000);
		sim.runForMillis(400);
		sim.bothWays((link) -> link.down(true));
		sim.runForMillis(2_000);
		sim.bothWays((link) -> link.down(false));
		sim.runUntilQuiet();
		IncomingStream stream = sim.client().connection().incoming(request.streamId());
		assertThat(stream.bytes()).isEqualTo(1_000_000);
		assertThat(stream.isFinished()).isTrue();
		// 0.8 s of data at the rate, 2 s of nothing, at most one doubled timeout to
		// notice its end.
		assertThat(sim.nowNanos()).isLessThan(7_000 * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-11")
	void reorderingByTwoLosesNothing() {
		Simulation sim = established();
		sim.uplink().holdNext(2);
		sendSix(sim);
		assertThat(firstLetters(sim)).isEqualTo("bcadef");
		assertThat(sim.client().connection().figures().packetsLost()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "REL-11", "REL-12" })
	void reorderingByThreeLooksLikeALossOnce() {
		// With this seed no packet number is left out among the six, so three packets are
		// three numbers.
		Simulation sim = established(2);
		sim.uplink().holdNext(3);
		sendSix(sim);
		assertThat(firstLetters(sim)).isEqualTo("bcdaef");
		assertThat(sim.client().connection().figures().packetsLost()).isEqualTo(1);
		// The late packet showed that it was no loss: window as before, threshold one
		// higher.
		long window = sim.client().connection().figures().congestionWindow();
		assertThat(window).isGreaterThanOrEqualTo(12_000);
		sim.uplink().holdNext(3);
		sendSix(sim);
		assertThat(sim.client().connection().figures().packetsLost()).isEqualTo(1);
		assertThat(sim.client().connection().figures().congestionWindow()).isGreaterThanOrEqualTo(window);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-02")
	void oneLostPacketDelaysOnlyItsOwnMessages() {
		Simulation sim = established();
		long start = sim.nowNanos();
		sim.uplink().dropNext(1);
		writeSix(sim);
		sim.runUntil(() -> sim.server().received().size() == 5, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo(20 * MS);
		assertThat(firstLetters(sim)).isEqualTo("bcdef");
		sim.runUntilQuiet();
		assertThat(firstLetters(sim)).isEqualTo("bcdefa");
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "SEC-21", "SEC-25" })
	void changedPacketsAreCountedAndRepaired() {
		Simulation sim = established();
		// Byte 25 belongs to the nonce, which is compared before anything is opened.
		sim.uplink().tamperNext((bytes) -> flip(bytes, 25));
		sim.client().send("one");
		sim.runUntilQuiet();
		assertThat(sim.server().drops().of(DropReason.EARLY_REJECT)).isEqualTo(1);
		assertThat(sim.server().drops().of(DropReason.AEAD_FAILURE)).isZero();
		// The first 16 bytes behind the header make the mask; behind them lies what only
		// the tag protects.
		sim.uplink().tamperNext((bytes) -> flip(bytes, bytes.length - 1));
		sim.client().send("two");
		sim.runUntilQuiet();
		assertThat(sim.server().drops().of(DropReason.EARLY_REJECT)).isEqualTo(1);
		assertThat(sim.server().drops().of(DropReason.AEAD_FAILURE)).isEqualTo(1);
		assertThat(sim.server().received()).isEqualTo(List.of("one", "two"));
		sim.closeAndCheck();
	}

	private static void sendSix(Simulation sim) {
		writeSix(sim);
		sim.runUntilQuiet();
	}

	/** Six messages, each in a packet of its own. */
	private static void writeSix(Simulation sim) {
		for (int i = 0; i < 6; i++) {
			byte[] message = new byte[1_000];
			message[0] = (byte) ('a' + i);
			sim.client().connection().send(MessageType.EVENT, message);
		}
	}

	private static byte[] flip(byte[] bytes, int at) {
		bytes[at] ^= 1;
		return bytes;
	}

	private static String firstLetters(Simulation sim) {
		StringBuilder letters = new StringBuilder();
		sim.server().received().forEach((text) -> letters.append(text.charAt(0)));
		return letters.toString();
	}

}
