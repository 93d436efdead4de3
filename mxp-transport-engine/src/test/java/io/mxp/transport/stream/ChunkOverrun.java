/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/** Makes a fault on purpose: writes past the end of a pooled array. */
public final class ChunkOverrun {

	private ChunkOverrun() {
	}

	/**
	 * Damages the array that the pool hands out next; the next one to hold a stream's
	 * bytes gives it back damaged.
	 * @param past how many bytes behind the end
	 */
	public static void damageNext(ChunkPool pool, int past) {
		byte[] chunk = pool.take();
		pool.give(chunk);
		chunk[pool.start() + ChunkPool.CHUNK_BYTES + past] ^= 0x41;
	}

}
