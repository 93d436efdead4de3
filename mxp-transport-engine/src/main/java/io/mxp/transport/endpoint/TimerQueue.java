/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * When each connection wants to be called: a binary heap of entries that know their
 * place, so that moving a deadline costs O(log n) and nothing is allocated.
 */
final class TimerQueue {

	private @Nullable Entry[] heap = new Entry[64];

	private int size;

	/** Sets the deadline of an entry; {@link Long#MAX_VALUE} takes it out. */
	void schedule(Entry entry, long deadlineNanos) {
		if (deadlineNanos == Long.MAX_VALUE) {
			remove(entry);
			return;
		}
		if (entry.index < 0) {
			if (this.size == this.heap.length) {
				this.heap = Arrays.copyOf(this.heap, this.size * 2);
			}
			entry.deadlineNanos = deadlineNanos;
			place(entry, this.size++);
			siftUp(entry);
		}
		else if (deadlineNanos < entry.deadlineNanos) {
			entry.deadlineNanos = deadlineNanos;
			siftUp(entry);
		}
		else if (deadlineNanos > entry.deadlineNanos) {
			entry.deadlineNanos = deadlineNanos;
			siftDown(entry);
		}
	}

	void remove(Entry entry) {
		int index = entry.index;
		if (index < 0) {
			return;
		}
		entry.index = -1;
		Entry last = at(--this.size);
		this.heap[this.size] = null;
		if (last != entry) {
			place(last, index);
			siftUp(last);
			siftDown(last);
		}
	}

	/** The entry whose deadline has come, which stays in the queue; null for none. */
	@Nullable Entry due(long nowNanos) {
		Entry first = this.heap[0];
		return (this.size > 0 && first != null && first.deadlineNanos <= nowNanos) ? first : null;
	}

	long nextNanos() {
		return (this.size == 0) ? Long.MAX_VALUE : at(0).deadlineNanos;
	}

	int size() {
		return this.size;
	}

	private Entry at(int index) {
		Entry entry = this.heap[index];
		if (entry == null) {
			throw new IllegalStateException("no entry at " + index);
		}
		return entry;
	}

	private void place(Entry entry, int index) {
		this.heap[index] = entry;
		entry.index = index;
	}

	private void siftUp(Entry entry) {
		int index = entry.index;
		while (index > 0) {
			Entry parent = at((index - 1) >>> 1);
			if (parent.deadlineNanos <= entry.deadlineNanos) {
				break;
			}
			int parentIndex = parent.index;
			place(parent, index);
			index = parentIndex;
		}
		place(entry, index);
	}

	private void siftDown(Entry entry) {
		int index = entry.index;
		while (2 * index + 1 < this.size) {
			Entry child = at(2 * index + 1);
			if (2 * index + 2 < this.size && at(2 * index + 2).deadlineNanos < child.deadlineNanos) {
				child = at(2 * index + 2);
			}
			if (child.deadlineNanos >= entry.deadlineNanos) {
				break;
			}
			int childIndex = child.index;
			place(child, index);
			index = childIndex;
		}
		place(entry, index);
	}

	/** Whoever wants to be called. */
	static class Entry {

		private int index = -1;

		private long deadlineNanos = Long.MAX_VALUE;

	}

}
