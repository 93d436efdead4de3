/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.LossRecovery.APPLICATION;
import static io.mxp.transport.reliability.LossRecovery.HANDSHAKE;
import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What counts as lost, and when; RFC 9002 §6.1 with numbers to check by hand. */
class LossDetectionTests {

	private final Sender sender = new Sender();

	@Test
	@Requirement("REL-11")
	void threeNumbersAboveAPacketMakeItLost() throws ProtocolViolation {
		this.sender.sendManyAt(0, 5);
		this.sender.ackAt(40, 2, 1);
		assertThat(this.sender.lost).isEmpty();
		this.sender.ackAt(41, 3, 1);
		assertThat(this.sender.lost).containsExactly(0L);
		assertThat(this.sender.acked).containsExactly(2L, 1L, 3L);
		assertThat(this.sender.recovery.packetsLost()).isEqualTo(1);
	}

	@Test
	@Requirement("REL-11")
	void nineEighthsOfTheRoundTripMakeAnOvertakenPacketLost() throws ProtocolViolation {
		this.sender.sendManyAt(0, 2);
		this.sender.ackAt(40, 1, 1);
		assertThat(this.sender.lost).isEmpty();
		// Round trip 40 ms: packet 0, sent at 0, is lost at 45.
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(45);
		this.sender.timeoutAt(44.9);
		assertThat(this.sender.lost).isEmpty();
		this.sender.timeoutAt(45);
		assertThat(this.sender.lost).containsExactly(0L);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
	}

	@Test
	void theLossDelayIsNeverBelowAMillisecond() throws ProtocolViolation {
		this.sender.sendManyAt(0, 2);
		this.sender.ackAt(0.05, 1, 1);
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(1);
	}

	@Test
	@Requirement("REL-08")
	void aLostFrameIsRecordedAgainUnderANewNumber() throws ProtocolViolation {
		this.sender.sendManyAt(0, 4);
		this.sender.ackAt(40, 3, 1);
		assertThat(this.sender.lost).containsExactly(0L);
		assertThat(this.sender.sendAt(41)).isEqualTo(4);
		this.sender.ackAt(81, 4, 1);
		assertThat(this.sender.acked).endsWith(4L);
		// The first packet never reports again, lost or acknowledged.
		this.sender.ackAt(82, 4, 0);
		assertThat(this.sender.acked).doesNotContain(0L);
		assertThat(this.sender.lost).containsExactly(0L);
	}

	@Test
	@Requirement("REL-04")
	@Attack("A06")
	void anAckOfAnUnsentPacketIsAViolation() {
		this.sender.sendManyAt(0, 3);
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> this.sender.ackAt(10, 3, 0))
			.satisfies((violation) -> {
				assertThat(violation.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
				assertThat(violation.frameType()).isEqualTo(FrameType.ACK);
			});
		assertThat(this.sender.acked).isEmpty();
	}

	@Test
	@Requirement({ "REL-04", "REL-05" })
	@Attack("A06")
	void anAckOfASkippedNumberIsAViolation() throws ProtocolViolation {
		// The 151st packet would have number 150, which is left out.
		for (int i = 0; i < 150; i++) {
			this.sender.sendAt(0);
		}
		assertThat(this.sender.sendAt(1)).isEqualTo(151);
		this.sender.ackAt(40, 149, 0);
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> this.sender.ackAt(41, 151, 0));
		this.sender.ackAt(42, 151, 151, 149, 0);
		assertThat(this.sender.acked).hasSize(151);
	}

	@Test
	@Requirement("REL-04")
	void anAckOfAnAbandonedNumberIsAViolation() {
		this.sender.sendAt(0);
		this.sender.recovery.nextPacketNumber(APPLICATION);
		this.sender.recovery.recordFrame(Sender.KIND, 1, 0, 0);
		this.sender.recovery.discardRecords();
		assertThat(this.sender.sendAt(0)).isEqualTo(2);
		assertThatExceptionOfType(ProtocolViolation.class).isThrownBy(() -> this.sender.ackAt(10, 2, 0));
	}

	@Test
	@Requirement("REL-05")
	void aNumberIsSkippedAboutOnceInAWindow() {
		SplittableRandom random = new SplittableRandom(5);
		RecoveryConfig config = new RecoveryConfig("newreno", millis(333), millis(25), 3, 2, 100, 16 << 20, false);
		LossRecovery recovery = new LossRecovery(config, CongestionControllers.create(config, 1_000), random::nextLong,
				new Sender(), 1_000);
		int skipped = 0;
		long expected = 0;
		for (int i = 0; i < 100_000; i++) {
			long number = recovery.nextPacketNumber(APPLICATION);
			skipped += (int) (number - expected);
			expected = number + 1;
		}
		// 100,000 packets are 1,000 windows of 100.
		assertThat(skipped).isBetween(900, 1_100);
	}

	@Test
	@Requirement("REL-03")
	void anAckCountsOnlyInItsOwnNumberSpace() throws ProtocolViolation {
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.sendAt(0, APPLICATION);
		this.sender.sendAt(0, APPLICATION);
		this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 0, 0), millis(30));
		assertThat(this.sender.acked).hasSize(1);
		assertThat(this.sender.recovery.bytesInFlight()).isEqualTo(2_000);
		assertThat(this.sender.recovery.largestAcked(APPLICATION)).isEqualTo(-1);
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 1, 1), millis(31)));
	}

	@Test
	@Requirement("REL-03")
	void receivedPacketsAreAcknowledgedInTheirOwnSpace() {
		this.sender.recovery.onPacketReceived(HANDSHAKE, 0, millis(1), true, Ecn.NONE);
		assertThat(this.sender.recovery.ackPending(HANDSHAKE, millis(1))).isTrue();
		assertThat(this.sender.recovery.ackPending(APPLICATION, millis(1_000))).isFalse();
		assertThat(this.sender.sendAckAt(2)).isEmpty();
	}

	@Test
	@Requirement("S15")
	void whatWasAnsweredTakesNoRoomOfTheWindow() throws ProtocolViolation {
		int room = this.sender.recovery.congestionAllowance();
		for (int i = 0; i < 5; i++) {
			this.sender.sendAt(i, HANDSHAKE);
		}
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(room - 5 * Sender.PACKET_BYTES);
		this.sender.recovery.onAnswered(HANDSHAKE);
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(room);
		this.sender.sendAt(10, HANDSHAKE);
		this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 5, 0), millis(40));
		assertThat(this.sender.recovery.congestionAllowance()).isGreaterThanOrEqualTo(room);
		assertThat(this.sender.lost).isEmpty();
	}

	@Test
	void aDiscardedSpaceLeavesNothingBehind() throws ProtocolViolation {
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.sendAt(0, HANDSHAKE);
		this.sender.recovery.onPacketReceived(HANDSHAKE, 0, millis(1), true, Ecn.NONE);
		this.sender.recovery.discardSpace(HANDSHAKE);
		assertThat(this.sender.recovery.bytesInFlight()).isZero();
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
		assertThat(this.sender.recovery.ackPending(HANDSHAKE, millis(1))).isFalse();
		this.sender.recovery.onAckFrame(HANDSHAKE, AckFrames.ack(0, 1, 0), millis(2));
		assertThat(this.sender.acked).isEmpty();
	}

	@Test
	void aSecondAckOfTheSameNumbersChangesNothing() throws ProtocolViolation {
		this.sender.sendManyAt(0, 10);
		this.sender.ackAt(40, 9, 0);
		long window = this.sender.recovery.congestionWindow();
		this.sender.ackAt(90, 9, 0);
		this.sender.ackAt(95, 7, 3);
		assertThat(this.sender.acked).hasSize(10);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(window);
		assertThat(this.sender.recovery.latestRttNanos()).isEqualTo(millis(40));
	}

}
