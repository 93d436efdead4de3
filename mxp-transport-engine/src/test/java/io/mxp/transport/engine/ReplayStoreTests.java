/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.mxp.transport.ReplayStore;
import io.mxp.transport.ReplayStore.Outcome;
import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which tickets were claimed, in memory. */
class ReplayStoreTests {

	private final AtomicLong millis = new AtomicLong(1_000_000);

	private final InMemoryReplayStore store = new InMemoryReplayStore(3, () -> Instant.ofEpochMilli(this.millis.get()));

	@Test
	@Requirement("SEC-48")
	void theFirstClaimIsTheOnlyOne() {
		assertThat(claim(1)).isEqualTo(Outcome.FIRST);
		for (int i = 0; i < 1_000; i++) {
			assertThat(claim(1)).isEqualTo(Outcome.SEEN);
		}
		assertThat(claim(2)).isEqualTo(Outcome.FIRST);
	}

	@Test
	@Requirement({ "SEC-49", "SEC-53" })
	void threeTicketsAreRememberedAndNotOneMore() {
		for (int id = 1; id <= 3; id++) {
			assertThat(claim(id)).isEqualTo(Outcome.FIRST);
		}
		assertThat(claim(4)).isEqualTo(Outcome.UNKNOWN);
		assertThat(claim(3)).isEqualTo(Outcome.SEEN);
		assertThat(this.store.size()).isEqualTo(3);
	}

	@Test
	void aTicketIsForgottenASecondAfterItsEnd() {
		claim(1);
		this.millis.addAndGet(30_000 + 1_000);
		assertThat(claim(1)).isEqualTo(Outcome.SEEN);
		this.millis.addAndGet(1);
		assertThat(claim(2)).isEqualTo(Outcome.FIRST);
		assertThat(this.store.size()).isEqualTo(1);
	}

	private Outcome claim(int id) {
		byte[] ticketId = new byte[ReplayStore.TICKET_ID_BYTES];
		ticketId[3] = (byte) id;
		return this.store.claim(ticketId, Instant.ofEpochMilli(1_030_000)).toCompletableFuture().join();
	}

}
