/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Where values that peers choose stand in a table: by a universal hash (PolymurHash) with
 * a key of this process, so that nobody can choose values that meet. HOT: nothing is
 * allocated.
 */
// SPEC connection.md#limits-of-a-prefix
final class KeyedHash {

	private final Hasher64 hasher;

	/**
	 * @param key secret of this transport
	 */
	KeyedHash(long key) {
		this.hasher = Hashing.polymurHash2_0(0, key);
	}

	/** A place in a table whose length is {@code mask + 1}, a power of two. */
	int slot(long value, int mask) {
		return (int) (hash(value) >>> 32) & mask;
	}

	/** All 64 bits. */
	long hash(long value) {
		return this.hasher.hashLongToLong(value);
	}

}
