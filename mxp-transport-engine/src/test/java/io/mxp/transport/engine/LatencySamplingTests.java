/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatencySamplingTests {

	private final LatencySampling sampling = new LatencySampling();

	private long messageId;

	@Test
	void fewMessagesAreAllChosen() {
		for (int message = 0; message < 1_000; message++) {
			assertThat(weight(0, message * 50_000L)).isEqualTo(1);
		}
	}

	@Test
	void ofVeryManyOneInTwoToTheSixthIsChosenAndStandsForTheOthers() {
		long sum = 0;
		int chosen = 0;
		long now = 0;
		for (int message = 0; message < 1_000_000; message++) {
			now += 100; // ten million a second
			int weight = weight(0, now);
			sum += weight;
			chosen += (weight > 0) ? 1 : 0;
		}
		assertThat(this.sampling.shift()).isEqualTo(LatencySampling.MAX_SHIFT);
		assertThat(chosen).isBetween(1_000_000 / 64, 1_000_000 / 64 + 1_000);
		assertThat(sum).isBetween(1_000_000L - 200, 1_000_000L);
	}

	@Test
	void bandsThatTakeTurnsAreBothChosen() {
		int[] chosen = new int[2];
		for (int message = 0; message < 100_000; message++) {
			chosen[message & 1] += (weight(message & 1, message * 100L) > 0) ? 1 : 0;
		}
		assertThat((double) chosen[0] / chosen[1]).isBetween(0.8, 1.25);
	}

	@Test
	void afterAPauseAllAreChosenAgain() {
		for (int message = 0; message < 100_000; message++) {
			weight(0, message * 100L);
		}
		long later = 100_000 * 100L + 11_000_000;
		int message = 0;
		while (weight(0, later + message) == 0) {
			message++;
		}
		assertThat(this.sampling.shift()).isZero();
	}

	/** 0 where the next message is not chosen. */
	private int weight(int band, long nowNanos) {
		this.messageId += 2;
		if (this.sampling.isChosen(this.messageId)) {
			return this.sampling.onChosen(band, nowNanos);
		}
		this.sampling.onPassed(band);
		return 0;
	}

}
