/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import org.junit.jupiter.api.Test;

import io.mxp.transport.Attack;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/** Peers that acknowledge, or make us acknowledge, what suits them. */
class HostileAckTests {

	/** The peer names every number up to the largest, received or not. */
	@Test
	@Requirement({ "REL-04", "REL-05" })
	@Attack("A06")
	void whoAcknowledgesEverythingIsCaughtAtTheFirstNumberLeftOut() throws ProtocolViolation {
		Sender attacked = new Sender(RecoveryConfig.defaults());
		Sender honest = new Sender(RecoveryConfig.defaults());
		int skipped = 0;
		long last = -1;
		boolean caught = false;
		for (int i = 0; i < 1_000 && !caught; i++) {
			long number = attacked.sendAt(i);
			skipped += (number > last + 1) ? 1 : 0;
			last = number;
			long honestNumber = honest.sendAt(i);
			honest.ackAt(i + 1, honestNumber, honestNumber);
			try {
				attacked.ackAt(i + 1, number, 0);
			}
			catch (ProtocolViolation violation) {
				caught = true;
			}
		}
		assertThat(caught).isTrue();
		assertThat(skipped).isEqualTo(1);
		assertThat(attacked.recovery.congestionWindow()).isLessThanOrEqualTo(2 * honest.recovery.congestionWindow());
	}

	/** Two arrays of 64 longs are all that grows, and they do not. */
	@Test
	@Requirement({ "REL-06", "SEC-53" })
	@Attack("A07")
	void aMillionPacketsWithEverySecondMissingAre64Ranges() {
		AckTracker tracker = new AckTracker(millis(25), 2);
		for (long number = 0; number < 2_000_000; number += 2) {
			tracker.onPacketReceived(number, millis(number), true, Ecn.NONE);
		}
		assertThat(tracker.rangeCount()).isEqualTo(AckTracker.MAX_RANGES).isEqualTo(64);
		assertThat(tracker.contains(1_999_998)).isTrue();
		assertThat(tracker.contains(1_999_998 - 2 * 63)).isTrue();
		assertThat(tracker.contains(1_999_998 - 2 * 64)).isFalse();
	}

	/**
	 * A delay of a minute is believed up to the announced 25 ms, so a round trip is not
	 * made to look shorter than the least one.
	 */
	@Test
	@Requirement("REL-06")
	@Attack("A40")
	void aLieAboutTheAckDelayGainsNothing() throws ProtocolViolation {
		Sender sender = new Sender();
		sender.recovery.setHandshakeConfirmed();
		sender.sendAt(0);
		sender.ackAt(40, 0, 0);
		long number = sender.sendAt(100);
		sender.recovery.onAckFrame(LossRecovery.APPLICATION, AckFrames.ack(60_000_000, number, number), millis(140));
		assertThat(sender.recovery.smoothedRttNanos()).isEqualTo(millis(40));
		assertThat(sender.recovery.minRttNanos()).isEqualTo(millis(40));
	}

}
