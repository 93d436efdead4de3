/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A set of used tokens that live 10 s, at most 100 of each lifetime. */
class UsedTokensTests {

	private static final long SECOND = 1_000_000_000L;

	private final UsedTokens used = new UsedTokens(100, 10 * SECOND, 4_711);

	@Test
	void isRememberedForAsLongAsItCouldBeUsed() {
		this.used.add(9 * SECOND, 7);
		assertThat(this.used.contains(9 * SECOND, 7)).isTrue();
		// A token of 9 s is good until 19 s.
		assertThat(this.used.contains(19 * SECOND, 7)).isTrue();
		assertThat(this.used.contains(20 * SECOND, 7)).isFalse();
		assertThat(this.used.contains(20 * SECOND, 8)).isFalse();
	}

	@Test
	@Requirement("SEC-53")
	void aHundredAreRememberedAndNotOneMore() {
		for (int id = 1; id <= 100; id++) {
			assertThat(this.used.isFull(0)).isFalse();
			this.used.add(0, id);
			this.used.add(0, id);
		}
		assertThat(this.used.isFull(0)).isTrue();
		this.used.add(0, 101);
		assertThat(this.used.contains(0, 101)).isFalse();
		for (int id = 1; id <= 100; id++) {
			assertThat(this.used.contains(10 * SECOND, id)).as("token %s", id).isTrue();
		}
		// The next lifetime has room of its own.
		assertThat(this.used.isFull(10 * SECOND)).isFalse();
		this.used.add(10 * SECOND, 101);
		assertThat(this.used.contains(10 * SECOND, 101)).isTrue();
	}

	@Test
	void aPauseForgetsAll() {
		this.used.add(0, 7);
		assertThat(this.used.contains(100 * SECOND, 7)).isFalse();
		this.used.add(100 * SECOND, 8);
		assertThat(this.used.contains(100 * SECOND, 8)).isTrue();
	}

	@Test
	void aRateHasBurstsOfASecondAndFillsUpByTheNanosecond() {
		RateLimit limit = new RateLimit(4);
		for (int i = 0; i < 4; i++) {
			assertThat(limit.take(SECOND)).isTrue();
		}
		assertThat(limit.take(SECOND)).isFalse();
		assertThat(limit.take(SECOND + SECOND / 4 - 1)).isFalse();
		assertThat(limit.take(SECOND + SECOND / 4)).isTrue();
		assertThat(limit.take(SECOND + SECOND / 4)).isFalse();
		// Time that is late changes nothing; a long pause is worth a second.
		assertThat(limit.take(0)).isFalse();
		for (int i = 0; i < 4; i++) {
			assertThat(limit.take(1_000 * SECOND)).isTrue();
		}
		assertThat(limit.take(1_000 * SECOND)).isFalse();
		assertThat(new RateLimit(0).take(SECOND)).isFalse();
	}

}
