/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Which bytes of a stream have arrived, each counted once: those that were taken already,
 * and those that are kept until their record is whole.
 */
// SPEC streams.md#reassembly
final class Reassembler {

	private static final int LEAST_MAX_RANGES = 1000;

	private final ChunkPool pool;

	/** Behind the first byte that was not taken. */
	private ByteRanges taken = ByteRanges.NONE;

	/** Kept bytes; the mark says that a record is known to start there. */
	private ByteRanges kept = ByteRanges.NONE;

	private ChunkBuffer bytes = ChunkBuffer.NONE;

	private final int maxRanges;

	/** What this stream's ranges count against, with those of all others. */
	private final RangeBudget budget;

	private int countedRanges;

	/** The first byte that was not taken. */
	private long front;

	private long takenBytes;

	private long keptBytes;

	Reassembler(ChunkPool pool, long windowBytes, RangeBudget budget) {
		this.pool = pool;
		this.budget = budget;
		this.maxRanges = maxRanges(windowBytes);
	}

	/**
	 * How many separate ranges a stream may have: enough for any loss that is not made
	 * up, few enough that keeping the books costs less than the bytes.
	 */
	// SPEC streams.md#gaps
	static int maxRanges(long windowBytes) {
		long most = Math.max(LEAST_MAX_RANGES, windowBytes / 512);
		return (int) Math.min(most, windowBytes / 64);
	}

	ChunkBuffer bytes() {
		return this.bytes;
	}

	ByteRanges kept() {
		return this.kept;
	}

	long takenBytes() {
		return this.takenBytes;
	}

	long keptBytes() {
		return this.keptBytes;
	}

	/** The first byte that was not taken. */
	long front() {
		return this.front;
	}

	/** Whether nothing of a span has arrived yet. */
	boolean isNew(long from, long to) {
		return from >= this.front && isNew(this.taken, from, to) && isNew(this.kept, from, to);
	}

	/** Whether a record is known to start at an offset, from what was taken before it. */
	boolean isBoundary(long offset) {
		return offset == 0 || offset == this.front || this.taken.endsAt(offset);
	}

	/** Takes bytes that were never kept: they were read where they arrived. */
	void takeArrived(long from, long to) throws ProtocolViolation {
		this.takenBytes += to - from;
		take(from, to);
		markKeptAt(to);
		checkRanges();
	}

	/** Takes bytes at the start of the kept range with an index. */
	void takeKept(int index, long length) {
		long from = this.kept.start(index);
		this.bytes.release(from, length);
		this.keptBytes -= length;
		this.takenBytes += length;
		take(from, from + length);
		this.kept.trim(index, from + length, true);
		markKeptAt(from + length);
		countRanges();
	}

	/** Keeps those of the bytes that are new. */
	void keep(long offset, byte[] source, int at, int length, boolean boundary) throws ProtocolViolation {
		long end = offset + length;
		long from = offset;
		while (from < end) {
			long covered = Math.max(Math.max(this.front, this.taken.coveredUntil(from)), this.kept.coveredUntil(from));
			if (covered > from) {
				from = covered;
				continue;
			}
			long to = Math.min(end, Math.min(this.taken.nextStart(from), this.kept.nextStart(from)));
			if (this.bytes == ChunkBuffer.NONE) {
				this.bytes = this.pool.takeBuffer();
			}
			this.bytes.store(from, source, at + (int) (from - offset), (int) (to - from));
			this.keptBytes += to - from;
			this.kept = this.pool.own(this.kept);
			this.kept.add(from, to, (boundary && from == offset) || isBoundary(from));
			from = to;
		}
		checkRanges();
	}

	/** Lets go of all kept bytes; nothing more is expected. */
	void clear() {
		this.bytes = this.pool.giveBuffer(this.bytes);
		this.kept = this.pool.giveRanges(this.kept);
		this.taken = this.pool.giveRanges(this.taken);
		this.front = 0;
		this.keptBytes = 0;
		countRanges();
	}

	/** Lets go of what a stream does not need of which no byte is kept. */
	void shrink() {
		if (this.bytes.isEmpty()) {
			this.bytes = this.pool.giveBuffer(this.bytes);
		}
		if (this.kept.isEmpty()) {
			this.kept = this.pool.giveRanges(this.kept);
		}
		if (this.taken.isEmpty()) {
			this.taken = this.pool.giveRanges(this.taken);
		}
	}

	long heapBytes() {
		return this.bytes.heapBytes() + this.kept.heapBytes() + this.taken.heapBytes();
	}

	private void take(long from, long to) {
		if (from != this.front) {
			this.taken = this.pool.own(this.taken);
			this.taken.add(from, to, true);
			return;
		}
		this.front = to;
		while (!this.taken.isEmpty() && this.taken.start(0) <= this.front) {
			this.front = Math.max(this.front, this.taken.end(0));
			this.taken.removeFirst();
		}
	}

	private void markKeptAt(long offset) {
		if (this.kept.isEmpty()) {
			return;
		}
		int index = this.kept.indexOf(offset);
		if (index < this.kept.size() && this.kept.start(index) == offset) {
			this.kept.mark(index);
		}
	}

	private void checkRanges() throws ProtocolViolation {
		int prefix = (this.front > 0) ? 1 : 0;
		if (prefix + this.taken.size() + this.kept.size() > this.maxRanges) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"a stream arrives in more than " + this.maxRanges + " separate ranges");
		}
		countRanges();
		this.budget.check();
	}

	private void countRanges() {
		int ranges = this.taken.size() + this.kept.size();
		this.budget.onChanged(ranges - this.countedRanges);
		this.countedRanges = ranges;
	}

	private static boolean isNew(ByteRanges ranges, long from, long to) {
		return ranges.coveredUntil(from) == from && ranges.nextStart(from) >= to;
	}

}
