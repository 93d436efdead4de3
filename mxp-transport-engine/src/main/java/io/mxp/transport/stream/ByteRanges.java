/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

/**
 * A sorted set of disjoint ranges of stream offsets, half open. Each range may say that
 * its start is known to be the start of a record; a range so marked is not swallowed by
 * an unmarked neighbour that ends where it starts, since the mark would be lost.
 */
final class ByteRanges {

	private static final long[] NO_LONGS = new long[0];

	private static final boolean[] NO_MARKS = new boolean[0];

	private static final int FIRST_CAPACITY = 4;

	private static final int BYTES_PER_RANGE = 17;

	/** The empty set of all that hold none: it takes nothing. */
	static final ByteRanges NONE = new ByteRanges();

	private long[] starts = NO_LONGS;

	private long[] ends = NO_LONGS;

	private boolean[] marks = NO_MARKS;

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	long start(int index) {
		return this.starts[index];
	}

	long end(int index) {
		return this.ends[index];
	}

	/** Whether the range starts where a record starts. */
	boolean isMarked(int index) {
		return this.marks[index];
	}

	void mark(int index) {
		this.marks[index] = true;
	}

	/** Adds a range, joined with those that it overlaps or touches. */
	void add(long start, long end, boolean mark) {
		int last = this.size - 1;
		if (last >= 0 && start <= this.ends[last]) {
			if (start == this.ends[last] && (this.marks[last] || !mark)) {
				this.ends[last] = end;
				return;
			}
			if (start != this.ends[last]) {
				join(start, end, mark);
				return;
			}
		}
		insert(this.size, start, end, mark);
	}

	/** Takes a range out; where it splits another, the rest behind it is unmarked. */
	void remove(long start, long end) {
		int first = indexOf(start);
		int index = first;
		while (index < this.size && this.starts[index] < end) {
			if (this.starts[index] < start) {
				if (this.ends[index] > end) {
					insert(index + 1, end, this.ends[index], false);
					this.ends[index] = start;
					return;
				}
				this.ends[index] = start;
				index++;
				first = index;
			}
			else if (this.ends[index] > end) {
				this.starts[index] = end;
				this.marks[index] = false;
				break;
			}
			else {
				index++;
			}
		}
		removeAll(first, index);
	}

	/** Moves the start of a range forward; the range vanishes when nothing is left. */
	void trim(int index, long start, boolean mark) {
		if (start >= this.ends[index]) {
			removeAll(index, index + 1);
			return;
		}
		this.starts[index] = start;
		this.marks[index] = mark;
	}

	/** Joins a range with the next one, which must touch it. */
	void joinNext(int index) {
		this.ends[index] = this.ends[index + 1];
		removeAll(index + 1, index + 2);
	}

	void removeFirst() {
		removeAll(0, 1);
	}

	/** The first range that ends behind an offset, or the size where none does. */
	int indexOf(long offset) {
		int low = 0;
		int high = this.size;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (this.ends[middle] > offset) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	/** The end of the range that holds an offset, or the offset where none does. */
	long coveredUntil(long offset) {
		if (this.size == 0 || offset >= this.ends[this.size - 1]) {
			return offset;
		}
		int index = indexOf(offset);
		return (this.starts[index] <= offset) ? this.ends[index] : offset;
	}

	/** Where the first range behind an uncovered offset starts. */
	long nextStart(long offset) {
		if (this.size == 0 || offset >= this.ends[this.size - 1]) {
			return Long.MAX_VALUE;
		}
		return this.starts[indexOf(offset)];
	}

	/** Whether a range ends exactly here. */
	boolean endsAt(long offset) {
		int last = this.size - 1;
		if (last < 0 || offset > this.ends[last]) {
			return false;
		}
		return offset == this.ends[last] || (offset > 0 && this.ends[indexOf(offset - 1)] == offset);
	}

	/** How many offsets of a span are in the set. */
	long countWithin(long start, long end) {
		long count = 0;
		for (int i = indexOf(start); i < this.size && this.starts[i] < end; i++) {
			count += Math.min(end, this.ends[i]) - Math.max(start, this.starts[i]);
		}
		return count;
	}

	/** Lets go of large arrays of an empty set. */
	void shrink() {
		if (this.size == 0 && this.starts.length > FIRST_CAPACITY) {
			release();
		}
	}

	/** Forgets all ranges, and large arrays. */
	void clear() {
		this.size = 0;
		shrink();
	}

	/** Lets go of everything. */
	void release() {
		this.size = 0;
		this.starts = NO_LONGS;
		this.ends = NO_LONGS;
		this.marks = NO_MARKS;
	}

	long heapBytes() {
		return (long) this.starts.length * BYTES_PER_RANGE;
	}

	private void join(long start, long end, boolean mark) {
		int first = indexOf(start - 1);
		if (this.ends[first] == start && mark && !this.marks[first]) {
			first++;
		}
		long low = start;
		long high = end;
		boolean lowMark = mark;
		int next = first;
		while (next < this.size && this.starts[next] <= high) {
			if (this.starts[next] == high && this.marks[next] && !lowMark) {
				break;
			}
			if (this.starts[next] < low) {
				low = this.starts[next];
				lowMark = this.marks[next];
			}
			else if (this.starts[next] == low) {
				lowMark |= this.marks[next];
			}
			high = Math.max(high, this.ends[next]);
			next++;
		}
		if (next == first) {
			insert(first, low, high, lowMark);
			return;
		}
		this.starts[first] = low;
		this.ends[first] = high;
		this.marks[first] = lowMark;
		removeAll(first + 1, next);
	}

	private void insert(int index, long start, long end, boolean mark) {
		if (this.size == this.starts.length) {
			if (this == NONE) {
				throw new IllegalStateException("the shared empty set takes nothing");
			}
			int capacity = Math.max(FIRST_CAPACITY, this.size * 2);
			this.starts = Arrays.copyOf(this.starts, capacity);
			this.ends = Arrays.copyOf(this.ends, capacity);
			this.marks = Arrays.copyOf(this.marks, capacity);
		}
		int moved = this.size - index;
		if (moved > 0) {
			System.arraycopy(this.starts, index, this.starts, index + 1, moved);
			System.arraycopy(this.ends, index, this.ends, index + 1, moved);
			System.arraycopy(this.marks, index, this.marks, index + 1, moved);
		}
		this.starts[index] = start;
		this.ends[index] = end;
		this.marks[index] = mark;
		this.size++;
	}

	private void removeAll(int from, int to) {
		if (from >= to) {
			return;
		}
		int moved = this.size - to;
		System.arraycopy(this.starts, to, this.starts, from, moved);
		System.arraycopy(this.ends, to, this.ends, from, moved);
		System.arraycopy(this.marks, to, this.marks, from, moved);
		this.size -= to - from;
	}

}
