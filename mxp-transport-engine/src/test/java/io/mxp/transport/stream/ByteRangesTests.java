/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.BitSet;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ByteRangesTests {

	@Test
	void neighboursJoinUnlessTheSecondOnlyIsMarked() {
		ByteRanges ranges = new ByteRanges();
		ranges.add(0, 10, true);
		ranges.add(10, 20, false);
		ranges.add(20, 30, true);
		assertThat(ranges.size()).isEqualTo(1);
		ranges.add(50, 60, false);
		ranges.add(60, 70, true);
		ranges.add(40, 50, false);
		assertThat(ranges.size()).isEqualTo(3);
		assertThat(ranges.start(1)).isEqualTo(40);
		assertThat(ranges.end(1)).isEqualTo(60);
		assertThat(ranges.isMarked(2)).isTrue();
	}

	@Test
	void removingTheMiddleLeavesAnUnmarkedRest() {
		ByteRanges ranges = new ByteRanges();
		ranges.add(0, 100, true);
		ranges.remove(40, 60);
		assertThat(ranges.size()).isEqualTo(2);
		assertThat(ranges.isMarked(0)).isTrue();
		assertThat(ranges.isMarked(1)).isFalse();
		assertThat(ranges.countWithin(30, 70)).isEqualTo(20);
		assertThat(ranges.endsAt(40)).isTrue();
		assertThat(ranges.endsAt(41)).isFalse();
		assertThat(ranges.endsAt(100)).isTrue();
	}

	@Test
	void equalsASetOfNumbers() {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			ByteRanges ranges = new ByteRanges();
			BitSet model = new BitSet();
			for (int step = 0; step < 200; step++) {
				int start = random.nextInt(300);
				int end = start + 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
				if (random.nextInt(3) > 0) {
					ranges.add(start, end, random.nextBoolean());
					model.set(start, end);
				}
				else {
					ranges.remove(start, end);
					model.clear(start, end);
				}
				assertSame(ranges, model, random);
			}
		}
	}

	private static void assertSame(ByteRanges ranges, BitSet model, SplittableRandom random) {
		BitSet covered = new BitSet();
		for (int i = 0; i < ranges.size(); i++) {
			assertThat(ranges.start(i)).isLessThan(ranges.end(i));
			if (i > 0) {
				assertThat(ranges.start(i)).isGreaterThanOrEqualTo(ranges.end(i - 1));
			}
			covered.set((int) ranges.start(i), (int) ranges.end(i));
		}
		assertThat(covered).isEqualTo(model);
		int at = random.nextInt(350);
		long until = ranges.coveredUntil(at);
		assertThat(until > at).isEqualTo(model.get(at));
		if (until == at) {
			int next = model.nextSetBit(at);
			assertThat(ranges.nextStart(at)).isEqualTo((next < 0) ? Long.MAX_VALUE : next);
		}
		int to = at + random.nextInt(60);
		assertThat(ranges.countWithin(at, to)).isEqualTo(model.get(at, to).cardinality());
	}

}
