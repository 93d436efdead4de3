/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.packet.FrameWriter;

/**
 * Which bytes of one stream go into its next frame.
 *
 * <p>
 * Frames start and end between records where they can. A record that fits into a packet
 * is never split because a packet is nearly full; it waits for the next one.
 */
// SPEC streams.md#message-placement
final class FrameCutter {

	/** {@link #fill}: something was written. */
	static final int WROTE = 0;

	/** {@link #fill}: the rest of this packet is too small. */
	static final int NO_ROOM = 1;

	/** {@link #fill}: nothing to send before the application writes more. */
	static final int DRAINED = 2;

	/** {@link #fill}: the credit of the stream is used up. */
	static final int STREAM_BLOCKED = 3;

	/** {@link #fill}: the credit of the connection is used up. */
	static final int CONNECTION_BLOCKED = 4;

	/** {@link #fill}: too many large records are under way. */
	static final int LARGE_WAITING = 5;

	/** Longest record that is sent only with credit for all of it. */
	static final int SMALL_RECORD_BYTES = 16 * 1024;

	/** A record is not split for less than this. */
	private static final int MIN_FRAGMENT_BYTES = 64;

	private static final long BOUNDARY_FLAG = 1L << 32;

	private final long id;

	private final boolean band;

	private final SendBudget budget;

	private final SendBuffer buffer;

	/** Half of the first limit: such a record gets credit for all of it some time. */
	private long undividedBytes;

	private long limit;

	private long sendOffset;

	/** The first record boundary at or behind {@link #sendOffset}. */
	private long boundary;

	private long committed;

	private long largeLength;

	private int outcome;

	FrameCutter(long id, SendBudget budget) {
		this.id = id;
		this.band = StreamId.isBand(id);
		this.budget = budget;
		this.buffer = new SendBuffer(budget.pool());
	}

	/** Longest record that never has to be divided for lack of credit. */
	long undividedBytes() {
		return Math.min(this.undividedBytes, SMALL_RECORD_BYTES);
	}

	/** Bytes written and not acknowledged. */
	long retained() {
		return this.buffer.retained();
	}

	/** Bytes written and never sent. */
	long unsent() {
		return this.buffer.end() - this.sendOffset;
	}

	/** How many bytes were sent: the final size where nothing more follows. */
	long sentBytes() {
		return this.sendOffset;
	}

	long limit() {
		return this.limit;
	}

	boolean allAcked() {
		return this.buffer.start() == this.sendOffset && unsent() == 0;
	}

	boolean hasLost() {
		return !this.buffer.lost().isEmpty();
	}

	void append(byte[] bytes, int offset, int length) {
		this.buffer.append(bytes, offset, length);
	}

	/** Raises the limit; returns whether it was lower. */
	boolean raise(long newLimit) {
		if (newLimit <= this.limit) {
			return false;
		}
		if (this.limit == 0) {
			this.undividedBytes = newLimit >> 1;
		}
		this.limit = newLimit;
		return true;
	}

	/**
	 * Writes one STREAM_DATA frame of bytes that were never sent.
	 * @param ended whether the application writes no more
	 * @param packetRoom data bytes that a packet with nothing else in it takes
	 * @return WROTE, or why nothing was written
	 */
	int fill(FrameWriter writer, FrameRecorder recorder, boolean ended, int packetRoom) {
		long from = this.sendOffset;
		boolean marked = from == this.boundary;
		this.outcome = NO_ROOM;
		int length = (int) (plan(writer.streamDataCapacity(), packetRoom, ended) - from);
		if (length <= 0) {
			return this.outcome;
		}
		writeData(writer, recorder, from, length, marked);
		this.sendOffset = from + length;
		if (!this.band) {
			settleCredit(length);
		}
		return WROTE;
	}

	/**
	 * Writes bytes that were lost.
	 * @return false where some are left because the packet is full
	 */
	// SPEC streams.md#retransmission
	boolean fillLost(FrameWriter writer, FrameRecorder recorder, int packetRoom) {
		ByteRanges lost = this.buffer.lost();
		while (!lost.isEmpty()) {
			long from = lost.start(0);
			long to = lost.end(0);
			boolean marked = lost.isMarked(0);
			boolean restMarked = false;
			int room = writer.streamDataCapacity();
			if (to - from > room) {
				if (room < MIN_FRAGMENT_BYTES) {
					return false;
				}
				to = from + room;
				if (marked) {
					long whole = this.budget.walker().walk(this.buffer.bytes(), from, to, lost.end(0));
					long length = this.budget.walker().blockingLength();
					if (whole > from) {
						to = whole;
						restMarked = true;
					}
					else if (length > 0 && length <= packetRoom) {
						return false;
					}
				}
			}
			writeData(writer, recorder, from, (int) (to - from), marked);
			lost.trim(0, to, restMarked);
		}
		return true;
	}

	/** Returns the offset behind what was acknowledged. */
	long onAcked(long offset, long lengthAndFlag) {
		long to = offset + (lengthAndFlag & (BOUNDARY_FLAG - 1));
		this.buffer.onAcked(offset, to);
		return to;
	}

	boolean isAcked(long from, long to) {
		return this.buffer.isAcked(from, to);
	}

	void onLost(long offset, long lengthAndFlag) {
		this.buffer.onLost(offset, offset + (lengthAndFlag & (BOUNDARY_FLAG - 1)),
				(lengthAndFlag & BOUNDARY_FLAG) != 0);
	}

	/** Forgets everything that was written: the stream was reset. */
	void clear() {
		this.buffer.clear();
		this.budget.release(this.committed);
		this.committed = 0;
		endLarge();
	}

	void shrink() {
		this.buffer.shrink();
	}

	/** Where the next frame ends; the offset where it starts if there is none. */
	private long plan(int room, int packetRoom, boolean ended) {
		long end = this.buffer.end();
		if (this.sendOffset == end) {
			this.outcome = DRAINED;
			return end;
		}
		if (room <= 0) {
			return this.sendOffset;
		}
		long connectionEnd = this.band ? Long.MAX_VALUE : this.sendOffset + this.committed + this.budget.available();
		long until = Math.min(Math.min(this.sendOffset + room, end), Math.min(this.limit, connectionEnd));
		if (until < this.boundary) {
			return fragment(this.sendOffset, until, room, end, connectionEnd);
		}
		RecordWalker walker = this.budget.walker();
		long at = walker.walk(this.buffer.bytes(), this.boundary, until, end);
		long length = walker.blockingLength();
		this.boundary = at;
		if (at == end) {
			return at;
		}
		if (length == RecordWalker.MALFORMED || (length == RecordWalker.UNKNOWN && ended)) {
			this.boundary = Long.MAX_VALUE; // not records: the receiver will say so
			return fragment(this.sendOffset, until, room, end, connectionEnd);
		}
		if (length == RecordWalker.UNKNOWN || (isSmall(length) && at + length > end && !ended)) {
			this.outcome = DRAINED;
			return at;
		}
		if (!mayBegin(at, length, connectionEnd, room, packetRoom)) {
			return at;
		}
		long split = fragment(at, until, room - (int) (at - this.sendOffset), end, connectionEnd);
		if (split > at) {
			this.boundary = at + length;
			if (!isSmall(length) && !this.band) {
				this.largeLength = length;
				this.budget.onLargeBegun(length);
			}
		}
		return split;
	}

	/** Whether a record that does not end in this frame may begin in it. */
	private boolean mayBegin(long at, long length, long connectionEnd, int room, int packetRoom) {
		if (length <= this.undividedBytes && at + length > this.limit) {
			this.outcome = STREAM_BLOCKED;
			return false;
		}
		if (isSmall(length) && at + length > connectionEnd) {
			this.outcome = CONNECTION_BLOCKED;
			return false;
		}
		if (length <= packetRoom && at + length - this.sendOffset > room) {
			return false;
		}
		if (!isSmall(length) && !this.band && !this.budget.mayBeginLarge(length)) {
			this.outcome = LARGE_WAITING;
			return false;
		}
		return true;
	}

	private long fragment(long at, long until, int room, long end, long connectionEnd) {
		if (until > at && (room >= MIN_FRAGMENT_BYTES || until - at < room)) {
			return until;
		}
		if (at == end) {
			this.outcome = DRAINED;
		}
		else if (at >= this.limit) {
			this.outcome = STREAM_BLOCKED;
		}
		else if (at >= connectionEnd) {
			this.outcome = CONNECTION_BLOCKED;
		}
		return at;
	}

	private void settleCredit(int sent) {
		boolean begun = this.boundary != Long.MAX_VALUE && this.largeLength == 0;
		long nowCommitted = begun ? this.boundary - this.sendOffset : 0;
		this.budget.onSent(sent, nowCommitted - this.committed);
		this.committed = nowCommitted;
		if (this.sendOffset >= this.boundary) {
			endLarge();
		}
	}

	private void endLarge() {
		if (this.largeLength > 0) {
			this.budget.onLargeEnded(this.largeLength);
			this.largeLength = 0;
		}
	}

	/** Whether a record is sent only with credit for all of it. */
	private static boolean isSmall(long length) {
		return length <= SMALL_RECORD_BYTES;
	}

	private void writeData(FrameWriter writer, FrameRecorder recorder, long offset, int length, boolean marked) {
		int at = writer.beginStreamData(this.id, offset, marked, length);
		this.buffer.bytes().copyTo(offset, writer.array(), at, length);
		recorder.recordFrame(FrameKind.STREAM_DATA, this.id, offset, length | (marked ? BOUNDARY_FLAG : 0));
	}

}
