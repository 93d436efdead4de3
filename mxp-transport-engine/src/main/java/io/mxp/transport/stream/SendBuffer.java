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

	private final ChunkBuffer bytes;

	/** Acknowledged ranges behind the first byte that is not. */
	private final ByteRanges acked = new ByteRanges();

	/** Ranges to send again; the mark says that a record starts there. */
	private final ByteRanges lost = new ByteRanges();

	private long start;

	private long end;

	SendBuffer(ChunkPool pool) {
		this.bytes = new ChunkBuffer(pool);
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
			this.lost.add(at, next, boundary && at == from);
			at = next;
		}
	}

	/** Forgets all bytes: the stream was reset. */
	void clear() {
		this.bytes.clear();
		this.acked.release();
		this.lost.release();
		this.start = this.end;
	}

	/** Lets go of tables that an idle stream does not need. */
	void shrink() {
		this.bytes.shrink();
		this.acked.shrink();
		this.lost.shrink();
	}

}
