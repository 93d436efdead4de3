/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * A bounded ring of byte records from any number of producers to one consumer. Nobody
 * blocks and nothing is allocated for a record: a producer claims room, writes into
 * {@link #array()} and commits; a full ring is a visible refusal.
 *
 * <p>
 * A record lies in one piece, starts on a multiple of 64 bytes and has four header words
 * of the caller's own meaning, and an optional object for what does not fit into bytes. A
 * producer must commit or abort all that it claims, and soon: records behind wait for it.
 *
 * <p>
 * How it works: {@code tail} is where the next claim starts, moved by compare-and-set;
 * {@code head} is where the consumer reads. The state word of a record, in an array
 * beside the bytes, is zero until the record is committed by a release store, and zero
 * again before {@code head} moves past it.
 */
public final class ByteRing {

	/** Takes the records of a {@link #drain}. */
	@FunctionalInterface
	public interface Handler {

		/**
		 * One record; its bytes are valid during the call.
		 * @return false when there is no room for it now: it stays the next one
		 */
		boolean onRecord(int kind, int a, long b, long c, byte[] bytes, int offset, int length,
				@Nullable Object attachment);

	}

	/** Bytes of the header words in front of each record. */
	private static final int HEADER_BYTES = 24;

	private static final int ALIGNMENT_SHIFT = 6;

	private static final int ALIGNMENT = 1 << ALIGNMENT_SHIFT;

	/** State bits: the span in bytes at 32 to 61, the length at 0 to 31. */
	private static final int SPAN_SHIFT = 32;

	private static final long SKIP = 1L << 62;

	private static final long ATTACHED = 1L << 63;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(long[].class);

	private final int capacity;

	private final byte[] bytes;

	private final long[] states;

	private final @Nullable Object[] attachments;

	private final RingPosition tail = new RingPosition();

	private final RingPosition head = new RingPosition();

	/** What producers last saw of {@code head}: spares them its cache line. */
	private final RingPosition headSeen = new RingPosition();

	private final RingCursor cursor = new RingCursor();

	/**
	 * @param capacityBytes a power of two from 1 KiB to 1 GiB, header words and padding
	 * included; best below the size of the L2 cache
	 */
	public ByteRing(int capacityBytes) {
		if (Integer.bitCount(capacityBytes) != 1 || capacityBytes < 1 << 10 || capacityBytes > 1 << 30) {
			throw new IllegalArgumentException(
					"capacityBytes must be a power of two from 1024 to 1073741824, not " + capacityBytes);
		}
		this.capacity = capacityBytes;
		this.bytes = new byte[capacityBytes];
		this.states = new long[capacityBytes >> ALIGNMENT_SHIFT];
		this.attachments = new Object[capacityBytes >> ALIGNMENT_SHIFT];
	}

	public int capacity() {
		return this.capacity;
	}

	/** Longest record; what is longer travels as attachment. */
	public int maxLength() {
		return this.capacity / 2 - HEADER_BYTES;
	}

	/** Where the claimed bytes lie. */
	public byte[] array() {
		return this.bytes;
	}

	/** Bytes that are claimed or not consumed yet, overhead included; a snapshot. */
	public int usedBytes() {
		return (int) Math.max(0, this.tail.getAcquire() - this.head.getAcquire());
	}

	/** Whether nothing is claimed or waiting; a snapshot. */
	public boolean isEmpty() {
		return this.head.getAcquire() == this.tail.getAcquire();
	}

	/**
	 * Claims room for one record. Any thread.
	 * @param length most bytes that the record can have
	 * @return index in {@link #array()} of the first byte, or -1 when the ring is full
	 * @throws IllegalArgumentException if longer than {@link #maxLength}
	 */
	public int claim(int length) {
		if (length < 0 || length > maxLength()) {
			throw new IllegalArgumentException("A record has 0 to " + maxLength() + " bytes, not " + length);
		}
		int span = (length + HEADER_BYTES + ALIGNMENT - 1) & -ALIGNMENT;
		int mask = this.capacity - 1;
		long position;
		int padding;
		do {
			position = this.tail.getAcquire();
			int toEnd = this.capacity - ((int) position & mask);
			padding = (toEnd < span) ? toEnd : 0;
			if (!hasRoom(position + padding + span)) {
				return -1;
			}
		}
		while (!this.tail.compareAndSet(position, position + padding + span));
		if (padding != 0) {
			STATE.setRelease(this.states, slot(position), SKIP | (long) padding << SPAN_SHIFT);
		}
		int start = (int) (position + padding) & mask;
		INT.set(this.bytes, start, span);
		return start + HEADER_BYTES;
	}

	private boolean hasRoom(long end) {
		long floor = end - this.capacity;
		if (this.headSeen.getAcquire() >= floor) {
			return true;
		}
		long now = this.head.getAcquire();
		this.headSeen.setRelease(now);
		return now >= floor;
	}

	/**
	 * Makes the record visible to the consumer. Wake it afterwards where it may sleep.
	 * @param index what {@link #claim} gave
	 * @param length bytes of the record, at most what was claimed
	 */
	public void commit(int index, int length, int kind, int a, long b, long c, @Nullable Object attachment) {
		int start = index - HEADER_BYTES;
		long span = (int) INT.get(this.bytes, start);
		if (length < 0 || length + HEADER_BYTES > span) {
			throw new IllegalArgumentException("Room was claimed for fewer than " + length + " bytes");
		}
		INT.set(this.bytes, start, kind);
		INT.set(this.bytes, start + 4, a);
		LONG.set(this.bytes, start + 8, b);
		LONG.set(this.bytes, start + 16, c);
		long state = span << SPAN_SHIFT | length;
		if (attachment != null) {
			this.attachments[slot(start)] = attachment;
			state |= ATTACHED;
		}
		STATE.setRelease(this.states, slot(start), state);
	}

	/** Gives the claimed room up; the consumer skips it. */
	public void abort(int index) {
		int start = index - HEADER_BYTES;
		long span = (int) INT.get(this.bytes, start);
		STATE.setRelease(this.states, slot(start), SKIP | span << SPAN_SHIFT);
	}

	private int slot(long position) {
		return ((int) position & (this.capacity - 1)) >> ALIGNMENT_SHIFT;
	}

	/**
	 * Looks at the next record, which stays until {@link #release}. Consumer only.
	 * @return false when no record is committed
	 */
	public boolean peek() {
		RingCursor at = this.cursor;
		while (true) {
			long state = (long) STATE.getAcquire(this.states, slot(at.position));
			if (state == 0) {
				at.state = 0;
				return false;
			}
			if ((state & SKIP) == 0) {
				at.state = state;
				at.start = (int) at.position & (this.capacity - 1);
				return true;
			}
			advance(at, state);
		}
	}

	/** Takes the record that {@link #peek} showed out of the ring. Consumer only. */
	public void release() {
		RingCursor at = this.cursor;
		long state = at.state;
		if (state == 0) {
			throw new IllegalStateException("No record was peeked at");
		}
		at.state = 0;
		if ((state & ATTACHED) != 0) {
			this.attachments[slot(at.start)] = null;
		}
		advance(at, state);
	}

	private void advance(RingCursor at, long state) {
		STATE.set(this.states, slot(at.position), 0L);
		at.position += (state & ~(SKIP | ATTACHED)) >>> SPAN_SHIFT;
		this.head.setRelease(at.position);
	}

	/** Index in {@link #array()} of the record that {@link #peek} showed. */
	public int offset() {
		return this.cursor.start + HEADER_BYTES;
	}

	public int length() {
		return (int) this.cursor.state;
	}

	public int kind() {
		return (int) INT.get(this.bytes, this.cursor.start);
	}

	public int a() {
		return (int) INT.get(this.bytes, this.cursor.start + 4);
	}

	public long b() {
		return (long) LONG.get(this.bytes, this.cursor.start + 8);
	}

	public long c() {
		return (long) LONG.get(this.bytes, this.cursor.start + 16);
	}

	public @Nullable Object attachment() {
		return ((this.cursor.state & ATTACHED) != 0) ? this.attachments[slot(this.cursor.start)] : null;
	}

	/**
	 * Hands records over in order until there is none, the handler wants no more, or the
	 * bound is reached. Consumer only. A record whose handler throws is consumed.
	 * @return records that were taken
	 */
	public int drain(Handler handler, int maxRecords) {
		int taken = 0;
		while (taken < maxRecords && peek()) {
			boolean accepted = true;
			try {
				accepted = handler.onRecord(kind(), a(), b(), c(), this.bytes, offset(), length(), attachment());
			}
			finally {
				if (accepted) {
					release();
				}
			}
			if (!accepted) {
				break;
			}
			taken++;
		}
		return taken;
	}

}
