/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.Arrays;

/**
 * Frame records in the order of sending: a ring of longs, four for each record, that
 * doubles when it is full. Records are named by a running number.
 */
final class FrameRecords {

	/** Our own record: an ACK frame was sent that covered the numbers b to a. */
	static final int ACK = -1;

	private static final int CONSUMED = -2;

	private long[] ring;

	private int mask;

	private int first;

	private int end;

	FrameRecords(int capacity) {
		this.ring = new long[capacity << 2];
		this.mask = capacity - 1;
	}

	/** The number that the next record gets; wraps around. */
	int end() {
		return this.end;
	}

	int size() {
		return this.end - this.first;
	}

	void append(int kind, long a, long b, long c) {
		if (size() > this.mask) {
			grow();
		}
		int at = index(this.end++);
		this.ring[at] = kind;
		this.ring[at + 1] = a;
		this.ring[at + 2] = b;
		this.ring[at + 3] = c;
	}

	/** Moves all records to the end of another ring. */
	void moveTo(FrameRecords other) {
		for (int i = this.first; i != this.end; i++) {
			int at = index(i);
			other.append((int) this.ring[at], this.ring[at + 1], this.ring[at + 2], this.ring[at + 3]);
		}
		clear();
	}

	void clear() {
		this.first = 0;
		this.end = 0;
	}

	/** Nothing before {@code record} is needed any more. */
	void freeBefore(int record) {
		this.first = record;
	}

	void acked(int from, int to, FrameListener listener, AckTracker received) {
		for (int i = from; i != to; i++) {
			int at = index(i);
			int kind = (int) this.ring[at];
			if (kind >= 0) {
				listener.onFrameAcked(kind, this.ring[at + 1], this.ring[at + 2], this.ring[at + 3]);
			}
			else if (kind == ACK) {
				received.onAckAcknowledged(this.ring[at + 1], this.ring[at + 2]);
			}
		}
	}

	void lost(int from, int to, FrameListener listener) {
		for (int i = from; i != to; i++) {
			int at = index(i);
			int kind = (int) this.ring[at];
			if (kind >= 0) {
				listener.onFrameLost(kind, this.ring[at + 1], this.ring[at + 2], this.ring[at + 3]);
			}
		}
	}

	/** Whether at least one frame was queued again. */
	boolean probed(int from, int to, FrameListener listener) {
		boolean any = false;
		for (int i = from; i != to; i++) {
			int at = index(i);
			int kind = (int) this.ring[at];
			if (kind >= 0 && listener.onFrameProbed(kind, this.ring[at + 1], this.ring[at + 2], this.ring[at + 3])) {
				this.ring[at] = CONSUMED;
				any = true;
			}
		}
		return any;
	}

	private int index(int record) {
		return (record & this.mask) << 2;
	}

	private void grow() {
		int capacity = this.mask + 1;
		long[] larger = Arrays.copyOf(this.ring, this.ring.length << 1);
		int largerMask = (capacity << 1) - 1;
		for (int i = this.first; i != this.end; i++) {
			System.arraycopy(this.ring, index(i), larger, (i & largerMask) << 2, 4);
		}
		this.ring = larger;
		this.mask = largerMask;
	}

}
