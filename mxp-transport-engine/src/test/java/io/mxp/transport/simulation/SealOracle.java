/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.security.SealObserver;

/**
 * SEC-16: no (key, nonce) pair seals twice, over all endpoints of a simulation. Always
 * on.
 */
final class SealOracle implements SealObserver {

	private final Map<String, NonceSet> noncesByKey = new HashMap<>();

	private final Consumer<String> violation;

	private long seals;

	SealOracle(Consumer<String> violation) {
		this.violation = violation;
	}

	@Override
	public void onSealed(String keyIdentity, byte[] nonce) {
		this.seals++;
		NonceSet nonces = this.noncesByKey.computeIfAbsent(keyIdentity, (key) -> new NonceSet());
		if (!nonces.add(LittleEndian.getLong(nonce, 4), LittleEndian.getInt(nonce, 0))) {
			this.violation.accept("SEC-16: key " + keyIdentity + " sealed twice with one nonce");
		}
	}

	/** Packets sealed. */
	long seals() {
		return this.seals;
	}

	/** Keys used. */
	int keys() {
		return this.noncesByKey.size();
	}

	/** A set of 12-byte numbers, without an object for each. */
	private static final class NonceSet {

		private long[] longs = new long[64];

		private int[] ints = new int[64];

		private boolean[] used = new boolean[64];

		private int size;

		boolean add(long high, int low) {
			if (this.size * 2 >= this.longs.length) {
				grow();
			}
			int slot = find(high, low);
			if (this.used[slot]) {
				return false;
			}
			this.longs[slot] = high;
			this.ints[slot] = low;
			this.used[slot] = true;
			this.size++;
			return true;
		}

		private int find(long high, int low) {
			int mask = this.longs.length - 1;
			long hash = (high ^ (low * 0x9E37_79B9L)) * 0x9E37_79B9_7F4A_7C15L;
			int slot = (int) (hash >>> 33) & mask;
			while (this.used[slot] && (this.longs[slot] != high || this.ints[slot] != low)) {
				slot = (slot + 1) & mask;
			}
			return slot;
		}

		private void grow() {
			long[] oldLongs = this.longs;
			int[] oldInts = this.ints;
			boolean[] oldUsed = this.used;
			this.longs = new long[oldLongs.length * 2];
			this.ints = new int[oldLongs.length * 2];
			this.used = new boolean[oldLongs.length * 2];
			for (int i = 0; i < oldUsed.length; i++) {
				if (oldUsed[i]) {
					int slot = find(oldLongs[i], oldInts[i]);
					this.longs[slot] = oldLongs[i];
					this.ints[slot] = oldInts[i];
					this.used[slot] = true;
				}
			}
		}

	}

}
