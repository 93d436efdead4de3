/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import org.junit.jupiter.api.Test;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/** Losses that were none: thresholds widen, the window comes back. */
class ReorderingTests {

	private final Sender sender = new Sender();

	@Test
	@Requirement("REL-12")
	void anEpisodeWithOnlySpuriousLossesIsUndone() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 4, 2);
		// 0 and 1 are lost: the window of 100 packets is halved.
		assertThat(this.sender.lost).containsExactly(0L, 1L);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.ackAt(41, 4, 1);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.ackAt(42, 4, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(100_000);
		assertThat(this.sender.recovery.packetsSpuriouslyLost()).isEqualTo(2);
		// Slow start goes on: one more acknowledged packet is one packet more.
		this.sender.ackAt(43, 5, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(101_000);
	}

	@Test
	@Requirement("REL-12")
	void anEpisodeWithOneTrueLossStays() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 4, 2);
		this.sender.ackAt(41, 4, 1);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
	}

	@Test
	@Requirement("REL-11")
	void theThresholdGrowsToTheReorderingSeen() throws ProtocolViolation {
		this.sender.sendManyAt(0, 20);
		this.sender.ackAt(40, 4, 1);
		assertThat(this.sender.lost).containsExactly(0L);
		// Number 4 had passed number 0: reordering 4, threshold 5 from now on.
		this.sender.ackAt(41, 4, 0);
		this.sender.ackAt(42, 9, 6, 4, 0);
		assertThat(this.sender.lost).containsExactly(0L);
		this.sender.ackAt(43, 10, 6, 4, 0);
		assertThat(this.sender.lost).containsExactly(0L, 5L);
	}

	@Test
	@Requirement("REL-11")
	void fromReorderingOfFiveOnlyTimeDecides() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 5, 1);
		this.sender.ackAt(41, 5, 0);
		this.sender.ackAt(42, 99, 7, 5, 0);
		assertThat(this.sender.lost).containsExactly(0L);
		this.sender.timeoutAt(1_000);
		assertThat(this.sender.lost).containsExactly(0L, 6L);
	}

	@Test
	@Requirement("REL-11")
	void thresholdsAdaptAndDecay() {
		LossThresholds thresholds = new LossThresholds(3);
		RttEstimator rtt = new RttEstimator(millis(333));
		rtt.onSample(millis(40), 0, 0);
		assertThat(thresholds.lostUpTo(10)).isEqualTo(7);
		assertThat(thresholds.lossDelayNanos(rtt)).isEqualTo(millis(45));

		thresholds.onSpuriousLosses(1, 3, millis(100), rtt, millis(140));
		assertThat(thresholds.lostUpTo(10)).isEqualTo(6);
		assertThat(thresholds.lossDelayNanos(rtt)).isEqualTo(millis(55));
		// Sent before the window grew: the same round trip, no further growth.
		thresholds.onSpuriousLosses(1, 3, millis(130), rtt, millis(150));
		assertThat(thresholds.lossDelayNanos(rtt)).isEqualTo(millis(55));
		for (int round = 1; round <= 10; round++) {
			thresholds.onSpuriousLosses(1, 500, millis(200 * round), rtt, millis(200 * round + 40));
		}
		assertThat(thresholds.packetThreshold()).isEqualTo(64);
		assertThat(thresholds.timeOnly()).isTrue();
		assertThat(thresholds.reorderingWindowNanos()).isEqualTo(millis(40));

		for (int recovery = 0; recovery < 15; recovery++) {
			thresholds.onRecoveryEnded(true);
		}
		assertThat(thresholds.timeOnly()).isTrue();
		thresholds.onRecoveryEnded(true);
		assertThat(thresholds.packetThreshold()).isEqualTo(3);
		assertThat(thresholds.timeOnly()).isFalse();
		assertThat(thresholds.lossDelayNanos(rtt)).isEqualTo(millis(45));
	}

	@Test
	@Requirement("REL-11")
	void aSpuriousLossStartsTheCountOfCleanRecoveriesAnew() {
		LossThresholds thresholds = new LossThresholds(3);
		RttEstimator rtt = new RttEstimator(millis(40));
		thresholds.onSpuriousLosses(1, 3, 1, rtt, 2);
		for (int recovery = 0; recovery < 15; recovery++) {
			thresholds.onRecoveryEnded(true);
		}
		thresholds.onRecoveryEnded(false);
		thresholds.onRecoveryEnded(true);
		assertThat(thresholds.packetThreshold()).isEqualTo(4);
	}

	@Test
	@Requirement("REL-12")
	void anEarlierEpisodeIsUndoneThoughAnotherHasBegun() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 4, 1);
		this.sender.ackAt(41, 99, 1);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.sendManyAt(50, 5);
		this.sender.ackAt(90, 104, 101, 99, 1);
		// 100 left after the first episode had begun: a second one, a quarter is left.
		assertThat(this.sender.lost).containsExactly(0L, 100L);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(25_000);
		// The first one proves spurious: the second alone would have left a half.
		this.sender.ackAt(91, 104, 101, 99, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.ackAt(92, 104, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(100_000);
	}

	@Test
	void aLossIsRememberedForSixProbeTimeouts() throws ProtocolViolation {
		this.sender.sendManyAt(0, 5);
		this.sender.ackAt(40, 4, 1);
		// Smoothed 40, variation 20, delay 25: a timeout of 145 ms, six are 870.
		this.sender.sendAt(400);
		this.sender.ackAt(440, 5, 1);
		this.sender.ackAt(441, 5, 0);
		assertThat(this.sender.recovery.packetsSpuriouslyLost()).isEqualTo(1);
	}

	@Test
	void andForgottenThen() throws ProtocolViolation {
		this.sender.sendManyAt(0, 5);
		this.sender.ackAt(40, 4, 1);
		this.sender.sendAt(900);
		this.sender.ackAt(940, 5, 1);
		this.sender.ackAt(941, 5, 0);
		assertThat(this.sender.recovery.packetsSpuriouslyLost()).isZero();
	}

}
