/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathMtuSearchTests {

	private static final long SECOND = 1_000_000_000L;

	/** Sizes that were probed. */
	private final List<Integer> probed = new ArrayList<>();

	@Test
	void theLargestAllowedSizeIsTriedFirstAndIsTheEndOfIt() {
		PathMtuSearch search = PathMtuSearch.upTo(1_452);
		assertThat(search.currentBytes()).isEqualTo(1_200);
		search(search, 1_500);
		assertThat(this.probed).containsExactly(1_452);
		assertThat(search.currentBytes()).isEqualTo(1_452);
		assertThat(search.isComplete()).isTrue();
	}

	@Test
	void aSizeIsGivenUpAfterThreeLostProbes() {
		PathMtuSearch search = PathMtuSearch.upTo(1_452);
		search(search, 1_392);
		// Three of 1,452; 1,392 passes; then halves: 30, 15 bytes.
		assertThat(this.probed).startsWith(1_452, 1_452, 1_452, 1_392, 1_422, 1_422, 1_422, 1_407);
		assertThat(search.currentBytes()).isEqualTo(1_392);
	}

	@ParameterizedTest
	@CsvSource({ "1452, 1200", "1452, 1210", "1452, 1300", "1452, 1380", "1452, 1419", "1452, 1451", "1472, 1465" })
	void theSearchEndsWithin16BytesOfWhatThePathCarries(int largest, int path) {
		PathMtuSearch search = PathMtuSearch.upTo(largest);
		search(search, path);
		assertThat(search.currentBytes()).isBetween(Math.max(1_200, path - PathMtuSearch.RESOLUTION_BYTES), path);
		assertThat(this.probed.size()).isLessThanOrEqualTo(30);
	}

	@ParameterizedTest
	@CsvSource({ "8972, 8972", "8960, 8952", "1500, 1472", "1460, 1452" })
	void jumboPathsHaveOneOfTheUsualSizes(int path, int found) {
		PathMtuSearch search = PathMtuSearch.upTo(65_000);
		search(search, path);
		assertThat(search.currentBytes()).isEqualTo(found);
	}

	@Test
	void aSearchThatEndedBelowTheLargestIsBegunAnewAfterTenMinutes() {
		PathMtuSearch search = PathMtuSearch.upTo(1_452);
		search(search, 1_300);
		int found = search.currentBytes();
		assertThat(search.nextProbe(0)).isZero();
		assertThat(search.nextProbe(600 * SECOND - 1)).isZero();
		assertThat(search.nextProbe(600 * SECOND)).isEqualTo(1_452);
		assertThat(search.currentBytes()).isEqualTo(found);
		assertThat(search.onProbeAcked(1_452)).isTrue();
		assertThat(search.nextProbe(10_000 * SECOND)).isZero();
	}

	@Test
	void aBlackHoleTakesTheSizeTo1200AndTheSearchBeginsAnew() {
		PathMtuSearch search = PathMtuSearch.upTo(1_452);
		search(search, 1_452);
		search.onBlackHole();
		assertThat(search.currentBytes()).isEqualTo(1_200);
		assertThat(search.blackHoles()).isEqualTo(1);
		search(search, 1_232);
		assertThat(search.currentBytes()).isEqualTo(1_232);
		search.onBlackHole();
		search.onBlackHole();
		assertThat(search.blackHoles()).isEqualTo(2);
		assertThat(search.currentBytes()).isEqualTo(1_200);
	}

	@Test
	void aNewsOfAnEarlierProbeCountsForNothing() {
		PathMtuSearch search = PathMtuSearch.upTo(1_452);
		assertThat(search.onProbeAcked(1_452)).isFalse();
		search.nextProbe(0);
		search.onProbeLost(1_400);
		assertThat(search.nextProbe(0)).isZero();
		assertThat(search.onProbeAcked(1_400)).isFalse();
		assertThat(search.probesLost()).isZero();
	}

	@Test
	void fourLargePacketsLostWithNoneAcknowledgedAreABlackHole() {
		BlackHoleDetector detector = new BlackHoleDetector();
		detector.onAcked(1_452, 10);
		for (int i = 1; i <= 3; i++) {
			detector.onLost(1_452, 10 + i);
		}
		detector.onAcked(1_200, 14);
		assertThat(detector.poll()).isFalse();
		detector.onLost(1_452, 15);
		assertThat(detector.poll()).isTrue();
		assertThat(detector.poll()).isFalse();
	}

	@Test
	void lossesThatALargePacketOvertookAreNoBlackHole() {
		BlackHoleDetector detector = new BlackHoleDetector();
		detector.onAcked(1_452, 100);
		for (int i = 0; i < 50; i++) {
			detector.onLost(1_452, i);
			detector.onLost(1_200, 101 + i);
		}
		assertThat(detector.poll()).isFalse();
	}

	/** Probes until the search is over, on a path that carries so much. */
	private void search(PathMtuSearch search, int pathBytes) {
		for (int bytes = search.nextProbe(0); bytes > 0; bytes = search.nextProbe(0)) {
			this.probed.add(bytes);
			if (bytes <= pathBytes) {
				search.onProbeAcked(bytes);
			}
			else {
				search.onProbeLost(bytes);
			}
		}
	}

}
