/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.Arrays;

/**
 * Tokens that were used, for as long as they would still be good: two sets of numbers,
 * each for one lifetime. Only clients that have shown their address put something in, and
 * agents whose sealed messages opened. Not thread-safe.
 */
// SPEC connection.md#address-tokens
public final class UsedTokens {

	private static final int SMALLEST = 64;

	private final int most;

	private final long lifetimeNanos;

	private final KeyedHash hash;

	private long[] present = new long[0];

	private long[] before = new long[0];

	private int size;

	private long period = -1;

	/**
	 * @param most how many are remembered of one lifetime
	 * @param lifetimeNanos for how long each is remembered at least
	 * @param hashKey secret of this transport
	 */
	public UsedTokens(int most, long lifetimeNanos, long hashKey) {
		this.most = most;
		this.lifetimeNanos = Math.max(lifetimeNanos, 1);
		this.hash = new KeyedHash(hashKey);
	}

	public boolean contains(long nowNanos, long id) {
		turn(nowNanos);
		return holds(this.present, id) || holds(this.before, id);
	}

	/** Whether no more can be remembered now. */
	public boolean isFull(long nowNanos) {
		turn(nowNanos);
		return this.size >= this.most;
	}

	/** Remembers a token, unless it is full. */
	public void add(long nowNanos, long id) {
		if (isFull(nowNanos) || contains(nowNanos, id)) {
			return;
		}
		if ((this.size + 1) * 2 > this.present.length) {
			grow();
		}
		put(this.present, id);
		this.size++;
	}

	private void turn(long nowNanos) {
		long now = nowNanos / this.lifetimeNanos;
		if (now <= this.period) {
			return;
		}
		this.before = (now == this.period + 1) ? this.present : new long[0];
		this.present = new long[0];
		this.size = 0;
		this.period = now;
	}

	private void grow() {
		long[] old = this.present;
		this.present = new long[Math.max(SMALLEST, old.length * 2)];
		Arrays.stream(old).filter((id) -> id != 0).forEach((id) -> put(this.present, id));
	}

	private void put(long[] set, long id) {
		int i = slot(id, set.length - 1);
		while (set[i] != 0) {
			i = (i + 1) & (set.length - 1);
		}
		set[i] = filled(id);
	}

	private boolean holds(long[] set, long id) {
		if (set.length == 0) {
			return false;
		}
		int i = slot(id, set.length - 1);
		while (set[i] != 0) {
			if (set[i] == filled(id)) {
				return true;
			}
			i = (i + 1) & (set.length - 1);
		}
		return false;
	}

	/** 0 is an empty place. */
	private static long filled(long id) {
		return (id != 0) ? id : 1;
	}

	private int slot(long id, int mask) {
		return this.hash.slot(filled(id), mask);
	}

}
