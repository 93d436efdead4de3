/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamSchedulerTests {

	private static final int BANDS = 0b01111;

	private static final int ALL = 0b11111;

	@Test
	void saturatedBandsShareBytesByTheirWeights() {
		long[] bytes = saturate(new StreamScheduler(SchedulerConfig.defaults()), BANDS, 60_000);
		long sum = bytes[0] + bytes[1] + bytes[2] + bytes[3];
		for (int band = 0; band < 4; band++) {
			assertThat((double) bytes[band] / sum).isCloseTo((8 >> band) / 15.0, Percentage.withPercentage(5));
		}
	}

	@Test
	void datagramsAreAFlowLikeTheBands() {
		long[] bytes = saturate(new StreamScheduler(SchedulerConfig.defaults()), ALL, 60_000);
		long sum = 0;
		for (long part : bytes) {
			sum += part;
		}
		assertThat((double) bytes[4] / sum).isCloseTo(2 / 17.0, Percentage.withPercentage(5));
	}

	@Test
	@Requirement("REL-21")
	void everyBandGetsOnePercentWhateverTheWeights() {
		SchedulerConfig config = SchedulerConfig.defaults().withWeights(1000, 1000, 1, 1).withDatagramWeight(1000);
		long[] bytes = saturate(new StreamScheduler(config), ALL, 400_000);
		long sum = 0;
		for (long part : bytes) {
			sum += part;
		}
		assertThat((double) bytes[2] / sum).isGreaterThan(0.0099);
		assertThat((double) bytes[3] / sum).isGreaterThan(0.0099);
	}

	@Test
	void sharesNeverFallBelowTheFloorAndMakeOne() {
		SplittableRandom random = new SplittableRandom(3);
		for (int i = 0; i < 1000; i++) {
			double sum = 0;
			for (double share : StreamScheduler.shares(1 + random.nextInt(1000), 1 + random.nextInt(1000),
					1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(1000))) {
				assertThat(share).isGreaterThanOrEqualTo(0.01 - 1e-12);
				sum += share;
			}
			assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
		}
	}

	@Test
	void aBandThatWasIdleGoesNextAndSavesUpNothing() {
		StreamScheduler scheduler = new StreamScheduler(SchedulerConfig.defaults());
		int background = 1 << 3;
		for (int i = 0; i < 1000; i++) {
			scheduler.onBacklog(background);
			assertThat(scheduler.next(background)).isEqualTo(3);
			scheduler.onServed(3, 1200);
		}
		// a call arrives: it waits for no packet of the background
		scheduler.onBacklog(background | 1);
		assertThat(scheduler.next(background | 1)).isZero();
		long[] bytes = saturate(scheduler, background | 1, 900);
		assertThat((double) bytes[0] / bytes[3]).isCloseTo(8, Percentage.withPercentage(5));
	}

	@Test
	void oneBandAloneHasEverything() {
		long[] bytes = saturate(new StreamScheduler(SchedulerConfig.defaults()), 1 << 3, 100);
		assertThat(bytes[3]).isPositive();
	}

	@Test
	void tagsSurviveALongLife() {
		StreamScheduler scheduler = new StreamScheduler(SchedulerConfig.defaults().withWeights(1000, 1, 1, 1));
		long[] bytes = new long[5];
		for (long i = 0; i < 3_000_000; i++) {
			scheduler.onBacklog(BANDS);
			int band = scheduler.next(BANDS);
			scheduler.onServed(band, 20_000_000);
			bytes[band] += 20_000_000;
		}
		long sum = bytes[0] + bytes[1] + bytes[2] + bytes[3];
		assertThat((double) bytes[3] / sum).isCloseTo(0.01, Percentage.withPercentage(5));
	}

	private static long[] saturate(StreamScheduler scheduler, int flows, int frames) {
		SplittableRandom random = new SplittableRandom(1);
		long[] bytes = new long[5];
		for (int i = 0; i < frames; i++) {
			scheduler.onBacklog(flows);
			int flow = scheduler.next(flows);
			int length = 100 + random.nextInt(1100);
			scheduler.onServed(flow, length);
			bytes[flow] += length;
		}
		return bytes;
	}

}
