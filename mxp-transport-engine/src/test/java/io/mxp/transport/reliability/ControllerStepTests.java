/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.stream.LongStream;

import io.mxp.transport.Attack;
import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.ProtocolViolation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

/** Steps of the controllers that can be followed by hand: 100 packets of 1,000 bytes. */
class ControllerStepTests {

	private static Sender sender(String controller) {
		return new Sender(new RecoveryConfig(controller, millis(333), millis(25), 3, 2, 100, 16 << 20, false));
	}

	@Test
	void cubicGivesUpThreeTenthsAndGetsThemBackWhenTheLossWasNone() throws ProtocolViolation {
		Sender sender = sender("cubic");
		sender.sendManyAt(0, 100);
		sender.ackAt(40, 49, 1);
		assertThat(sender.recovery.congestionWindow()).isEqualTo(70_000);
		sender.ackAt(41, 49, 0);
		assertThat(sender.recovery.congestionWindow()).isEqualTo(100_000);
		assertThat(sender.recovery.congestion().times(CongestionSignal.CONGESTION)).isEqualTo(1);
		assertThat(sender.recovery.congestion().times(CongestionSignal.SPURIOUS_UNDONE)).isEqualTo(1);
	}

	@Test
	void bbrKeepsItsWindowAtOneLoss() throws ProtocolViolation {
		Sender sender = sender("bbr");
		sender.sendManyAt(0, 100);
		sender.ackAt(40, 49, 1);
		assertThat(sender.recovery.congestionWindow()).isGreaterThanOrEqualTo(100_000);
		// 49 packets of 1,000 bytes in 40 ms.
		assertThat(sender.recovery.congestion().bandwidthBytesPerSecond()).isEqualTo(1_225_000);
		assertThat(sender.recovery.congestion().minRttNanos()).isEqualTo(millis(40));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bbr", "cubic", "newreno" })
	@Requirement("REL-16")
	void aNewAddressStartsAnew(String controller) throws ProtocolViolation {
		Sender sender = sender(controller);
		sender.sendManyAt(0, 100);
		sender.ackAt(40, 49, 1);
		String first = sender(controller).recovery.congestion().state();
		sender.recovery.onPathChanged(false);
		assertThat(sender.recovery.congestionWindow()).isEqualTo(100_000);
		assertThat(sender.recovery.congestion().state()).isEqualTo(first);
		assertThat(sender.recovery.congestion().bandwidthBytesPerSecond()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bbr", "cubic", "newreno" })
	void persistentCongestionLeavesTheLeastWindow(String controller) throws ProtocolViolation {
		Sender sender = sender(controller);
		sender.sendAt(0);
		sender.ackAt(40, 0, 0);
		sender.sendAt(100);
		sender.sendAt(300);
		sender.sendAt(540);
		sender.sendAt(900);
		sender.ackAt(940, 4, 4);
		assertThat(sender.recovery.congestionWindow()).isLessThanOrEqualTo(5_000);
		assertThat(sender.recovery.congestion().times(CongestionSignal.PERSISTENT_CONGESTION)).isEqualTo(1);
	}

	@Test
	void fewBytesSayNothingAboutThePathAndSlowNothing() throws ProtocolViolation {
		Sender sender = sender("bbr");
		long first = sender.recovery.congestionWindow();
		for (int i = 0; i < 200; i++) {
			long number = sender.sendAt(10 * i);
			sender.recovery.onApplicationLimited();
			sender.ackAt(10 * i + 1, number, number);
		}
		// 100 packets in the round trip of 1 ms are 100 MB/s, and STARTUP is not over.
		assertThat(sender.recovery.congestion().state()).isEqualTo("STARTUP");
		assertThat(sender.recovery.congestionWindow()).isGreaterThanOrEqualTo(first);
		assertThat(sender.recovery.congestion().pacingRateBytesPerSecond()).isGreaterThan(100_000_000);
	}

	@Test
	@Attack("A40")
	void aPeerThatAcknowledgesEarlyGainsNoRateAboveWhatWasSent() throws ProtocolViolation {
		Sender sender = sender("bbr");
		for (int i = 0; i < 50; i++) {
			sender.sendAt(i);
		}
		sender.ackAt(50, 49, 0);
		// Fifty packets left in 49 ms, the first was 50 ms under way.
		assertThat(sender.recovery.congestion().bandwidthBytesPerSecond()).isLessThanOrEqualTo(1_021_000);
	}

	@Test
	@Requirement("REL-14")
	void overALoopbackTheWindowIsThreeMillisecondsOfTheRate() throws ProtocolViolation {
		Sender sender = sender("bbr");
		// 20 packets of 1,000 bytes in every 50 us, each 50 us under way: 400 MB/s.
		long[] sent = new long[20];
		for (int i = 0; i < 2_000; i++) {
			if (i > 0) {
				ackAll(sender, 0.05 * i, sent);
			}
			for (int k = 0; k < sent.length; k++) {
				sent[k] = sender.sendAt(0.05 * i);
			}
		}
		// The bandwidth-delay product is 20,000 bytes; 3 ms at 0.75 of the rate are
		// 900,000.
		assertThat(sender.recovery.congestionWindow()).isBetween(900_000L, 1_600_000L);
	}

	/** One ACK for these, whatever numbers were left out between them. */
	private static void ackAll(Sender sender, double atMillis, long[] numbers) throws ProtocolViolation {
		LongStream.Builder ranges = LongStream.builder();
		int end = numbers.length - 1;
		for (int i = end; i >= 0; i--) {
			if (i == 0 || numbers[i - 1] != numbers[i] - 1) {
				ranges.add(numbers[end]).add(numbers[i]);
				end = i - 1;
			}
		}
		sender.ackAt(atMillis, ranges.build().toArray());
	}

}
