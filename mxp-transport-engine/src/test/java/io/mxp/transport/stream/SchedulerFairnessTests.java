/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;
import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import io.mxp.transport.SchedulerConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scheduler against its theorem (Goyal, Vin, Cheng 1996): while two flows have
 * something to send, what they got, divided by their shares, never differs by more than
 * one longest frame of each, divided by its share.
 */
class SchedulerFairnessTests {

	private static final int FLOWS = 5;

	private static final int LONGEST = 1_200;

	private static final int STEPS = 3_000;

	@Test
	@Requirement("REL-21")
	void noTwoFlowsDriftApartWhateverComesAndGoes() {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			int[] weights = new int[FLOWS];
			Arrays.setAll(weights, (i) -> 1 + random.nextInt(random.nextBoolean() ? 10 : 1_000));
			new Run(weights, random).check(seed);
		}
	}

	private static final class Run {

		private final SplittableRandom random;

		private final StreamScheduler scheduler;

		private final double[] shares;

		private final double[] served = new double[FLOWS];

		/** By pair: what each had got when both began to have something to send. */
		private final double[][] base = new double[FLOWS][FLOWS];

		private int backlog = (1 << FLOWS) - 1;

		Run(int[] weights, SplittableRandom random) {
			this.random = random;
			this.shares = StreamScheduler.shares(weights);
			this.scheduler = new StreamScheduler(SchedulerConfig.defaults()
				.withWeights(weights[0], weights[1], weights[2], weights[3])
				.withDatagramWeight(weights[4]));
		}

		void check(int seed) {
			for (int step = 0; step < STEPS; step++) {
				if (this.random.nextInt(40) == 0) {
					change();
				}
				this.scheduler.onBacklog(this.backlog);
				int flow = this.scheduler.next(this.backlog);
				assertThat(this.backlog >>> flow & 1).isOne();
				int bytes = 1 + this.random.nextInt(LONGEST);
				this.scheduler.onServed(flow, bytes);
				this.served[flow] += bytes / this.shares[flow];
				for (int other = 0; other < FLOWS; other++) {
					if ((this.backlog >>> other & 1) != 0) {
						checkPair(seed, step, flow, other);
					}
				}
			}
		}

		/** One flow has something to send, or nothing any more; one always has. */
		private void change() {
			int changed = this.random.nextInt(FLOWS);
			if ((this.backlog ^ 1 << changed) == 0) {
				return;
			}
			this.backlog ^= 1 << changed;
			if ((this.backlog >>> changed & 1) != 0) {
				for (int other = 0; other < FLOWS; other++) {
					this.base[changed][other] = this.served[changed];
					this.base[other][changed] = this.served[other];
				}
			}
		}

		private void checkPair(int seed, int step, int flow, int other) {
			double mine = this.served[flow] - this.base[flow][other];
			double theirs = this.served[other] - this.base[other][flow];
			double bound = LONGEST / this.shares[flow] + LONGEST / this.shares[other];
			// Shares are kept as whole ticks for a byte: a part in 65,536 is lost.
			double rounding = (mine + theirs) / 65_536;
			assertThat(Math.abs(mine - theirs)).as("seed %d, step %d, flows %d and %d", seed, step, flow, other)
				.isLessThanOrEqualTo(bound + rounding);
		}

	}

}
