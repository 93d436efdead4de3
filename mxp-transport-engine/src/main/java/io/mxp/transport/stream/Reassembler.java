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

	private final ByteRanges taken = new ByteRanges();

	/** Kept bytes; the mark says that a record is known to start there. */
	private final ByteRanges kept = new ByteRanges();

	private final ChunkBuffer bytes;

	private final int maxRanges;

	private long takenBytes;

	private long keptBytes;

	Reassembler(ChunkPool pool, long windowBytes) {
		this.bytes = new ChunkBuffer(pool);
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
		return (this.taken.isEmpty() || this.taken.start(0) > 0) ? 0 : this.taken.end(0);
	}

	/** Whether nothing of a span has arrived yet. */
	boolean isNew(long from, long to) {
		return isNew(this.taken, from, to) && isNew(this.kept, from, to);
	}

	/** Whether a record is known to start at an offset, from what was taken before it. */
	boolean isBoundary(long offset) {
		return offset == 0 || this.taken.endsAt(offset);
	}

	/** Takes bytes that were never kept: they were read where they arrived. */
	void takeArrived(long from, long to) throws ProtocolViolation {
		this.takenBytes += to - from;
		this.taken.add(from, to, true);
		markKeptAt(to);
		checkRanges();
	}

	/** Takes bytes at the start of the kept range with an index. */
	void takeKept(int index, long length) {
		long from = this.kept.start(index);
		this.bytes.release(from, length);
		this.keptBytes -= length;
		this.takenBytes += length;
		this.taken.add(from, from + length, true);
		this.kept.trim(index, from + length, true);
		markKeptAt(from + length);
	}

	/** Keeps those of the bytes that are new. */
	void keep(long offset, byte[] source, int at, int length, boolean boundary) throws ProtocolViolation {
		long end = offset + length;
		long from = offset;
		while (from < end) {
			long covered = Math.max(this.taken.coveredUntil(from), this.kept.coveredUntil(from));
			if (covered > from) {
				from = covered;
				continue;
			}
			long to = Math.min(end, Math.min(this.taken.nextStart(from), this.kept.nextStart(from)));
			this.bytes.store(from, source, at + (int) (from - offset), (int) (to - from));
			this.keptBytes += to - from;
			this.kept.add(from, to, (boundary && from == offset) || isBoundary(from));
			from = to;
		}
		checkRanges();
	}

	/** Lets go of all kept bytes; nothing more is expected. */
	void clear() {
		this.bytes.clear();
		this.kept.release();
		this.taken.release();
		this.keptBytes = 0;
	}

	/** Lets go of tables that an idle stream does not need. */
	void shrink() {
		this.bytes.shrink();
		this.kept.shrink();
	}

	long heapBytes() {
		return this.bytes.heapBytes() + this.kept.heapBytes() + this.taken.heapBytes();
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
		if (this.taken.size() + this.kept.size() > this.maxRanges) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"a stream arrives in more than " + this.maxRanges + " separate ranges");
		}
	}

	private static boolean isNew(ByteRanges ranges, long from, long to) {
		return ranges.coveredUntil(from) == from && ranges.nextStart(from) >= to;
	}

}
