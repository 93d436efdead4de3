/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.HashSet;
import java.util.Set;

import io.mxp.transport.Requirement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Requirement("SEC-20")
class ReplayWindowTests {

	@Test
	@Requirement("SEC-53")
	void windowIs8128Packets() {
		assertThat(ReplayWindow.WINDOW).isGreaterThanOrEqualTo(8128);
		ReplayWindow window = new ReplayWindow();
		assertThat(window.largest()).isEqualTo(-1);
		assertThat(window.accept(10_000)).isEqualTo(ReplayWindow.Verdict.NEW);
		assertThat(window.accept(10_000 - 8127)).isEqualTo(ReplayWindow.Verdict.NEW);
		assertThat(window.accept(10_000 - 8127)).isEqualTo(ReplayWindow.Verdict.DUPLICATE);
		assertThat(window.accept(10_000 - 8128)).isEqualTo(ReplayWindow.Verdict.TOO_OLD);
		assertThat(window.largest()).isEqualTo(10_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void behavesLikeASet(int seed) {
		SeededRandom random = new SeededRandom(seed);
		ReplayWindow window = new ReplayWindow();
		Set<Long> seen = new HashSet<>();
		long largest = -1;
		long base = (seed == 10) ? (1L << 62) - 2_000_000 : 0;
		for (int i = 0; i < 200_000; i++) {
			long number = next(random, seed, Math.max(largest, base));
			ReplayWindow.Verdict expected = seen.contains(number) ? ReplayWindow.Verdict.DUPLICATE
					: ReplayWindow.Verdict.NEW;
			if (largest - number >= ReplayWindow.WINDOW) {
				expected = ReplayWindow.Verdict.TOO_OLD;
			}
			else {
				seen.add(number);
			}
			largest = Math.max(largest, number);
			assertThat(window.accept(number)).as("seed %d, step %d, number %d", seed, i, number).isEqualTo(expected);
		}
	}

	// mostly near the largest, sometimes far behind, sometimes a jump over the whole
	// window
	private static long next(SeededRandom random, int seed, long largest) {
		int kind = random.below(1000);
		if (kind == 0) {
			return largest + random.below(20_000);
		}
		if (kind < 50) {
			return Math.max(0, largest - random.below(9_000));
		}
		return Math.max(0, largest + random.below(2 * seed + 2) - seed);
	}

}
