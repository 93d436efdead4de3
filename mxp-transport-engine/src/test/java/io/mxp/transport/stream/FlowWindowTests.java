/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlowWindowTests {

	private static final long NONE = Long.MAX_VALUE;

	@Test
	@Requirement({ "REL-17", "REL-18" })
	void creditIsGivenForConsumedBytesOnly() {
		FlowWindow window = new FlowWindow(1000);
		assertThat(window.allows(1000)).isTrue();
		assertThat(window.allows(1001)).isFalse();
		window.onReceived(1000);
		assertThat(window.updateDue(NONE)).isFalse();
		window.onConsumed(499);
		assertThat(window.allows(1)).isFalse();
		window.onConsumed(1);
		assertThat(window.updateDue(NONE)).isTrue();
		assertThat(window.advertise(NONE)).isEqualTo(1500);
		assertThat(window.allows(500)).isTrue();
		assertThat(window.allows(501)).isFalse();
	}

	@Test
	void aStarvedPeerGetsASixteenthOfTheWindow() {
		FlowWindow window = new FlowWindow(1600);
		window.onReceived(1600);
		window.onConsumed(99);
		assertThat(window.updateDue(NONE)).isFalse();
		window.onConsumed(1);
		assertThat(window.updateDue(NONE)).isTrue();
	}

	@Test
	@Requirement("REL-17")
	void theLimitNeverShrinksAndNeverPassesWindowOrCeiling() {
		for (int seed = 0; seed < 100; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			FlowWindow window = new FlowWindow(1 + random.nextInt(5000));
			long last = window.limit();
			for (int step = 0; step < 500; step++) {
				long room = window.limit() - window.received();
				window.onReceived((room == 0) ? 0 : random.nextLong(room + 1));
				window.onConsumed(random.nextLong(window.received() - window.consumed() + 1));
				long ceiling = window.received() + random.nextInt(6000);
				boolean due = window.updateDue(ceiling);
				long limit = window.advertise(ceiling);
				assertThat(limit).isGreaterThanOrEqualTo(last)
					.isLessThanOrEqualTo(window.consumed() + window.windowBytes());
				if (due) {
					assertThat(limit).isGreaterThan(last).isLessThanOrEqualTo(ceiling);
				}
				last = limit;
			}
		}
	}

	@Test
	void everythingConsumedAlwaysFreesTheSender() {
		for (int bytes = 1; bytes < 70_000; bytes += 97) {
			FlowWindow window = new FlowWindow(bytes);
			window.onReceived(bytes);
			window.onConsumed(bytes);
			assertThat(window.updateDue(NONE)).isTrue();
		}
	}

}
