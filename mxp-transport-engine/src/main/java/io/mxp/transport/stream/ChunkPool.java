/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

import io.mxp.transport.packet.GuardZones;

/**
 * Byte arrays of 4 KiB for stream buffers, reused last in, first out, so that the bytes
 * in use stay in the processor's cache; and the books of buffers that hold nothing, which
 * streams hand on to each other instead of keeping them. May serve all connections of one
 * event loop; not for several threads.
 *
 * <p>
 * The pool grows with what is asked for, and {@link #adapt} shrinks it: of the arrays
 * that no interval of half a second needed, half are let go at its end.
 */
public final class ChunkPool {

	/** Length of each array. */
	public static final int CHUNK_BYTES = 4096;

	/** How often {@link #adapt} looks. */
	static final long INTERVAL_NANOS = 500_000_000;

	/** So many unused arrays stay, that a quiet connection allocates nothing. */
	static final int LEAST_FREE = 16;

	private static final int MAX_SPARE_PARTS = 64;

	private static final byte[][] NONE = new byte[0][];

	private final GuardZones guards;

	private final int maxFree;

	private final ChunkBuffer[] spareBuffers = new ChunkBuffer[MAX_SPARE_PARTS];

	private final ByteRanges[] spareRanges = new ByteRanges[MAX_SPARE_PARTS];

	private int spareBufferCount;

	private int spareRangesCount;

	private byte[][] free = NONE;

	private int freeCount;

	/** Least unused arrays since the interval began: nobody needed those. */
	private int leastFree;

	private int inUse;

	private long grown;

	private long shrunk;

	private long intervalEndNanos;

	private boolean started;

	private MemoryGate gate = MemoryGate.OPEN;

	private long refusals;

	/**
	 * Creates an empty pool.
	 * @param maxRetainedBytes how many bytes of unused arrays are kept at most
	 */
	public ChunkPool(long maxRetainedBytes) {
		this(maxRetainedBytes, GuardZones.of("stream chunks", false));
	}

	/**
	 * Creates an empty pool.
	 * @param maxRetainedBytes how many bytes of unused arrays are kept at most
	 * @param guards around each array; a damaged one is not used again
	 */
	public ChunkPool(long maxRetainedBytes, GuardZones guards) {
		this.guards = guards;
		this.maxFree = (int) Math.min(maxRetainedBytes / CHUNK_BYTES, Integer.MAX_VALUE);
	}

	/** From now on asks whether memory may be taken. */
	public void gate(MemoryGate memory) {
		this.gate = memory;
	}

	/** How often something was refused for lack of memory. */
	public long refusals() {
		return this.refusals;
	}

	/** Whether so many bytes may be taken, by whoever can do without. */
	boolean admits(int bytes) {
		boolean admitted = this.gate.admits(bytesInUse(), bytes);
		this.refusals += admitted ? 0 : 1;
		return admitted;
	}

	/** Bytes of the arrays that buffers hold now. */
	public long bytesInUse() {
		return (long) this.inUse * CHUNK_BYTES;
	}

	/** Bytes of unused arrays. */
	public long retainedBytes() {
		return (long) this.freeCount * CHUNK_BYTES;
	}

	/** Arrays that were ever made. */
	public long grown() {
		return this.grown;
	}

	/** Arrays that were let go. */
	public long shrunk() {
		return this.shrunk;
	}

	/** Shrinks the pool where an interval is over; costs a comparison otherwise. */
	public void adapt(long nowNanos) {
		if (this.started && nowNanos - this.intervalEndNanos < 0) {
			return;
		}
		if (this.started) {
			letGo((Math.min(this.leastFree, this.freeCount - LEAST_FREE) + 1) >> 1);
		}
		this.started = true;
		this.leastFree = this.freeCount;
		this.intervalEndNanos = nowNanos + INTERVAL_NANOS;
	}

	/** Lets go of all unused arrays. */
	public void trim() {
		this.shrunk += this.freeCount;
		this.free = NONE;
		this.freeCount = 0;
		this.leastFree = 0;
	}

	/** Arrays that hold stream bytes now. */
	public long inUse() {
		return this.inUse;
	}

	/** Arrays that wait for their next use. */
	public long retained() {
		return this.freeCount;
	}

	/** What guards the arrays. */
	public GuardZones guards() {
		return this.guards;
	}

	/** Where in each array its bytes begin. */
	int start() {
		return this.guards.width();
	}

	byte[] take() {
		this.inUse++;
		if (this.freeCount == 0) {
			this.grown++;
			byte[] made = new byte[CHUNK_BYTES + 2 * start()];
			this.guards.lay(made, start(), start() + CHUNK_BYTES);
			return made;
		}
		byte[] chunk = this.free[--this.freeCount];
		this.leastFree = Math.min(this.leastFree, this.freeCount);
		return chunk;
	}

	void give(byte[] chunk) {
		this.inUse--;
		boolean damaged = start() > 0 && !this.guards.isIntact(chunk, start(), start() + CHUNK_BYTES);
		if (damaged || this.freeCount >= this.maxFree) {
			this.shrunk++;
			return;
		}
		if (this.freeCount == this.free.length) {
			this.free = Arrays.copyOf(this.free, Math.max(16, this.freeCount * 2));
		}
		this.free[this.freeCount++] = chunk;
	}

	/** An empty buffer for one that is about to hold something. */
	ChunkBuffer takeBuffer() {
		return (this.spareBufferCount > 0) ? this.spareBuffers[--this.spareBufferCount] : new ChunkBuffer(this);
	}

	/**
	 * Takes back a buffer, with whatever it holds; returns the one that holds nothing.
	 */
	ChunkBuffer giveBuffer(ChunkBuffer buffer) {
		if (buffer != ChunkBuffer.NONE) {
			if (!buffer.isEmpty()) {
				buffer.clear();
			}
			if (this.spareBufferCount < MAX_SPARE_PARTS) {
				buffer.shrink();
				this.spareBuffers[this.spareBufferCount++] = buffer;
			}
		}
		return ChunkBuffer.NONE;
	}

	/** A set that may be added to: the given one, or a spare one for the shared one. */
	ByteRanges own(ByteRanges ranges) {
		if (ranges != ByteRanges.NONE) {
			return ranges;
		}
		return (this.spareRangesCount > 0) ? this.spareRanges[--this.spareRangesCount] : new ByteRanges();
	}

	/** Takes back a set, with whatever is in it; returns the shared empty one. */
	ByteRanges giveRanges(ByteRanges ranges) {
		if (ranges != ByteRanges.NONE && this.spareRangesCount < MAX_SPARE_PARTS) {
			ranges.clear();
			this.spareRanges[this.spareRangesCount++] = ranges;
		}
		else if (ranges != ByteRanges.NONE) {
			ranges.release();
		}
		return ByteRanges.NONE;
	}

	private void letGo(int chunks) {
		if (chunks <= 0) {
			return;
		}
		this.freeCount -= chunks;
		this.shrunk += chunks;
		if (this.freeCount < this.free.length >> 2) {
			this.free = Arrays.copyOf(this.free, Math.max(16, this.freeCount * 2));
		}
		else {
			Arrays.fill(this.free, this.freeCount, this.freeCount + chunks, null);
		}
	}

}
