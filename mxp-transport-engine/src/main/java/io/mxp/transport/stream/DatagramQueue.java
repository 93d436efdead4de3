/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.Arrays;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.packet.FrameWriter;

/**
 * Datagrams that wait to be sent: bounded in bytes and in time.
 */
// SPEC streams.md#datagrams
final class DatagramQueue {

	/** Books kept for each datagram count against the bound like this many bytes. */
	static final int BYTES_PER_ENTRY = 24;

	private static final int FIRST_ENTRIES = 16;

	private static final int FIRST_BYTES = 4096;

	private final DatagramConfig config;

	private final long timeToLiveNanos;

	private final RecordSink sink;

	private byte[] bytes = new byte[0];

	private int bytesHead;

	private int bytesUsed;

	private long[] ids = new long[FIRST_ENTRIES];

	private long[] expiries = new long[FIRST_ENTRIES];

	private int[] lengths = new int[FIRST_ENTRIES];

	private int head;

	private int size;

	DatagramQueue(DatagramConfig config, RecordSink sink) {
		this.config = config;
		this.timeToLiveNanos = config.timeToLive().toNanos();
		this.sink = sink;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	int size() {
		return this.size;
	}

	int queuedBytes() {
		return this.bytesUsed + this.size * BYTES_PER_ENTRY;
	}

	/**
	 * Queues a datagram.
	 * @param expiryNanos when its sender loses interest, or Long.MAX_VALUE
	 * @return false where the queue is full and older ones do not give way, or where it
	 * could never fit
	 */
	boolean offer(long id, byte[] source, int offset, int length, long nowNanos, long expiryNanos) {
		int needed = length + BYTES_PER_ENTRY;
		if (needed > this.config.queueBytes()) {
			return false;
		}
		dropExpired(nowNanos);
		while (queuedBytes() + needed > this.config.queueBytes()) {
			if (!this.config.dropOldest()) {
				return false;
			}
			drop(DatagramFate.QUEUE_FULL);
		}
		makeRoom(length);
		int tail = (this.head + this.size) & (this.ids.length - 1);
		this.ids[tail] = id;
		this.lengths[tail] = length;
		boolean sooner = expiryNanos != Long.MAX_VALUE && expiryNanos - nowNanos < this.timeToLiveNanos;
		this.expiries[tail] = sooner ? expiryNanos : nowNanos + this.timeToLiveNanos;
		int at = (this.bytesHead + this.bytesUsed) % this.bytes.length;
		int first = Math.min(length, this.bytes.length - at);
		System.arraycopy(source, offset, this.bytes, at, first);
		System.arraycopy(source, offset + first, this.bytes, 0, length - first);
		this.size++;
		this.bytesUsed += length;
		return true;
	}

	/** When the oldest has waited too long; Long.MAX_VALUE where none waits. */
	long nextExpiryNanos() {
		return (this.size > 0) ? this.expiries[this.head] : Long.MAX_VALUE;
	}

	/** Drops what waited too long; returns whether anything is left. */
	boolean dropExpired(long nowNanos) {
		while (this.size > 0 && nowNanos - this.expiries[this.head] >= 0) {
			drop(DatagramFate.EXPIRED);
		}
		return this.size > 0;
	}

	/**
	 * Writes the oldest datagram.
	 * @param largest datagrams over this do not fit into any packet
	 * @return whether one was written
	 */
	boolean fill(FrameWriter writer, FrameRecorder recorder, int largest, long nowNanos) {
		while (dropExpired(nowNanos)) {
			int length = this.lengths[this.head];
			if (length > largest) {
				drop(DatagramFate.TOO_LARGE);
				continue;
			}
			if (length > writer.datagramCapacity()) {
				return false;
			}
			int at = writer.beginDatagram(length);
			int first = Math.min(length, this.bytes.length - this.bytesHead);
			System.arraycopy(this.bytes, this.bytesHead, writer.array(), at, first);
			System.arraycopy(this.bytes, 0, writer.array(), at + first, length - first);
			recorder.recordFrame(FrameKind.DATAGRAM, this.ids[this.head], 0, 0);
			removeHead();
			return true;
		}
		return false;
	}

	private void drop(DatagramFate fate) {
		long id = this.ids[this.head];
		removeHead();
		this.sink.onDatagramDropped(id, fate);
	}

	private void removeHead() {
		int length = this.lengths[this.head];
		this.head = (this.head + 1) & (this.ids.length - 1);
		this.size--;
		this.bytesUsed -= length;
		this.bytesHead = (this.bytesUsed == 0) ? 0 : (this.bytesHead + length) % this.bytes.length;
	}

	private void makeRoom(int length) {
		if (this.size == this.ids.length) {
			int capacity = this.size * 2;
			this.ids = straighten(this.ids, capacity);
			this.expiries = straighten(this.expiries, capacity);
			int[] larger = new int[capacity];
			for (int i = 0; i < this.size; i++) {
				larger[i] = this.lengths[(this.head + i) & (this.size - 1)];
			}
			this.lengths = larger;
			this.head = 0;
		}
		int needed = this.bytesUsed + length;
		if (needed > this.bytes.length) {
			byte[] larger = new byte[Math.max(needed, Math.max(FIRST_BYTES, 2 * this.bytes.length))];
			int first = Math.min(this.bytesUsed, this.bytes.length - this.bytesHead);
			System.arraycopy(this.bytes, this.bytesHead, larger, 0, first);
			System.arraycopy(this.bytes, 0, larger, first, this.bytesUsed - first);
			this.bytes = larger;
			this.bytesHead = 0;
		}
	}

	private long[] straighten(long[] ring, int capacity) {
		long[] larger = Arrays.copyOfRange(ring, this.head, this.head + capacity);
		System.arraycopy(ring, 0, larger, this.size - this.head, this.head);
		return larger;
	}

}
