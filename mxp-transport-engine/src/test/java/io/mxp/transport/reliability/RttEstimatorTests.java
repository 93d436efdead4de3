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

class RttEstimatorTests {

	@Test
	void firstSampleSetsEverything() {
		RttEstimator rtt = new RttEstimator(millis(333));
		assertThat(rtt.smoothedNanos()).isEqualTo(millis(333));
		assertThat(rtt.probeTimeoutNanos()).isEqualTo(millis(333 + 4 * 166.5));
		rtt.onSample(millis(100), millis(20), millis(500));
		assertThat(rtt.latestNanos()).isEqualTo(millis(100));
		assertThat(rtt.smoothedNanos()).isEqualTo(millis(100));
		assertThat(rtt.variationNanos()).isEqualTo(millis(50));
		assertThat(rtt.minNanos()).isEqualTo(millis(100));
		assertThat(rtt.probeTimeoutNanos()).isEqualTo(millis(300));
	}

	@Test
	void laterSamplesAreSmoothed() {
		RttEstimator rtt = new RttEstimator(millis(333));
		rtt.onSample(millis(100), 0, 0);
		// 140 ms with 20 ms of delay: 120 ms. Variation (3 × 50 + |100 − 120|) / 4.
		rtt.onSample(millis(140), millis(20), 0);
		assertThat(rtt.variationNanos()).isEqualTo(millis(42.5));
		assertThat(rtt.smoothedNanos()).isEqualTo(millis(102.5));
		assertThat(rtt.minNanos()).isEqualTo(millis(100));
	}

	@Test
	void ackDelayNeverTakesASampleBelowTheMinimum() {
		RttEstimator rtt = new RttEstimator(millis(333));
		rtt.onSample(millis(100), 0, 0);
		rtt.onSample(millis(108), millis(20), 0);
		// 108 − 20 would lie below the minimum of 100: the delay is not believed.
		assertThat(rtt.smoothedNanos()).isEqualTo(millis(101));
	}

	@Test
	@Requirement("REL-06")
	void ackDelayIsClampedToWhatThePeerAnnounced() throws ProtocolViolation {
		Sender sender = new Sender();
		sender.recovery.setPeerMaxAckDelay(10_000);
		sender.recovery.setHandshakeConfirmed();
		sender.sendAt(0);
		sender.ackAt(100, 0, 0);
		sender.sendAt(200);
		sender.recovery.onAckFrame(LossRecovery.APPLICATION, AckFrames.ack(4_000_000_000L, 1, 1), millis(380));
		// 180 ms, of which 10 ms count as delay: (7 × 100 + 170) / 8.
		assertThat(sender.recovery.smoothedRttNanos()).isEqualTo(millis(108.75));
	}

	@Test
	void ackDelayIsIgnoredInTheHandshake() throws ProtocolViolation {
		Sender sender = new Sender();
		sender.sendAt(0, LossRecovery.HANDSHAKE);
		sender.recovery.onAckFrame(LossRecovery.HANDSHAKE, AckFrames.ack(0, 0, 0), millis(100));
		sender.sendAt(200, LossRecovery.HANDSHAKE);
		sender.recovery.onAckFrame(LossRecovery.HANDSHAKE, AckFrames.ack(50_000, 1, 1), millis(380));
		assertThat(sender.recovery.smoothedRttNanos()).isEqualTo(millis(110));
	}

	@Test
	void onlyANewLargestNumberGivesASample() throws ProtocolViolation {
		Sender sender = new Sender();
		sender.sendManyAt(0, 2);
		sender.ackAt(100, 1, 1);
		sender.ackAt(150, 1, 0);
		assertThat(sender.recovery.latestRttNanos()).isEqualTo(millis(100));
	}

}
