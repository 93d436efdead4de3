/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetAddress;

/**
 * How much each network prefix may ask of a server: /24 of IPv4, /56 of IPv6. A table
 * that never grows: a prefix has two places in it by a keyed hash, and is refused where
 * both are used up, so that one that shares a place with a flood still has the other.
 */
// SPEC connection.md#limits-of-a-prefix
final class PrefixLimits {

	private static final int PLACES = 4_096;

	private static final long SECOND_NANOS = 1_000_000_000L;

	/** So many answers without a Diffie-Hellman cost as much as one with it. */
	private static final int ANSWERS_OF_A_HANDSHAKE = 10;

	private final long answerNanos;

	private final int mostHalfOpen;

	private final KeyedHash hash;

	/** Until when what was taken at a place is used up; at most a second ahead. */
	private final long[] busyUntilNanos = new long[PLACES];

	private final int[] halfOpen = new int[PLACES];

	private int first;

	private int second;

	/**
	 * @param perSecond handshakes of a prefix in a second; 0 for no limit
	 * @param mostHalfOpen half-open connections of a prefix
	 */
	PrefixLimits(int perSecond, int mostHalfOpen, long hashKey) {
		this.answerNanos = (perSecond == 0) ? 0 : SECOND_NANOS / (ANSWERS_OF_A_HANDSHAKE * (long) perSecond);
		this.mostHalfOpen = mostHalfOpen;
		this.hash = new KeyedHash(hashKey);
	}

	/** Whether a prefix may have an answer now, which is not counted. */
	boolean isFree(long nowNanos, InetAddress address) {
		find(address);
		return hasRoom(this.first, nowNanos, this.answerNanos) || hasRoom(this.second, nowNanos, this.answerNanos);
	}

	/** Counts an answer that costs next to nothing; false where it is one too many. */
	boolean takeAnswer(long nowNanos, InetAddress address) {
		return take(nowNanos, address, this.answerNanos);
	}

	/** Counts a handshake; false where it is one too many. */
	boolean takeHandshake(long nowNanos, InetAddress address) {
		find(address);
		return Math.min(this.halfOpen[this.first], this.halfOpen[this.second]) < this.mostHalfOpen
				&& take(nowNanos, address, ANSWERS_OF_A_HANDSHAKE * this.answerNanos);
	}

	/** A connection of a peer is half-open. */
	void onStarted(InetAddress address) {
		find(address);
		this.halfOpen[this.first]++;
		this.halfOpen[this.second]++;
	}

	/** It is no longer. */
	void onEnded(InetAddress address) {
		find(address);
		this.halfOpen[this.first]--;
		this.halfOpen[this.second]--;
	}

	private boolean take(long nowNanos, InetAddress address, long costNanos) {
		find(address);
		boolean one = charge(this.first, nowNanos, costNanos);
		boolean other = charge(this.second, nowNanos, costNanos);
		return one || other;
	}

	private boolean charge(int place, long nowNanos, long costNanos) {
		if (!hasRoom(place, nowNanos, costNanos)) {
			return false;
		}
		this.busyUntilNanos[place] = Math.max(this.busyUntilNanos[place], nowNanos) + costNanos;
		return true;
	}

	private boolean hasRoom(int place, long nowNanos, long costNanos) {
		return Math.max(this.busyUntilNanos[place] - nowNanos, 0) + costNanos <= SECOND_NANOS;
	}

	private void find(InetAddress address) {
		byte[] bytes = address.getAddress();
		long prefix = bytes.length;
		int length = (bytes.length == 4) ? 3 : 7;
		for (int i = 0; i < length; i++) {
			prefix = prefix << 8 | (bytes[i] & 0xFF);
		}
		long hashed = this.hash.hash(prefix);
		this.first = (int) (hashed >>> 32) & (PLACES - 1);
		this.second = (int) (hashed >>> 48) & (PLACES - 1);
		if (this.second == this.first) {
			this.second = (this.first + 1) % PLACES;
		}
	}

}
