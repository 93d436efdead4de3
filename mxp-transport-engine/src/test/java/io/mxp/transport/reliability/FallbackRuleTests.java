/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FallbackRuleTests {

	private static final long SECOND = 1_000_000_000L;

	private final FallbackRule rule = new FallbackRule();

	@Test
	@Requirement("REL-29")
	void switchesAreFiveSecondsApart() {
		// Rounds of 250 ms: five rounds are over after 1 s.
		for (int round = 0; round < 4; round++) {
			assertThat(this.rule.onRound(101, true, true, round * SECOND / 4)).isFalse();
		}
		assertThat(this.rule.onRound(101, true, true, SECOND)).isTrue();
		// Clean from 1.25 s on: 5 s of it end at 6.25 s.
		for (int round = 5; round < 25; round++) {
			assertThat(this.rule.onRound(19, true, true, round * SECOND / 4)).isTrue();
		}
		assertThat(this.rule.onRound(19, true, true, 25 * SECOND / 4)).isFalse();
		// Bad again at once: 1 s would do, but 5 s have to pass.
		for (int round = 26; round < 45; round++) {
			assertThat(this.rule.onRound(500, true, true, round * SECOND / 4)).isFalse();
		}
		assertThat(this.rule.onRound(500, true, true, 45 * SECOND / 4)).isTrue();
		assertThat(this.rule.switches()).isEqualTo(3);
	}

	@Test
	void theLimitItselfBringsNoFallback() {
		for (int round = 0; round < 100; round++) {
			assertThat(this.rule.onRound(100, true, true, round * SECOND)).isFalse();
		}
	}

	@Test
	@Requirement("REL-29")
	void lossWithoutAQueueBringsNoFallbackAndEndsOne() {
		for (int round = 0; round < 100; round++) {
			assertThat(this.rule.onRound(300, false, true, round * SECOND)).isFalse();
		}
		for (int round = 100; round < 104; round++) {
			assertThat(this.rule.onRound(300, true, true, round * SECOND)).isFalse();
		}
		assertThat(this.rule.onRound(300, true, true, 104 * SECOND)).isTrue();
		// The queue is gone, the loss is not: it was not congestion. Ten rounds later:
		for (int round = 105; round < 114; round++) {
			assertThat(this.rule.onRound(300, false, true, round * SECOND)).isTrue();
		}
		assertThat(this.rule.onRound(300, false, true, 114 * SECOND)).isFalse();
	}

}
