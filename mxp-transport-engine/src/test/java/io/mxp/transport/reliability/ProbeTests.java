/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.LossRecovery.APPLICATION;
import static io.mxp.transport.reliability.LossRecovery.HANDSHAKE;
import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/** Probe timeouts, RFC 9002 §6.2. */
class ProbeTests {

	private final Sender sender = new Sender();

	@Test
	@Requirement("REL-09")
	void theTimeoutIsSmoothedPlusFourVariationsPlusTheAckDelay() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		// Smoothed 40, variation 20, delay 25.
		assertThat(this.sender.recovery.probeTimeoutNanos()).isEqualTo(millis(40 + 4 * 20 + 25));
		this.sender.sendAt(100);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(245);
		this.sender.timeoutAt(244);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isZero();
		this.sender.timeoutAt(245);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isEqualTo(2);
		assertThat(this.sender.lost).isEmpty();
	}

	@Test
	@Requirement("REL-09")
	void theTimeoutDoublesUntilAnAnswerComes() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		this.sender.sendAt(100);
		this.sender.timeoutAt(245);
		this.sender.sendAt(245);
		this.sender.sendAt(245);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isZero();
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(245 + 290);
		this.sender.timeoutAt(535);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isEqualTo(2);
		this.sender.sendAt(535);
		this.sender.sendAt(535);
		// 580, in halves
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(535 + 290);
		assertThat(this.sender.recovery.ptoCount()).isEqualTo(2);
		this.sender.ackAt(575, 7, 7);
		assertThat(this.sender.recovery.ptoCount()).isZero();
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isZero();
	}

	@Test
	@Requirement({ "REL-09", "S10" })
	void fromTheThirdTimeoutOnTheTwoProbesLeaveApart() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		this.sender.sendAt(100);
		List<Long> leftAfter = new ArrayList<>();
		while (leftAfter.size() < 12) {
			long due = Math.round(this.sender.nextTimeoutMillis());
			this.sender.timeoutAt(due);
			while (this.sender.recovery.probesPending(APPLICATION) > 0) {
				this.sender.sendAt(due);
				leftAfter.add((due - 100) / 145);
			}
		}
		assertThat(leftAfter).containsExactly(1L, 1L, 3L, 3L, 5L, 7L, 11L, 15L, 23L, 31L, 47L, 63L);
	}

	@Test
	@Requirement("REL-09")
	void theProbeCarriesTheFramesOfTheOldestPackets() throws ProtocolViolation {
		this.sender.sendManyAt(0, 3);
		this.sender.timeoutAt(5_000);
		assertThat(this.sender.probed).containsExactly(0L, 1L);
		// They are in the probes now; their first packets report nothing more.
		this.sender.ackAt(5_040, 2, 0);
		assertThat(this.sender.acked).containsExactly(2L);
		assertThat(this.sender.lost).isEmpty();
	}

	@Test
	void aFrameThatIsNeverSentTwiceKeepsItsRecord() throws ProtocolViolation {
		this.sender.unreliable().sendAt(0);
		this.sender.timeoutAt(5_000);
		assertThat(this.sender.probed).isEmpty();
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isEqualTo(2);
		this.sender.ackAt(5_040, 0, 0);
		assertThat(this.sender.acked).containsExactly(0L);
	}

	@Test
	@Requirement("REL-09")
	void aLostTailIsRepairedByTheProbe() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		this.sender.unreliable().sendAt(100);
		this.sender.timeoutAt(245);
		this.sender.sendAt(245);
		this.sender.ackAt(285, 3, 3, 0, 0);
		assertThat(this.sender.lost).containsExactly(1L);
	}

	@Test
	@Requirement({ "REL-07", "REL-09" })
	void eachProbeLeavesOutANumberSoThatItIsAcknowledgedAtOnce() throws ProtocolViolation {
		Sender receiver = new Sender();
		this.sender.sendAt(0);
		receiver.receiveAt(20, 0);
		this.sender.timeoutAt(5_000);
		assertThat(this.sender.sendAt(5_000)).isEqualTo(2);
		receiver.receiveAt(5_020, 2);
		assertThat(receiver.ackPendingAt(5_020)).isTrue();
		// That ACK is lost on its way.
		receiver.sendAckAt(5_020);
		assertThat(receiver.ackPendingAt(5_020)).isFalse();
		assertThat(this.sender.sendAt(5_000)).isEqualTo(4);
		receiver.receiveAt(5_021, 4);
		assertThat(receiver.ackPendingAt(5_021)).isTrue();
		this.sender.ackAt(5_041, 4, 4, 2, 2, 0, 0);
		assertThat(this.sender.recovery.ptoCount()).isZero();
		// What follows leaves no gap.
		assertThat(this.sender.sendAt(5_042)).isEqualTo(5);
	}

	@Test
	@Requirement("REL-13")
	void probesAreSentThoughTheWindowIsFull() {
		this.sender.sendManyAt(0, 100);
		assertThat(this.sender.recovery.congestionAllowance()).isZero();
		this.sender.timeoutAt(5_000);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isEqualTo(2);
		this.sender.sendAt(5_000);
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(-1_000);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isEqualTo(1);
	}

	@Test
	@Requirement("REL-10")
	void theClientProbesWhileTheServerMayBeBlocked() throws ProtocolViolation {
		this.sender.recovery.setAntiDeadlock(LossRecovery.HANDSHAKE);
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 0, 0), millis(40));
		// Nothing is in flight, but the server may wait for bytes: 40 + (40 + 4 × 20).
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(160);
		this.sender.timeoutAt(160);
		assertThat(this.sender.recovery.probesPending(HANDSHAKE)).isEqualTo(2);
		this.sender.sendAt(160, HANDSHAKE);
		this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 1, 0), millis(200));
		// The backoff stays until the address is validated.
		assertThat(this.sender.recovery.ptoCount()).isEqualTo(1);
		this.sender.recovery.setHandshakeConfirmed();
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
	}

	@Test
	void nothingIsProbedBeforeTheFirstPacket() {
		this.sender.recovery.setAntiDeadlock(LossRecovery.HANDSHAKE);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
	}

	@Test
	@Requirement("REL-10")
	void theBlockedServerDoesNotWakeUpForProbesOrAcks() {
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.recovery.onPacketReceived(HANDSHAKE, 0, millis(1), true, Ecn.NONE);
		this.sender.recovery.setAmplificationLimited(true);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
		this.sender.timeoutAt(10_000);
		assertThat(this.sender.recovery.probesPending(HANDSHAKE)).isZero();
		this.sender.recovery.setAmplificationLimited(false);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(1);
	}

	@Test
	@Requirement("REL-09")
	void theSpaceThatWaitsLongestIsProbed() {
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.sendAt(0, APPLICATION);
		// No sample yet: 333 + 4 × 166.5 = 999 ms; application adds 25 ms.
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(999);
		this.sender.timeoutAt(999);
		assertThat(this.sender.recovery.probesPending(HANDSHAKE)).isEqualTo(2);
		assertThat(this.sender.recovery.probesPending(APPLICATION)).isZero();
	}

	@Test
	void theBackoffNeverPassesAMinuteAndNeverOverflows() {
		double at = 0;
		this.sender.sendAt(at);
		for (int i = 0; i < 100; i++) {
			double next = this.sender.nextTimeoutMillis();
			assertThat(next - at).isBetween(1.0, 60_000.0);
			at = next;
			this.sender.timeoutAt(at);
			this.sender.sendAt(at);
		}
	}

}
