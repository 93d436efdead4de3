/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.mxp.transport.RecoveryConfig;
import io.mxp.transport.Requirement;

import static io.mxp.transport.reliability.Sender.millis;
import static org.assertj.core.api.Assertions.assertThat;

class PacerTests {

	private static final int PACKET = 1_000;

	private final Pacer pacer = new Pacer(PACKET);

	@Test
	@Requirement("REL-14")
	void tenPacketsLeaveAtOnceThenTheRateRules() {
		this.pacer.restart(1_000_000);
		assertThat(this.pacer.allowanceBytes(0)).isEqualTo(10 * PACKET);
		send(10, 0);
		assertThat(this.pacer.allowanceBytes(0)).isZero();
		// One packet a millisecond.
		assertThat(this.pacer.deadlineNanos(0)).isEqualTo(millis(1));
		assertThat(this.pacer.allowanceBytes(millis(0.9))).isZero();
		assertThat(this.pacer.allowanceBytes(millis(1))).isEqualTo(PACKET);
	}

	@Test
	@Requirement("REL-14")
	void aBurstIsOneMillisecondAtTheRate() {
		this.pacer.restart(30_000_000);
		assertThat(this.pacer.allowanceBytes(0)).isEqualTo(30 * PACKET);
		send(30, 0);
		assertThat(this.pacer.deadlineNanos(0)).isEqualTo(millis(1));
		assertThat(this.pacer.allowanceBytes(millis(1))).isEqualTo(30 * PACKET);
	}

	@Test
	@Requirement("REL-14")
	void atHighRatesABurstIsAtMostSixtyFourPackets() {
		this.pacer.restart(1_000_000_000);
		assertThat(this.pacer.allowanceBytes(0)).isEqualTo(64 * PACKET);
		send(64, 0);
		assertThat(this.pacer.deadlineNanos(0)).isEqualTo(64_000);
		// Less than 48 packets are not worth a send.
		assertThat(this.pacer.allowanceBytes(47_000)).isZero();
		assertThat(this.pacer.allowanceBytes(48_000)).isEqualTo(48 * PACKET);
	}

	@Test
	void aLoopThatAsksAllTheTimeSendsInWholeBatches() {
		// 400 MB/s, asked every 5 us, for a tenth of a second: 40,000 packets.
		this.pacer.restart(400_000_000);
		int sends = 0;
		int sent = 0;
		for (long now = 0; now < 100_000_000; now += 5_000) {
			int packets = (int) (this.pacer.allowanceBytes(now) / PACKET);
			if (packets > 0) {
				sends++;
				sent += packets;
				send(packets, now);
			}
		}
		assertThat(sent).isBetween(39_900, 40_100);
		assertThat(sent / sends).isGreaterThanOrEqualTo(48);
	}

	@Test
	void idleTimeIsWorthOneBurst() {
		this.pacer.restart(1_000_000);
		send(10, 0);
		assertThat(this.pacer.allowanceBytes(millis(60_000))).isEqualTo(10 * PACKET);
	}

	@Test
	void aLoopThatWakesLateStillReachesTheRate() {
		// 1 GB/s, asked once in 2 ms: 2,000 packets each time, in bursts of 64.
		this.pacer.restart(1_000_000_000);
		long sent = 0;
		for (int tick = 0; tick < 1_000; tick++) {
			long now = millis(2.0 * tick);
			for (long allowed = this.pacer.allowanceBytes(now); allowed >= PACKET; allowed = this.pacer
				.allowanceBytes(now)) {
				assertThat(allowed).isLessThanOrEqualTo(64 * PACKET);
				int packets = (int) (allowed / PACKET);
				send(packets, now);
				sent += packets * (long) PACKET;
			}
		}
		assertThat(sent).isBetween(1_990_000_000L, 2_000_000_000L);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1_000, 72_000, 1_234_567, 150_000_000, 3_333_333_333L, 900_000_000_000L })
	void theRateIsKeptWithoutDrift(long rate) {
		SplittableRandom random = new SplittableRandom(rate);
		this.pacer.restart(rate);
		long first = this.pacer.allowanceBytes(0);
		long now = 0;
		long sent = 0;
		long step = Math.max(3, 16L * PACKET * 1_000_000_000L / rate);
		for (int i = 0; i < 100_000; i++) {
			long allowed = this.pacer.allowanceBytes(now);
			if (allowed >= PACKET) {
				this.pacer.onPacketSent(PACKET, now);
				sent += PACKET;
			}
			else {
				now = Math.max(now + 1, this.pacer.deadlineNanos(now) + random.nextLong(step / 8 + 1));
			}
		}
		double expected = rate * (now / 1e9);
		assertThat((double) (sent - first)).isBetween(expected * 0.99 - 64 * PACKET, expected * 1.0001 + 64 * PACKET);
	}

	@Test
	@Requirement("REL-14")
	void theRateIsTheWindowOverTheRoundTrip() {
		RttEstimator rtt = new RttEstimator(millis(50));
		NewReno newReno = new NewReno(RecoveryConfig.defaults(), 1_200);
		// 12,000 bytes in 50 ms are 240,000 bytes a second; twice that in slow start.
		assertThat(newReno.pacingRateBytesPerSecond(rtt)).isEqualTo(480_000);
		newReno.onCongestionEvent(0, false);
		assertThat(newReno.pacingRateBytesPerSecond(rtt)).isEqualTo(150_000);
	}

	@Test
	void aProbeOverdrawsByABurstAtMost() {
		this.pacer.restart(1_000_000);
		send(100, 0);
		assertThat(this.pacer.deadlineNanos(0)).isEqualTo(millis(11));
	}

	private void send(int packets, long nowNanos) {
		for (int i = 0; i < packets; i++) {
			this.pacer.onPacketSent(PACKET, nowNanos);
		}
	}

}
