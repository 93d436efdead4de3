/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.SplittableRandom;

import io.mxp.transport.Attack;
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
		window.onConsumed(249);
		assertThat(window.allows(1)).isFalse();
		window.onConsumed(1);
		assertThat(window.updateDue(NONE)).isTrue();
		assertThat(window.advertise(NONE)).isEqualTo(1250);
		assertThat(window.allows(250)).isTrue();
		assertThat(window.allows(251)).isFalse();
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

	private static final long ROUND_TRIP = 50_000_000;

	@Test
	@Requirement("REL-18")
	void aWindowThatIsConsumedInTwoRoundTripsDoubles() {
		FlowWindow window = new FlowWindow(1000, 3000);
		consume(window, 500);
		window.tune(0, ROUND_TRIP); // the measurement begins
		consume(window, 500);
		window.tune(ROUND_TRIP, ROUND_TRIP); // half a window in one round trip
		assertThat(window.windowBytes()).isEqualTo(2000);
		window.advertise(NONE);
		consume(window, 1000);
		window.tune(2 * ROUND_TRIP, ROUND_TRIP);
		assertThat(window.windowBytes()).isEqualTo(3000); // and no further
		window.advertise(NONE);
		consume(window, 3000);
		window.tune(3 * ROUND_TRIP, ROUND_TRIP);
		assertThat(window.windowBytes()).isEqualTo(3000);
	}

	@Test
	void aWindowThatIsConsumedMoreSlowlyStays() {
		FlowWindow window = new FlowWindow(1000, 64_000);
		for (int i = 0; i < 100; i++) {
			consume(window, 500);
			window.tune(i * (ROUND_TRIP + 1), ROUND_TRIP);
			window.advertise(NONE);
		}
		assertThat(window.windowBytes()).isEqualTo(1000);
	}

	@Test
	@Requirement("REL-18")
	@Attack("A19")
	void whatIsNotConsumedGrowsNothing() {
		FlowWindow window = new FlowWindow(1000, 64_000);
		for (int i = 0; i < 100; i++) {
			// a reset whose final size is far behind what was sent, again and again
			long bytes = window.limit() - window.received();
			window.onReceived(bytes);
			window.onDiscarded(bytes);
			window.tune(i, ROUND_TRIP);
			window.advertise(NONE);
		}
		assertThat(window.windowBytes()).isEqualTo(1000);
	}

	@Test
	void withoutARoundTripNothingGrows() {
		FlowWindow window = new FlowWindow(1000, 64_000);
		for (int i = 0; i < 100; i++) {
			consume(window, 500);
			window.tune(i, 0);
			window.advertise(NONE);
		}
		assertThat(window.windowBytes()).isEqualTo(1000);
	}

	@Test
	@Requirement("REL-17")
	void equalsASimpleModel() {
		for (int seed = 0; seed < 200; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			FlowWindow window = new FlowWindow(1000, 8000);
			long received = 0;
			long consumed = 0;
			long limit = 1000;
			long now = 0;
			for (int step = 0; step < 300; step++) {
				long more = random.nextLong(2000);
				assertThat(window.allows(more)).isEqualTo(received + more <= limit);
				long taken = Math.min(more, limit - received);
				window.onReceived(taken);
				received += taken;
				long eaten = random.nextLong(received - consumed + 1);
				window.onConsumed(eaten);
				consumed += eaten;
				now += random.nextLong(ROUND_TRIP);
				long before = window.windowBytes();
				window.tune(now, ROUND_TRIP);
				assertThat(window.windowBytes()).isBetween(before, 8000L);
				assertThat(window.held()).isEqualTo(received - consumed);
				if (window.updateDue(NONE)) {
					long next = window.advertise(NONE);
					assertThat(next).isGreaterThan(limit).isEqualTo(consumed + window.windowBytes());
					limit = next;
				}
			}
		}
	}

	private static void consume(FlowWindow window, long bytes) {
		window.onReceived(bytes);
		window.onConsumed(bytes);
	}

}
