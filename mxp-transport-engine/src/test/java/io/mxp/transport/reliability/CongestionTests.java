/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import org.junit.jupiter.api.Test;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** NewReno and the books around it, RFC 9002 §7. */
class CongestionTests {

	private final Sender sender = new Sender();

	@Test
	void slowStartDoublesARoundTrip() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 99, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(200_000);
	}

	@Test
	void aLossHalvesTheWindowOnceForAllPacketsInFlight() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 49, 1);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		this.sender.ackAt(41, 99, 60, 49, 1);
		assertThat(this.sender.lost).hasSize(11);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		assertThat(this.sender.recovery.bytesInFlight()).isZero();
	}

	@Test
	void behindTheThresholdAWindowOfAcksIsWorthOnePacket() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 99, 1);
		this.sender.sendManyAt(50, 49);
		this.sender.ackAt(90, 148, 100);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
		long next = this.sender.sendAt(100);
		this.sender.ackAt(140, next, next);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(51_000);
	}

	@Test
	void aWindowThatIsNotUsedDoesNotGrow() throws ProtocolViolation {
		for (int i = 0; i < 50; i++) {
			long number = this.sender.sendAt(100 * i);
			this.sender.ackAt(100 * i + 40, number, number);
		}
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(100_000);
	}

	@Test
	@Requirement("REL-13")
	void theAllowanceIsTheWindowLessTheBytesInFlight() throws ProtocolViolation {
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(100_000);
		this.sender.sendManyAt(0, 99);
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(1_000);
		this.sender.sendAt(0);
		assertThat(this.sender.recovery.congestionAllowance()).isZero();
		this.sender.ackAt(40, 9, 0);
		assertThat(this.sender.recovery.congestionAllowance()).isEqualTo(20_000);
	}

	@Test
	@Requirement("REL-15")
	void packetsThatOnlyAcknowledgeAreNotInFlight() {
		this.sender.receiveAt(0, 0);
		this.sender.receiveAt(0, 1);
		assertThat(this.sender.sendAckAt(0)).isNotEmpty();
		assertThat(this.sender.recovery.bytesInFlight()).isZero();
		assertThat(this.sender.nextTimeoutMillis()).isEqualTo(-1);
	}

	@Test
	void persistentCongestionLeavesTwoPackets() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		// Three probe timeouts of 145 ms are 435 ms. Sent at 100, 300 and 540, all lost.
		this.sender.sendAt(100);
		this.sender.sendAt(300);
		this.sender.sendAt(540);
		this.sender.sendAt(900);
		this.sender.ackAt(940, 4, 4);
		assertThat(this.sender.lost).containsExactly(1L, 2L, 3L);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(2_000);
	}

	@Test
	void lossesAroundAnAcknowledgedPacketAreNotPersistent() throws ProtocolViolation {
		this.sender.sendAt(0);
		this.sender.ackAt(40, 0, 0);
		this.sender.sendAt(100);
		this.sender.sendAt(300);
		this.sender.sendAt(540);
		this.sender.sendAt(900);
		this.sender.ackAt(940, 4, 4, 2, 2);
		assertThat(this.sender.lost).containsExactly(1L, 3L);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(50_000);
	}

	@Test
	@Requirement("REL-16")
	void aNewAddressResetsWindowAndRoundTrip() throws ProtocolViolation {
		this.sender.sendManyAt(0, 100);
		this.sender.ackAt(40, 49, 0);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(150_000);
		this.sender.recovery.onPathChanged(true);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(150_000);
		assertThat(this.sender.recovery.smoothedRttNanos()).isEqualTo(millis(40));
		this.sender.recovery.onPathChanged(false);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(100_000);
		assertThat(this.sender.recovery.smoothedRttNanos()).isEqualTo(millis(333));
		assertThat(this.sender.recovery.bytesInFlight()).isZero();
		// What is in flight is still acknowledged or lost, but counts for nothing else.
		this.sender.ackAt(90, 99, 51, 49, 0);
		assertThat(this.sender.acked).hasSize(99);
		assertThat(this.sender.lost).containsExactly(50L);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(100_000);
		assertThat(this.sender.recovery.smoothedRttNanos()).isEqualTo(millis(333));
	}

	@Test
	void theWindowStopsAtItsMaximum() throws ProtocolViolation {
		Sender small = new Sender(new RecoveryConfig("newreno", millis(333), millis(25), 3, 2, 100, 128 << 10, false));
		small.sendManyAt(0, 100);
		small.ackAt(40, 99, 0);
		assertThat(small.recovery.congestionWindow()).isEqualTo(128 << 10);
	}

	@Test
	void anUnknownControllerIsNamedWithTheKnownOnes() {
		assertThatIllegalArgumentException().isThrownBy(
				() -> CongestionControllers.create(RecoveryConfig.defaults().withCongestionControl("newrino"), 1_200))
			.withMessageContaining("newrino")
			.withMessageContaining("newreno");
	}

	@Test
	void aLargerDatagramSizeBeforeTheStartKeepsTheNumberOfPackets() {
		this.sender.recovery.setMaxDatagramSize(1_400);
		assertThat(this.sender.recovery.congestionWindow()).isEqualTo(140_000);
	}

}
