/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mxp.transport.ReplayStore;

/**
 * A {@link ReplayStore} for one process: bounded, and gone with it. When it is full it
 * cannot tell, and early data is refused until tickets end. Safe for use by any thread.
 */
public final class InMemoryReplayStore implements ReplayStore {

	/** Tickets that are remembered unless another number is given. */
	// SPEC limits.md#before-authentication
	public static final int DEFAULT_CAPACITY = 100_000;

	/** Kept so much longer than the ticket, for loops whose time is a little older. */
	private static final long MARGIN_MILLIS = 1_000;

	private final int capacity;

	private final InstantSource clock;

	private final Map<ByteBuffer, Long> claimed = new HashMap<>();

	private final PriorityQueue<Claim> ends = new PriorityQueue<>();

	/** A store of the usual size. */
	public InMemoryReplayStore() {
		this(DEFAULT_CAPACITY, InstantSource.system());
	}

	/**
	 * A store of another size.
	 * @param capacity tickets that are remembered
	 * @param clock tells when tickets end
	 */
	public InMemoryReplayStore(int capacity, InstantSource clock) {
		if (capacity < 1) {
			throw new IllegalArgumentException("capacity must be positive, not " + capacity);
		}
		this.capacity = capacity;
		this.clock = clock;
	}

	@Override
	public synchronized CompletionStage<Outcome> claim(byte[] ticketId, Instant expiry) {
		long now = this.clock.millis();
		forgetEnded(now);
		ByteBuffer id = ByteBuffer.wrap(ticketId.clone());
		if (this.claimed.containsKey(id)) {
			return CompletableFuture.completedStage(Outcome.SEEN);
		}
		if (this.claimed.size() >= this.capacity) {
			return CompletableFuture.completedStage(Outcome.UNKNOWN);
		}
		long end = Math.max(now, expiry.toEpochMilli()) + MARGIN_MILLIS;
		this.claimed.put(id, end);
		this.ends.add(new Claim(end, id));
		return CompletableFuture.completedStage(Outcome.FIRST);
	}

	private void forgetEnded(long nowMillis) {
		for (Claim first = this.ends.peek(); first != null && first.endMillis < nowMillis; first = this.ends.peek()) {
			this.ends.remove();
			this.claimed.remove(first.id);
		}
	}

	/** Tickets that are remembered now. */
	public synchronized int size() {
		return this.claimed.size();
	}

	private record Claim(long endMillis, ByteBuffer id) implements Comparable<Claim> {

		@Override
		public int compareTo(Claim other) {
			return Long.compare(this.endMillis, other.endMillis);
		}

	}

}
