/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection that wait for an answer, found by message id and expired in
 * the order of their deadlines. For one thread. Allocates only while the number of
 * pending calls grows past what it has ever been; the number is capped.
 *
 * <p>
 * A slot holds a call; a hash table (open addressing, keyed, no tombstones) finds its
 * slot, and a binary heap of slots orders the deadlines.
 */
public final class MessageExchange {

	/** The usual cap of pending calls. */
	public static final int DEFAULT_MAX_PENDING = 65_536;

	/** A deadline that never comes. */
	public static final long NO_DEADLINE = Long.MAX_VALUE;

	private static final int INITIAL_CAPACITY = 16;

	private static final int NOT_IN_HEAP = -1;

	private final int maxPending;

	private final long hashKey;

	private int size;

	// By slot. The free slots are a chain through heapIndex.
	private long[] messageIds = new long[INITIAL_CAPACITY];

	private long[] deadlines = new long[INITIAL_CAPACITY];

	private @Nullable Object[] attachments = new @Nullable Object[INITIAL_CAPACITY];

	private int[] heapIndex = new int[INITIAL_CAPACITY];

	private int freeSlot;

	// Slot + 1, or 0 where empty; twice the slots, so at most half full.
	private int[] table = new int[2 * INITIAL_CAPACITY];

	private int[] heap = new int[INITIAL_CAPACITY];

	private int heapSize;

	/** What became of a registration. */
	public enum Registration {

		/** The call is pending. */
		ACCEPTED,

		/** As many calls are pending as may be: refuse this one to its caller. */
		FULL,

		/** A call with this message id is pending already. */
		DUPLICATE

	}

	/** Receives calls that get no answer. */
	@FunctionalInterface
	public interface EndedCalls {

		/**
		 * A call is no longer pending. May register others.
		 * @param messageId its message id
		 * @param attachment what was registered with it
		 */
		void onEnded(long messageId, Object attachment);

	}

	/**
	 * No pending calls.
	 * @param maxPending the cap, at least 1
	 * @param hashKey a random number, so that message ids chosen by a peer cannot collide
	 * on purpose
	 */
	public MessageExchange(int maxPending, long hashKey) {
		if (maxPending < 1 || maxPending > 1 << 28) {
			throw new IllegalArgumentException("maxPending " + maxPending + " is not within 1 to 2^28");
		}
		this.maxPending = maxPending;
		this.hashKey = hashKey;
		chainFreeSlots(0);
	}

	/**
	 * The number of pending calls.
	 * @return 0 to the cap
	 */
	public int pending() {
		return this.size;
	}

	/**
	 * Adds a call.
	 * @param messageId its message id
	 * @param deadlineNanos when it expires, on the caller's clock, or
	 * {@link #NO_DEADLINE}
	 * @param attachment given back when it ends
	 * @return whether it is pending now
	 */
	public Registration register(long messageId, long deadlineNanos, Object attachment) {
		if (findEntry(messageId) >= 0) {
			return Registration.DUPLICATE;
		}
		if (this.size >= this.maxPending) {
			return Registration.FULL;
		}
		if (this.size == this.messageIds.length) {
			grow();
		}
		int slot = this.freeSlot;
		this.freeSlot = this.heapIndex[slot];
		this.messageIds[slot] = messageId;
		this.deadlines[slot] = deadlineNanos;
		this.attachments[slot] = attachment;
		this.heapIndex[slot] = NOT_IN_HEAP;
		this.size++;
		insertEntry(slot);
		if (deadlineNanos != NO_DEADLINE) {
			this.heap[this.heapSize] = slot;
			siftUp(this.heapSize++);
		}
		return Registration.ACCEPTED;
	}

	/**
	 * Ends a call whose answer is there (or that was cancelled).
	 * @param messageId its message id
	 * @return what was registered with it, or null if no such call is pending
	 */
	public @Nullable Object complete(long messageId) {
		int entry = findEntry(messageId);
		return (entry < 0) ? null : remove(entry);
	}

	/**
	 * What was registered with a call, which stays pending.
	 * @param messageId its message id
	 * @return null if no such call is pending
	 */
	public @Nullable Object attachment(long messageId) {
		int entry = findEntry(messageId);
		return (entry < 0) ? null : this.attachments[this.table[entry] - 1];
	}

	/**
	 * Whether a call is pending.
	 * @param messageId its message id
	 * @return true if it is
	 */
	public boolean isPending(long messageId) {
		return findEntry(messageId) >= 0;
	}

	/**
	 * Ends the calls whose deadline has come, earliest first; at most as many as were
	 * pending, whatever {@code ended} registers.
	 * @param nowNanos the time
	 * @param ended receives them
	 * @return their number
	 */
	public int expire(long nowNanos, EndedCalls ended) {
		int limit = this.heapSize;
		int count = 0;
		while (count < limit && this.heapSize > 0 && this.deadlines[this.heap[0]] <= nowNanos) {
			end(this.messageIds[this.heap[0]], ended);
			count++;
		}
		return count;
	}

	/**
	 * When {@link #expire} has something to do.
	 * @return the earliest deadline, or {@link #NO_DEADLINE}
	 */
	public long nextDeadlineNanos() {
		return (this.heapSize == 0) ? NO_DEADLINE : this.deadlines[this.heap[0]];
	}

	/**
	 * Ends every call, as the connection is gone.
	 * @param ended receives those pending now
	 * @return their number
	 */
	public int failAll(EndedCalls ended) {
		long[] ids = new long[this.size];
		int count = 0;
		for (int entry : this.table) {
			if (entry != 0) {
				ids[count++] = this.messageIds[entry - 1];
			}
		}
		// The order must not depend on the hash key, which is random.
		Arrays.sort(ids);
		int failed = 0;
		for (long id : ids) {
			failed += end(id, ended) ? 1 : 0;
		}
		return failed;
	}

	private boolean end(long messageId, EndedCalls ended) {
		Object attachment = complete(messageId);
		if (attachment != null) {
			ended.onEnded(messageId, attachment);
		}
		return attachment != null;
	}

	private @Nullable Object remove(int entry) {
		int slot = this.table[entry] - 1;
		Object attachment = this.attachments[slot];
		deleteEntry(entry);
		if (this.heapIndex[slot] != NOT_IN_HEAP) {
			removeFromHeap(this.heapIndex[slot]);
		}
		this.attachments[slot] = null;
		this.heapIndex[slot] = this.freeSlot;
		this.freeSlot = slot;
		this.size--;
		return attachment;
	}

	private int home(long messageId) {
		long hash = (messageId ^ this.hashKey) * 0x9E3779B97F4A7C15L;
		hash = (hash ^ (hash >>> 32)) * 0xBF58476D1CE4E5B9L;
		return (int) (hash >>> 32) & (this.table.length - 1);
	}

	/** Index in the table, or -1. */
	private int findEntry(long messageId) {
		int mask = this.table.length - 1;
		for (int at = home(messageId); this.table[at] != 0; at = (at + 1) & mask) {
			if (this.messageIds[this.table[at] - 1] == messageId) {
				return at;
			}
		}
		return -1;
	}

	private void insertEntry(int slot) {
		int mask = this.table.length - 1;
		int at = home(this.messageIds[slot]);
		while (this.table[at] != 0) {
			at = (at + 1) & mask;
		}
		this.table[at] = slot + 1;
	}

	/** Closes the gap by moving back what would not be found any more. */
	private void deleteEntry(int entry) {
		int mask = this.table.length - 1;
		int gap = entry;
		for (int at = (gap + 1) & mask; this.table[at] != 0; at = (at + 1) & mask) {
			int home = home(this.messageIds[this.table[at] - 1]);
			if (((at - home) & mask) >= ((at - gap) & mask)) {
				this.table[gap] = this.table[at];
				gap = at;
			}
		}
		this.table[gap] = 0;
	}

	private void removeFromHeap(int index) {
		int moved = this.heap[--this.heapSize];
		if (index == this.heapSize) {
			return;
		}
		this.heap[index] = moved;
		this.heapIndex[moved] = index;
		siftDown(index);
		siftUp(this.heapIndex[moved]);
	}

	private void siftUp(int from) {
		int slot = this.heap[from];
		long deadline = this.deadlines[slot];
		int at = from;
		while (at > 0) {
			int parent = (at - 1) >>> 1;
			if (this.deadlines[this.heap[parent]] <= deadline) {
				break;
			}
			place(at, this.heap[parent]);
			at = parent;
		}
		place(at, slot);
	}

	private void siftDown(int from) {
		int slot = this.heap[from];
		long deadline = this.deadlines[slot];
		int at = from;
		for (int child = 2 * at + 1; child < this.heapSize; child = 2 * at + 1) {
			if (child + 1 < this.heapSize && this.deadlines[this.heap[child + 1]] < this.deadlines[this.heap[child]]) {
				child++;
			}
			if (deadline <= this.deadlines[this.heap[child]]) {
				break;
			}
			place(at, this.heap[child]);
			at = child;
		}
		place(at, slot);
	}

	private void place(int index, int slot) {
		this.heap[index] = slot;
		this.heapIndex[slot] = index;
	}

	private void grow() {
		int before = this.messageIds.length;
		int capacity = before * 2;
		this.messageIds = Arrays.copyOf(this.messageIds, capacity);
		this.deadlines = Arrays.copyOf(this.deadlines, capacity);
		this.attachments = Arrays.copyOf(this.attachments, capacity);
		this.heapIndex = Arrays.copyOf(this.heapIndex, capacity);
		this.heap = Arrays.copyOf(this.heap, capacity);
		this.table = new int[2 * capacity];
		for (int slot = 0; slot < before; slot++) {
			insertEntry(slot);
		}
		chainFreeSlots(before);
	}

	private void chainFreeSlots(int first) {
		for (int slot = first; slot < this.heapIndex.length; slot++) {
			this.heapIndex[slot] = slot + 1;
		}
		this.freeSlot = first;
	}

}
