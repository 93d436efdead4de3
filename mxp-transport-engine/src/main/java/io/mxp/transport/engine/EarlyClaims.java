/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.ReplayStore;
import io.mxp.transport.ReplayStore.Outcome;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.security.EarlyClaim;
import org.jspecify.annotations.Nullable;

/**
 * Brings tickets to the store and the answers back to the event loop. Whatever is not a
 * clear yes is a no. COLD.
 */
final class EarlyClaims {

	/** Claims of a transport that wait for the store; more are refused at once. */
	// SPEC limits.md#before-authentication
	static final int MAX_WAITING = 10_000;

	private final ReplayStore store;

	private final AtomicInteger waiting = new AtomicInteger();

	EarlyClaims(ReplayStore store) {
		this.store = store;
	}

	void claim(EventLoop loop, Connection connection, EarlyClaim claim) {
		if (this.waiting.incrementAndGet() > MAX_WAITING) {
			this.waiting.decrementAndGet();
			connection.onClaimed(loop.nanos(), false);
			return;
		}
		try {
			this.store.claim(claim.ticketId(), Instant.ofEpochMilli(claim.expiryMillis()))
				.whenComplete((outcome, failure) -> {
					this.waiting.decrementAndGet();
					loop.execute(() -> onAnswer(loop, connection, (failure == null) ? outcome : null));
				});
		}
		catch (RuntimeException ex) {
			// The store is somebody else's: one that gives no future is one that fails.
			this.waiting.decrementAndGet();
			connection.onClaimed(loop.nanos(), false);
		}
	}

	private static void onAnswer(EventLoop loop, Connection connection, @Nullable Outcome outcome) {
		connection.onClaimed(loop.nanos(), outcome == Outcome.FIRST);
		loop.endpoint().touch(connection);
	}

}
