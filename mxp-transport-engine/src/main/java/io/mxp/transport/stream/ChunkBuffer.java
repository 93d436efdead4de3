/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Bytes of a stream by their offset, sparse, in pooled chunks. The caller knows which
 * bytes it stored and releases each of them once; a chunk goes back to the pool when none
 * of its bytes is left.
 *
 * <p>
 * The chunks stand in a hash table with linear probing by chunk number. Consecutive
 * numbers never collide, and the number of chunks is bounded by the caller's window, so
 * that offsets chosen by a peer can make a probe long by that bound only.
 */
final class ChunkBuffer {

	private static final int SIZE = ChunkPool.CHUNK_BYTES;

	private static final int MASK = SIZE - 1;

	private static final int SHIFT = Integer.numberOfTrailingZeros(SIZE);

	private static final byte[][] NO_CHUNKS = new byte[0][];

	private static final long[] NO_NUMBERS = new long[0];

	private static final int[] NO_COUNTS = new int[0];

	private static final int SMALLEST_TABLE = 4;

	private static final int BYTES_PER_SLOT = 20;

	/** The empty buffer of all that hold none: it takes nothing. */
	static final ChunkBuffer NONE = new ChunkBuffer(new ChunkPool(0));

	private final ChunkPool pool;

	/** Where in an array its bytes begin. */
	private final int start;

	private byte[][] chunks = NO_CHUNKS;

	private long[] numbers = NO_NUMBERS;

	private int[] live = NO_COUNTS;

	private int used;

	/** Chunks that do not stand in the slot of their number: none, usually. */
	private int displaced;

	ChunkBuffer(ChunkPool pool) {
		this.pool = pool;
		this.start = pool.start();
	}

	/** How many bytes from an offset on lie in one chunk. */
	static int spanFrom(long offset) {
		return SIZE - ((int) offset & MASK);
	}

	/** Where in the array of its chunk an offset lies. */
	int indexOf(long offset) {
		return this.start + ((int) offset & MASK);
	}

	/** Stores bytes that are not stored yet. */
	void store(long offset, byte[] source, int from, int length) {
		long at = offset;
		int next = from;
		int left = length;
		while (left > 0) {
			int count = Math.min(left, spanFrom(at));
			int slot = claim(at >>> SHIFT);
			System.arraycopy(source, next, this.chunks[slot], indexOf(at), count);
			this.live[slot] += count;
			at += count;
			next += count;
			left -= count;
		}
	}

	void copyTo(long offset, byte[] target, int to, int length) {
		long at = offset;
		int next = to;
		int left = length;
		while (left > 0) {
			int count = Math.min(left, spanFrom(at));
			System.arraycopy(this.chunks[find(at >>> SHIFT)], indexOf(at), target, next, count);
			at += count;
			next += count;
			left -= count;
		}
	}

	/** The array that holds the byte at an offset; the byte must be stored. */
	byte[] chunkAt(long offset) {
		return this.chunks[find(offset >>> SHIFT)];
	}

	/** Lets go of bytes that are stored. */
	void release(long offset, long length) {
		long at = offset;
		long left = length;
		while (left > 0) {
			int count = (int) Math.min(left, spanFrom(at));
			int slot = find(at >>> SHIFT);
			this.live[slot] -= count;
			if (this.live[slot] == 0) {
				remove(slot);
			}
			at += count;
			left -= count;
		}
	}

	/** Lets go of everything. */
	void clear() {
		for (byte[] chunk : this.chunks) {
			if (chunk != null) {
				this.pool.give(chunk);
			}
		}
		this.chunks = NO_CHUNKS;
		this.numbers = NO_NUMBERS;
		this.live = NO_COUNTS;
		this.used = 0;
		this.displaced = 0;
	}

	/** Lets go of a large table where nothing is stored. */
	void shrink() {
		if (this.used == 0 && this.chunks.length > SMALLEST_TABLE) {
			this.chunks = NO_CHUNKS;
			this.numbers = NO_NUMBERS;
			this.live = NO_COUNTS;
			this.displaced = 0;
		}
	}

	boolean isEmpty() {
		return this.used == 0;
	}

	long heapBytes() {
		return (long) this.used * SIZE + (long) this.chunks.length * BYTES_PER_SLOT;
	}

	private int find(long number) {
		int mask = this.chunks.length - 1;
		int slot = (int) number & mask;
		while (this.numbers[slot] != number || this.chunks[slot] == null) {
			slot = (slot + 1) & mask;
		}
		return slot;
	}

	private int claim(long number) {
		if (this.used * 4 >= this.chunks.length * 3) {
			grow();
		}
		int mask = this.chunks.length - 1;
		int home = (int) number & mask;
		int slot = home;
		while (this.chunks[slot] != null) {
			if (this.numbers[slot] == number) {
				return slot;
			}
			slot = (slot + 1) & mask;
		}
		this.chunks[slot] = this.pool.take();
		this.numbers[slot] = number;
		this.live[slot] = 0;
		this.used++;
		if (slot != home) {
			this.displaced++;
		}
		return slot;
	}

	private void grow() {
		if (this == NONE) {
			throw new IllegalStateException("the shared empty buffer takes nothing");
		}
		byte[][] oldChunks = this.chunks;
		long[] oldNumbers = this.numbers;
		int[] oldLive = this.live;
		int capacity = Math.max(SMALLEST_TABLE, oldChunks.length * 2);
		this.chunks = new byte[capacity][];
		this.numbers = new long[capacity];
		this.live = new int[capacity];
		this.displaced = 0;
		int mask = capacity - 1;
		for (int i = 0; i < oldChunks.length; i++) {
			if (oldChunks[i] == null) {
				continue;
			}
			int home = (int) oldNumbers[i] & mask;
			int slot = home;
			while (this.chunks[slot] != null) {
				slot = (slot + 1) & mask;
			}
			this.chunks[slot] = oldChunks[i];
			this.numbers[slot] = oldNumbers[i];
			this.live[slot] = oldLive[i];
			this.displaced += (slot != home) ? 1 : 0;
		}
	}

	/** Removes a chunk and closes the gap for those that were pushed past it. */
	private void remove(int removed) {
		int mask = this.chunks.length - 1;
		this.pool.give(this.chunks[removed]);
		if (((int) this.numbers[removed] & mask) != removed) {
			this.displaced--;
		}
		int gap = removed;
		int slot = removed;
		while (this.displaced > 0) {
			slot = (slot + 1) & mask;
			if (slot == removed || this.chunks[slot] == null) {
				break;
			}
			int home = (int) this.numbers[slot] & mask;
			if (((slot - home) & mask) >= ((slot - gap) & mask)) {
				this.chunks[gap] = this.chunks[slot];
				this.numbers[gap] = this.numbers[slot];
				this.live[gap] = this.live[slot];
				this.displaced -= (gap == home) ? 1 : 0;
				gap = slot;
			}
		}
		clearSlot(gap);
		this.used--;
	}

	@SuppressWarnings("NullAway") // an empty slot is null; arrays of nullable elements
									// are beyond the checker
	private void clearSlot(int slot) {
		this.chunks[slot] = null;
	}

}
