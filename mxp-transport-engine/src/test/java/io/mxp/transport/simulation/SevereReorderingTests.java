/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The figures of {@code docs/protocol/reliability.md#severe-reordering}, printed: 5 MB
 * over 10 Mbit/s and 30 ms, one packet in 20 overtaken by so many.
 */
class SevereReorderingTests {

	private static final int SEEDS = Math.min(20, Integer.getInteger("mxp.sim.seeds", 10));

	@ParameterizedTest
	@CsvSource({ "5, 8", "20, 8", "50, 5", "100, 4" })
	@Requirement({ "REL-11", "REL-12" })
	void aPathThatReordersIsStillUsed(int depth, double leastMegabits) {
		double megabits = 0;
		double spurious = 0;
		long lost = 0;
		for (int seed = 1; seed <= SEEDS; seed++) {
			Simulation sim = Simulation.seeded(seed).baseLink();
			PathScenarios.Reordering result = PathScenarios.reordering(sim, depth);
			megabits += result.megabitsPerSecond() / SEEDS;
			spurious += 100 * result.spuriousShare() / SEEDS;
			lost += sim.client().connection().figures().packetsLost();
			sim.closeAndCheck();
		}
		System.out.printf("depth %d: spurious %.3f %%, lost %d, goodput %.2f Mbit/s%n", depth, spurious, lost / SEEDS,
				megabits);
		assertThat(megabits).isGreaterThan(leastMegabits);
	}

}
