/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

/**
 * Byte arrays of 4 KiB for stream buffers, reused last in, first out, so that the bytes
 * in use stay in the processor's cache. May serve all connections of one event loop; not
 * for several threads.
 */
public final class ChunkPool {

	/** Length of each array. */
	public static final int CHUNK_BYTES = 4096;

	private static final byte[][] NONE = new byte[0][];

	private final int maxFree;

	private byte[][] free = NONE;

	private int freeCount;

	private int inUse;

	/**
	 * Creates an empty pool.
	 * @param maxRetainedBytes how many bytes of unused arrays are kept at most
	 */
	public ChunkPool(long maxRetainedBytes) {
		this.maxFree = (int) Math.min(maxRetainedBytes / CHUNK_BYTES, Integer.MAX_VALUE);
	}

	/** Bytes of the arrays that buffers hold now. */
	public long bytesInUse() {
		return (long) this.inUse * CHUNK_BYTES;
	}

	/** Bytes of unused arrays. */
	public long retainedBytes() {
		return (long) this.freeCount * CHUNK_BYTES;
	}

	/** Lets go of all unused arrays. */
	public void trim() {
		this.free = NONE;
		this.freeCount = 0;
	}

	byte[] take() {
		this.inUse++;
		if (this.freeCount == 0) {
			return new byte[CHUNK_BYTES];
		}
		return this.free[--this.freeCount];
	}

	void give(byte[] chunk) {
		this.inUse--;
		if (this.freeCount >= this.maxFree) {
			return;
		}
		if (this.freeCount == this.free.length) {
			this.free = Arrays.copyOf(this.free, Math.max(16, this.freeCount * 2));
		}
		this.free[this.freeCount++] = chunk;
	}

}
