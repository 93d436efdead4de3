/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * The receiving side of flow control: how far the peer may send, as an absolute count of
 * bytes, and how far the application has consumed. The limit only grows, and so does the
 * window: it doubles where the application consumes a window in two round trips or less,
 * because then it is the window that holds the sender back.
 */
// SPEC streams.md#credit
final class FlowWindow {

	private static final long NEVER = Long.MIN_VALUE;

	private static final long UNLIMITED = Long.MAX_VALUE >> 1;

	/**
	 * At most 1 GiB ({@link io.mxp.transport.FlowConfig}); there is one for each stream.
	 */
	private final int maxWindowBytes;

	private int windowBytes;

	private long limit;

	private long received;

	private long consumed;

	/** When the present measurement of the consumer began. */
	private long measuredFromNanos = NEVER;

	/** What was consumed before it. */
	private long measuredFromBytes;

	/** A window of one size for ever. */
	FlowWindow(long windowBytes) {
		this(windowBytes, windowBytes);
	}

	FlowWindow(long windowBytes, long maxWindowBytes) {
		this.windowBytes = Math.toIntExact(windowBytes);
		this.maxWindowBytes = Math.toIntExact(maxWindowBytes);
		this.limit = windowBytes;
	}

	/** A window that only counts. */
	static FlowWindow unlimited() {
		FlowWindow counting = new FlowWindow(Integer.MAX_VALUE);
		counting.limit = UNLIMITED;
		return counting;
	}

	long windowBytes() {
		return this.windowBytes;
	}

	/** The limit that the peer was told last. */
	long limit() {
		return this.limit;
	}

	/** Bytes received, counted as the highest offset. */
	long received() {
		return this.received;
	}

	long consumed() {
		return this.consumed;
	}

	/** Whether the peer may have sent this many more bytes. */
	boolean allows(long bytes) {
		return bytes <= this.limit - this.received;
	}

	void onReceived(long bytes) {
		this.received += bytes;
	}

	void onConsumed(long bytes) {
		this.consumed += bytes;
	}

	/**
	 * Bytes that nobody wants were given back. They may never have been sent, so they say
	 * nothing about the consumer.
	 */
	void onDiscarded(long bytes) {
		this.consumed += bytes;
		this.measuredFromBytes += bytes;
	}

	/** Bytes received and not consumed, those of gaps included. */
	long held() {
		return this.received - this.consumed;
	}

	/**
	 * Lets the window grow where it was consumed fast.
	 * @param roundTripNanos 0 where it is not known
	 */
	// SPEC streams.md#windows-grow
	void tune(long nowNanos, long roundTripNanos) {
		if (roundTripNanos <= 0 || this.windowBytes >= this.maxWindowBytes) {
			return;
		}
		long bytes = this.consumed - this.measuredFromBytes;
		if (this.measuredFromNanos != NEVER) {
			if (bytes < this.windowBytes >> 1) {
				return;
			}
			double windows = (double) bytes / this.windowBytes;
			if (nowNanos - this.measuredFromNanos <= 2 * roundTripNanos * windows) {
				this.windowBytes = (int) Math.min((long) this.windowBytes << 1, this.maxWindowBytes);
			}
		}
		this.measuredFromNanos = nowNanos;
		this.measuredFromBytes = this.consumed;
	}

	/**
	 * Whether a new limit is worth a frame: it frees a quarter of the window, or a
	 * sixteenth and no less than what the peer has left.
	 * @param ceiling what the limit must not pass, for reasons of memory
	 */
	boolean updateDue(long ceiling) {
		long gain = Math.min(this.consumed + this.windowBytes, ceiling) - this.limit;
		if (gain >= this.windowBytes >> 2) {
			return true;
		}
		return gain > 0 && gain >= this.windowBytes >> 4 && gain >= this.limit - this.received;
	}

	/** Raises the limit as far as it goes and returns it. */
	long advertise(long ceiling) {
		this.limit = Math.max(this.limit, Math.min(this.consumed + this.windowBytes, ceiling));
		return this.limit;
	}

}
