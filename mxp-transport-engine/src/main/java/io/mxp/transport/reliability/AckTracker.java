/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;

/**
 * What was received in one packet number space and what of it the peer must be told:
 * ranges, when an ACK is due, ECN counts.
 */
final class AckTracker {

	static final int MAX_RANGES = FrameReader.MAX_ACK_RANGES;

	/** Further than this below the largest, numbers cannot or need not be named. */
	private static final long MAX_SPAN = 0x7FFF_FFFFL;

	private final long maxAckDelayNanos;

	private final int ackEveryPackets;

	/** Upper and lower ends, inclusive; the newest range is the first. */
	private final long[] largest = new long[MAX_RANGES];

	private final long[] smallest = new long[MAX_RANGES];

	private int count;

	private long largestReceived = -1;

	private long largestReceivedAtNanos;

	private long largestEliciting = -1;

	private int waiting;

	private long deadlineNanos = Long.MAX_VALUE;

	/** The deadline that the last ACK met, in case that its packet is abandoned. */
	private long lastDeadlineNanos = Long.MAX_VALUE;

	private final long[] ecnCounts = new long[4];

	/**
	 * Creates a tracker.
	 * @param maxAckDelayNanos longest time for which an ACK is withheld; 0 for at once
	 * @param ackEveryPackets how many ack-eliciting packets make an ACK due at once
	 */
	AckTracker(long maxAckDelayNanos, int ackEveryPackets) {
		this.maxAckDelayNanos = maxAckDelayNanos;
		this.ackEveryPackets = ackEveryPackets;
	}

	// SPEC reliability.md#when-an-ack-is-sent
	void onPacketReceived(long packetNumber, long nowNanos, boolean ackEliciting, int ecn) {
		boolean gap = packetNumber > this.largestReceived + 1;
		insert(packetNumber);
		if (packetNumber > this.largestReceived) {
			this.largestReceived = packetNumber;
			this.largestReceivedAtNanos = nowNanos;
		}
		this.ecnCounts[ecn & 3]++;
		if (!ackEliciting) {
			return;
		}
		this.waiting++;
		boolean reordered = packetNumber < this.largestEliciting;
		this.largestEliciting = Math.max(this.largestEliciting, packetNumber);
		if (gap || reordered || ecn == Ecn.CE || this.waiting >= this.ackEveryPackets) {
			this.deadlineNanos = Math.min(this.deadlineNanos, nowNanos);
		}
		else {
			this.deadlineNanos = Math.min(this.deadlineNanos, nowNanos + this.maxAckDelayNanos);
		}
	}

	/** When the next ACK is due, or {@link Long#MAX_VALUE}. */
	long deadlineNanos() {
		return this.deadlineNanos;
	}

	boolean ackPending(long nowNanos) {
		return this.deadlineNanos <= nowNanos;
	}

	/** Whether an ack-eliciting packet came since the last ACK. */
	boolean hasUnreported() {
		return this.waiting > 0;
	}

	/**
	 * Writes an ACK, with fewer of the oldest ranges where not all fit.
	 * @return the lower end of the oldest range written, or -1 where nothing was
	 */
	long write(FrameWriter writer, long nowNanos) {
		if (this.waiting == 0) {
			return -1;
		}
		if (this.largest[0] - this.smallest[0] > MAX_SPAN) {
			this.smallest[0] = this.largest[0] - MAX_SPAN;
			this.count = 1;
		}
		boolean ecn = (this.ecnCounts[Ecn.ECT0] | this.ecnCounts[Ecn.ECT1] | this.ecnCounts[Ecn.CE]) != 0;
		int before = writer.position();
		if (!writer.ack((nowNanos - this.largestReceivedAtNanos) / 1_000, this.largest, this.smallest, this.count, ecn,
				this.ecnCounts[Ecn.ECT0], this.ecnCounts[Ecn.ECT1], this.ecnCounts[Ecn.CE])) {
			return -1;
		}
		this.waiting = 0;
		this.lastDeadlineNanos = this.deadlineNanos;
		this.deadlineNanos = Long.MAX_VALUE;
		int fixed = 24 + (ecn ? 24 : 0);
		return this.smallest[(writer.position() - before - fixed) >> 3];
	}

	/** The packet with the last ACK was never sent: it is still owed. */
	void onAckDiscarded() {
		this.waiting = Math.max(this.waiting, 1);
		this.deadlineNanos = Math.min(this.deadlineNanos, this.lastDeadlineNanos);
	}

	/**
	 * The peer has our ACK of the numbers {@code from} to {@code to}: they need not be
	 * told again. The newest range keeps at least its largest number.
	 */
	// SPEC reliability.md#forgetting-ack-ranges
	void onAckAcknowledged(long to, long from) {
		int kept = 0;
		for (int i = 0; i < this.count; i++) {
			boolean told = this.smallest[i] >= from && this.largest[i] <= to;
			if (i > 0 && told) {
				continue;
			}
			this.largest[kept] = this.largest[i];
			this.smallest[kept] = (this.smallest[i] >= from && this.smallest[i] <= to)
					? Math.min(to + 1, this.largest[i]) : this.smallest[i];
			kept++;
		}
		this.count = kept;
	}

	long largestReceived() {
		return this.largestReceived;
	}

	int rangeCount() {
		return this.count;
	}

	boolean contains(long packetNumber) {
		for (int i = 0; i < this.count; i++) {
			if (packetNumber >= this.smallest[i]) {
				return packetNumber <= this.largest[i];
			}
		}
		return false;
	}

	private void insert(long packetNumber) {
		if (this.count > 0 && packetNumber == this.largest[0] + 1) {
			this.largest[0] = packetNumber;
			return;
		}
		if (this.count > 0 && packetNumber - this.largest[0] > MAX_SPAN) {
			this.count = 0;
		}
		int at = 0;
		while (at < this.count && packetNumber < this.smallest[at]) {
			at++;
		}
		// The range at `at` begins at or below the number, the one before it lies above.
		if (at < this.count && packetNumber <= this.largest[at]) {
			return;
		}
		boolean joinsLower = at < this.count && this.largest[at] + 1 == packetNumber;
		boolean joinsUpper = at > 0 && this.smallest[at - 1] - 1 == packetNumber;
		if (joinsLower && joinsUpper) {
			this.smallest[at - 1] = this.smallest[at];
			shift(at + 1, at);
			this.count--;
		}
		else if (joinsLower) {
			this.largest[at] = packetNumber;
		}
		else if (joinsUpper) {
			this.smallest[at - 1] = packetNumber;
		}
		else if (at < MAX_RANGES) {
			insertRange(at, packetNumber);
		}
	}

	private void insertRange(int at, long packetNumber) {
		if (at > 0 && this.largest[0] - packetNumber > MAX_SPAN) {
			return;
		}
		if (this.count == MAX_RANGES) {
			this.count--;
		}
		shift(at, at + 1);
		this.largest[at] = packetNumber;
		this.smallest[at] = packetNumber;
		this.count++;
	}

	private void shift(int from, int to) {
		System.arraycopy(this.largest, from, this.largest, to, this.count - from);
		System.arraycopy(this.smallest, from, this.smallest, to, this.count - from);
	}

}
