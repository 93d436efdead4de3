/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.security.RandomSource;

/**
 * Makes connection ids that name their event loop, so that a datagram that reaches
 * another loop's socket finds its way. 58 bits are random; the loop's index hides under
 * six bits of a keyed hash of them.
 */
// SPEC connection.md#connection-ids
public final class ConnectionIdSource {

	private final RandomSource random;

	private final long key;

	private final int loopIndex;

	/**
	 * All loops of a transport share the key.
	 * @param key secret of this transport
	 * @param loopIndex 0 to 63
	 */
	public ConnectionIdSource(RandomSource random, long key, int loopIndex) {
		this.random = random;
		this.key = key | 1;
		this.loopIndex = loopIndex;
	}

	long next() {
		long id = this.random.nextLong() & ~0x3FL;
		return id | ((mask(id) ^ this.loopIndex) & 0x3F);
	}

	/** The loop that made an id; anything for ids that we did not make. */
	public int loopOf(long id) {
		return (int) ((mask(id & ~0x3FL) ^ id) & 0x3F);
	}

	private long mask(long id) {
		long hash = (id ^ this.key) * 0x9E37_79B9_7F4A_7C15L;
		hash ^= hash >>> 29;
		hash *= this.key;
		return hash >>> 58;
	}

}
