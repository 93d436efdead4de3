/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.Attack;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.reliability.EcnValidation.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.mxp.transport.reliability.LossRecovery.APPLICATION;
import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/** Ten marked packets, and what the peer says of them. */
class EcnValidationTests {

	private final Sender sender = sender("newreno");

	private static Sender sender(String controller) {
		Sender sender = new Sender(new RecoveryConfig(controller, millis(333), millis(25), 3, 2, 100, 16 << 20, true));
		sender.recovery.setHandshakeConfirmed();
		return sender;
	}

	/** Sends packets and returns how many of them were marked. */
	private static int sendMarked(Sender sender, double atMillis, int packets) {
		int marked = 0;
		for (int i = 0; i < packets; i++) {
			marked += (sender.recovery.ecn().mark() == Ecn.ECT0) ? 1 : 0;
			sender.sendAt(atMillis);
		}
		return marked;
	}

	private State stateAfter(long ect0, long ect1, long ce, long largest) throws ProtocolViolation {
		this.sender.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(ect0, ect1, ce, largest, 0), millis(40));
		return this.sender.recovery.ecn().state();
	}

	@Test
	void nothingIsMarkedWhereItIsOffOrBeforeTheHandshakeIsConfirmed() {
		Sender off = new Sender();
		off.recovery.setHandshakeConfirmed();
		assertThat(off.recovery.ecn().mark()).isEqualTo(Ecn.NONE);
		assertThat(off.recovery.ecn().state()).isEqualTo(State.OFF);
		Sender early = new Sender(new RecoveryConfig("newreno", millis(333), millis(25), 3, 2, 100, 16 << 20, true));
		assertThat(early.recovery.ecn().mark()).isEqualTo(Ecn.NONE);
	}

	@Test
	void tenPacketsAreMarkedAndAllOnceThePeerReportsThem() throws ProtocolViolation {
		assertThat(sendMarked(this.sender, 0, 9)).isEqualTo(9);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.TESTING);
		assertThat(sendMarked(this.sender, 0, 11)).isEqualTo(1);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.UNKNOWN);
		assertThat(stateAfter(10, 0, 0, 19)).isEqualTo(State.CAPABLE);
		assertThat(sendMarked(this.sender, 41, 20)).isEqualTo(20);
		assertThat(this.sender.recovery.congestion().times(CongestionSignal.ECN_VALIDATED)).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({
			// Bleached in part, changed to ECT(1), more than was sent, negative.
			"9, 0, 0", "9, 1, 0", "0, 10, 0", "11, 0, 0", "5, 0, 6", "-1, 0, 11" })
	@Attack("A40")
	void countsThatCannotBeTrueEndTheMarks(long ect0, long ect1, long ce) throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		assertThat(stateAfter(ect0, ect1, ce, 9)).isEqualTo(State.FAILED);
		assertThat(this.sender.recovery.ecn().mark()).isEqualTo(Ecn.NONE);
		assertThat(this.sender.recovery.congestion().times(CongestionSignal.ECN_FAILED)).isEqualTo(1);
		// What it says of congestion is not heeded either.
		assertThat(this.sender.recovery.congestionWindow()).isGreaterThanOrEqualTo(100_000);
	}

	@ParameterizedTest
	@CsvSource({ "10, 0", "0, 10", "8, 2" })
	void marksOfCongestionCountForTheSum(long ect0, long ce) throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		assertThat(stateAfter(ect0, 0, ce, 9)).isEqualTo(State.CAPABLE);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo((ce > 0) ? 50_000 : 100_000);
	}

	@Test
	void anAckWithoutCountsEndsTheMarks() throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		this.sender.ackAt(40, 9, 0);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.FAILED);
	}

	@Test
	@Attack("A40")
	void countsThatFallEndTheMarks() throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		assertThat(stateAfter(4, 0, 1, 4)).isEqualTo(State.CAPABLE);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(10, 0, 0, 9, 5), millis(41));
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.FAILED);
	}

	@Test
	void anAckThatOvertakesIsJudgedAndTheOvertakenOneIsNot() throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		assertThat(stateAfter(6, 0, 0, 5)).isEqualTo(State.CAPABLE);
		this.sender.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(3, 0, 0, 2, 0), millis(41));
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.CAPABLE);
	}

	@Test
	void aPathThatSwallowsMarkedPacketsGetsNone() throws ProtocolViolation {
		sendMarked(this.sender, 0, 20);
		// The unmarked ones arrive, the ten marked ones are lost.
		this.sender.ackAt(40, 19, 10);
		assertThat(this.sender.recovery.packetsLost()).isEqualTo(10);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.FAILED);
	}

	@Test
	void oneMarkedPacketThatArrivesIsEnough() throws ProtocolViolation {
		sendMarked(this.sender, 0, 20);
		this.sender.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(1, 0, 0, 19, 9), millis(40));
		assertThat(this.sender.recovery.packetsLost()).isEqualTo(9);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.CAPABLE);
	}

	@Test
	@Requirement("REL-16")
	void aNewPathIsTestedAnewAndOldPacketsSayNothingAboutIt() throws ProtocolViolation {
		sendMarked(this.sender, 0, 10);
		this.sender.recovery.onPathChanged(false);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.TESTING);
		assertThat(stateAfter(10, 0, 0, 9)).isEqualTo(State.TESTING);
		assertThat(sendMarked(this.sender, 50, 20)).isEqualTo(10);
		this.sender.ackAt(90, 29, 20);
		assertThat(this.sender.recovery.ecn().state()).isEqualTo(State.FAILED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bbr", "cubic", "newreno" })
	void aMarkIsASignOfCongestionOnceARoundTrip(String controller) throws ProtocolViolation {
		Sender marked = sender(controller);
		sendMarked(marked, 0, 10);
		marked.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(10, 0, 0, 9, 0), millis(40));
		long window = marked.recovery.congestionWindow();
		sendMarked(marked, 40, 40);
		marked.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(20, 0, 10, 29, 10), millis(80));
		marked.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(30, 0, 20, 49, 30), millis(81));
		assertThat(marked.recovery.congestion().times(CongestionSignal.CONGESTION)).isEqualTo(1);
		sendMarked(marked, 81, 10);
		marked.recovery.onAckFrame(APPLICATION, AckFrames.ackWithEcn(40, 0, 20, 59, 50), millis(121));
		assertThat(marked.recovery.congestionWindow()).isLessThan(window);
	}

}
