/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayDeque;

/**
 * What waits before a link. The first packet is the one that is leaving, the others wait.
 */
final class DropTailQueue {

	private static final long SECOND = 1_000_000_000L;

	private final ArrayDeque<Departure> departures = new ArrayDeque<>();

	private long bitsPerSecond;

	private int mostPackets = Integer.MAX_VALUE;

	private long mostWaitingBytes = Long.MAX_VALUE;

	private long bytes;

	private long busyUntilNanos;

	/**
	 * Changes the limits; what is in the queue leaves as it would have.
	 * @param bitsPerSecond 0 for no limit
	 * @param mostPackets the leaving one counted
	 * @param mostWaitingBytes the leaving one not counted
	 */
	void rate(long bitsPerSecond, int mostPackets, long mostWaitingBytes) {
		this.bitsPerSecond = bitsPerSecond;
		this.mostPackets = mostPackets;
		this.mostWaitingBytes = mostWaitingBytes;
	}

	/** Takes a packet; false where there is no room. */
	boolean offer(int length, long nowNanos) {
		long waitingBytes = waitingBytes(nowNanos);
		boolean waits = !this.departures.isEmpty();
		if (this.departures.size() >= this.mostPackets || (waits && waitingBytes + length > this.mostWaitingBytes)) {
			return false;
		}
		this.busyUntilNanos = Math.max(this.busyUntilNanos, nowNanos);
		if (this.bitsPerSecond > 0) {
			this.busyUntilNanos += length * 8L * SECOND / this.bitsPerSecond;
			this.departures.add(new Departure(this.busyUntilNanos, length));
			this.bytes += length;
		}
		return true;
	}

	/** When the last packet that was taken will have left. */
	long busyUntilNanos() {
		return this.busyUntilNanos;
	}

	/** Bytes behind the packet that is leaving. */
	long waitingBytes(long nowNanos) {
		Departure next = this.departures.peek();
		while (next != null && next.atNanos <= nowNanos) {
			this.bytes -= next.bytes;
			this.departures.remove();
			next = this.departures.peek();
		}
		return (next != null) ? this.bytes - next.bytes : 0;
	}

	private record Departure(long atNanos, int bytes) {

	}

}
