/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * The bytes of one stream from when they are written until they are acknowledged, and
 * which of them have to be sent again.
 */
final class SendBuffer {

	private final ChunkPool pool;

	private ChunkBuffer bytes = ChunkBuffer.NONE;

	/** Acknowledged ranges behind the first byte that is not. */
	private ByteRanges acked = ByteRanges.NONE;

	/** Ranges to send again; the mark says that a record starts there. */
	private ByteRanges lost = ByteRanges.NONE;

	private long start;

	private long end;

	SendBuffer(ChunkPool pool) {
		this.pool = pool;
	}

	/** The first byte that is not acknowledged. */
	long start() {
		return this.start;
	}

	/** Where the next byte written goes. */
	long end() {
		return this.end;
	}

	/** Bytes held until they are acknowledged, and those behind them. */
	long retained() {
		return this.end - this.start;
	}

	ByteRanges lost() {
		return this.lost;
	}

	ChunkBuffer bytes() {
		return this.bytes;
	}

	void append(byte[] source, int offset, int length) {
		if (this.bytes == ChunkBuffer.NONE) {
			this.bytes = this.pool.takeBuffer();
		}
		this.bytes.store(this.end, source, offset, length);
		this.end += length;
	}

	/**
	 * Takes note of an acknowledgement; the same bytes may be acknowledged more than
	 * once.
	 */
	void onAcked(long from, long to) {
		if (!this.lost.isEmpty()) {
			this.lost.remove(from, to);
		}
		if (from > this.start) {
			this.acked = this.pool.own(this.acked);
			this.acked.add(from, to, false);
			return;
		}
		long prefix = to;
		while (!this.acked.isEmpty() && this.acked.start(0) <= prefix) {
			prefix = Math.max(prefix, this.acked.end(0));
			this.acked.removeFirst();
		}
		if (prefix > this.start) {
			this.bytes.release(this.start, prefix - this.start);
			this.start = prefix;
		}
	}

	/** Whether all bytes of a span were acknowledged. */
	boolean isAcked(long from, long to) {
		long at = Math.max(from, this.start);
		return at >= to || this.acked.coveredUntil(at) >= to;
	}

	/**
	 * Takes note of a loss; what was acknowledged meanwhile is not sent again.
	 * @param boundary whether a record starts at {@code from}
	 */
	void onLost(long from, long to, boolean boundary) {
		long at = Math.max(from, this.start);
		while (at < to) {
			long covered = this.acked.coveredUntil(at);
			if (covered > at) {
				at = covered;
				continue;
			}
			long next = Math.min(to, this.acked.nextStart(at));
			this.lost = this.pool.own(this.lost);
			this.lost.add(at, next, boundary && at == from);
			at = next;
		}
	}

	/** Forgets all bytes: the stream was reset. */
	void clear() {
		this.bytes = this.pool.giveBuffer(this.bytes);
		this.acked = this.pool.giveRanges(this.acked);
		this.lost = this.pool.giveRanges(this.lost);
		this.start = this.end;
	}

	/** Lets go of what a stream does not need of which all is acknowledged. */
	void shrink() {
		if (this.bytes.isEmpty()) {
			this.bytes = this.pool.giveBuffer(this.bytes);
		}
		if (this.acked.isEmpty()) {
			this.acked = this.pool.giveRanges(this.acked);
		}
		if (this.lost.isEmpty()) {
			this.lost = this.pool.giveRanges(this.lost);
		}
	}

}
