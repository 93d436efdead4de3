/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mxp.transport.Requirement;
import io.mxp.transport.TicketKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ticket keys of one process. */
class TicketKeysTests {

	private static final Instant START = Instant.ofEpochSecond(1_000_000);

	private final RotatingTicketKeys keys = new RotatingTicketKeys();

	@Test
	@Requirement("SEC-47")
	void aKeyIsInUseForAMinute() {
		TicketKey first = this.keys.keys(START).get(0);
		assertThat(this.keys.keys(START.plusMillis(59_999)).get(0)).isSameAs(first);
		List<TicketKey> two = this.keys.keys(START.plusSeconds(60));
		assertThat(two).hasSize(2);
		assertThat(two.get(0).id()).isNotEqualTo(first.id());
		assertThat(two.get(0).secret()).isNotEqualTo(first.secret());
		assertThat(two.get(1)).isSameAs(first);
	}

	@Test
	@Requirement("SEC-53")
	void eightKeysAreKeptAndNotOneMore() {
		// 300 s of the longest tickets and the minute of the key itself are six turns.
		for (int minute = 0; minute < 20; minute++) {
			assertThat(this.keys.keys(START.plusSeconds(60L * minute)).size()).isEqualTo(Math.min(minute + 1, 6));
		}
		assertThat(this.keys.keys(START.plusSeconds(86_400))).hasSize(1);
		Set<Long> ids = new HashSet<>();
		for (int back = 1; back <= 20; back++) {
			List<TicketKey> present = this.keys.keys(START.plusSeconds(86_400L - 2 * back));
			assertThat(present).hasSizeLessThanOrEqualTo(8);
			ids.add(present.get(0).id());
		}
		assertThat(ids).as("a clock that is set back").hasSize(20);
		assertThat(this.keys.keys(START.plusSeconds(86_360))).hasSize(8);
	}

	@Test
	void aLoopThatIsALittleLateGetsTheSameKey() {
		TicketKey first = this.keys.keys(START).get(0);
		assertThat(this.keys.keys(START.minusMillis(999)).get(0)).isSameAs(first);
	}

	@Test
	void aKeyIsNotPrinted() {
		TicketKey key = new TicketKey(0xABCL, new byte[32], START);
		assertThat(key).hasToString("TicketKey[abc from 1970-01-12T13:46:40Z]");
	}

}
