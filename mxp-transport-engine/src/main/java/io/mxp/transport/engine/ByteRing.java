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
 * {@code head} is where the consumer reads. Positions only grow. Each slot of 64 bytes
 * has a state word in an array beside the bytes; committing stores into that of the
 * record's first slot its length and the lap (position divided by capacity). A word of
 * another lap means not committed yet, so the consumer clears nothing and never writes
 * where producers do.
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

	private static final int SLOT_SHIFT = 6;

	private static final int SLOT_BYTES = 1 << SLOT_SHIFT;

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final VarHandle STATE = MethodHandles.arrayElementVarHandle(long[].class);

	private final int capacity;

	private final int capacityShift;

	/** State bit above the length: nothing to read, the length is one of slots. */
	private final long skip;

	/** State bit above that: an attachment goes with the record. */
	private final long attached;

	private final byte[] bytes;

	private final long[] states;

	private final @Nullable Object[] attachments;

	private final RingPosition tail;

	private final RingPosition head;

	/** What producers last saw of {@code head}: spares them its cache line. */
	private final RingPosition headSeen;

	private final RingCursor cursor;

	private final boolean oneProducer;

	/**
	 * A ring for any number of producers.
	 * @param capacityBytes a power of two from 1 KiB to 1 GiB, header words and padding
	 * included; best below the size of the L2 cache
	 */
	public ByteRing(int capacityBytes) {
		this(capacityBytes, false);
	}

	/** A ring for one producing thread, which then needs no atomic instruction. */
	public static ByteRing ofOneProducer(int capacityBytes) {
		return new ByteRing(capacityBytes, true);
	}

	private ByteRing(int capacityBytes, boolean oneProducer) {
		this.oneProducer = oneProducer;
		if (Integer.bitCount(capacityBytes) != 1 || capacityBytes < 1 << 10 || capacityBytes > 1 << 30) {
			throw new IllegalArgumentException(
					"capacityBytes must be a power of two from 1024 to 1073741824, not " + capacityBytes);
		}
		this.capacity = capacityBytes;
		this.capacityShift = Integer.numberOfTrailingZeros(capacityBytes);
		this.skip = 1L << (this.capacityShift - 1);
		this.attached = 1L << this.capacityShift;
		this.bytes = new byte[capacityBytes];
		this.states = new long[capacityBytes >> SLOT_SHIFT];
		this.attachments = new Object[capacityBytes >> SLOT_SHIFT];
		// the first lap is 1: no word is committed from the start
		this.tail = new RingPosition(capacityBytes);
		this.head = new RingPosition(capacityBytes);
		this.headSeen = new RingPosition(capacityBytes);
		this.cursor = new RingCursor(capacityBytes);
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
		int span = span(length);
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
		while (!advanceTail(position, position + padding + span));
		if (padding != 0) {
			skip(position, padding);
		}
		position += padding;
		int start = (int) position & mask;
		INT.set(this.bytes, start, span);
		LONG.set(this.bytes, start + 8, position);
		return start + HEADER_BYTES;
	}

	private boolean advanceTail(long from, long to) {
		if (this.oneProducer) {
			this.tail.setRelease(to);
			return true;
		}
		return this.tail.compareAndSet(from, to);
	}

	private static int span(int length) {
		return (length + HEADER_BYTES + SLOT_BYTES - 1) & -SLOT_BYTES;
	}

	private boolean hasRoom(long end) {
		long floor = end - this.capacity;
		if (this.headSeen.getAcquire() >= floor) {
			return true;
		}
		long now = this.head.getAcquire();
		if (now < floor) {
			return false;
		}
		this.headSeen.setRelease(now);
		return true;
	}

	/**
	 * Makes the record visible to the consumer. Wake it afterwards where it may sleep.
	 * @param index what {@link #claim} gave
	 * @param length bytes of the record, at most what was claimed
	 */
	public void commit(int index, int length, int kind, int a, long b, long c, @Nullable Object attachment) {
		int start = index - HEADER_BYTES;
		int span = (int) INT.get(this.bytes, start);
		long position = (long) LONG.get(this.bytes, start + 8);
		if (length < 0 || length + HEADER_BYTES > span) {
			throw new IllegalArgumentException("Room was claimed for fewer than " + length + " bytes");
		}
		int used = span(length);
		if (used != span) {
			skip(position + used, span - used);
		}
		INT.set(this.bytes, start, kind);
		INT.set(this.bytes, start + 4, a);
		LONG.set(this.bytes, start + 8, b);
		LONG.set(this.bytes, start + 16, c);
		long word = length;
		if (attachment != null) {
			this.attachments[start >> SLOT_SHIFT] = attachment;
			word |= this.attached;
		}
		publish(position, word);
	}

	/** Gives the claimed room up; the consumer skips it. */
	public void abort(int index) {
		int start = index - HEADER_BYTES;
		skip((long) LONG.get(this.bytes, start + 8), (int) INT.get(this.bytes, start));
	}

	private void skip(long position, int span) {
		publish(position, this.skip | span >> SLOT_SHIFT);
	}

	private void publish(long position, long word) {
		long lap = position >>> this.capacityShift;
		STATE.setRelease(this.states, slot(position), lap << (this.capacityShift + 1) | word);
	}

	private int slot(long position) {
		return ((int) position & (this.capacity - 1)) >> SLOT_SHIFT;
	}

	/**
	 * Looks at the next record, which stays until {@link #release}. Consumer only.
	 * @return false when no record is committed
	 */
	public boolean peek() {
		RingCursor at = this.cursor;
		while (true) {
			long state = (long) STATE.getAcquire(this.states, slot(at.position));
			if (state >>> (this.capacityShift + 1) != at.position >>> this.capacityShift) {
				at.span = 0;
				return false;
			}
			int length = (int) state & ((int) this.skip - 1);
			if ((state & this.skip) == 0) {
				at.start = (int) at.position & (this.capacity - 1);
				at.length = length;
				at.span = span(length);
				at.attached = (state & this.attached) != 0;
				return true;
			}
			advance(at, length << SLOT_SHIFT);
		}
	}

	/** Takes the record that {@link #peek} showed out of the ring. Consumer only. */
	public void release() {
		RingCursor at = this.cursor;
		if (at.span == 0) {
			throw new IllegalStateException("No record was peeked at");
		}
		if (at.attached) {
			this.attachments[at.start >> SLOT_SHIFT] = null;
		}
		advance(at, at.span);
		at.span = 0;
	}

	private void advance(RingCursor at, int span) {
		at.position += span;
		this.head.setRelease(at.position);
	}

	/** Index in {@link #array()} of the record that {@link #peek} showed. */
	public int offset() {
		return this.cursor.start + HEADER_BYTES;
	}

	public int length() {
		return this.cursor.length;
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
		return this.cursor.attached ? this.attachments[this.cursor.start >> SLOT_SHIFT] : null;
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
