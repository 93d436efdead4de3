/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The packets sent in one number space: a ring indexed by packet number that doubles when
 * it is full, with the frame records of each packet in a ring of their own.
 *
 * <p>
 * Numbers below {@code oldest} are forgotten. Between it and {@code firstOpen} all are
 * decided; some were declared lost and are remembered for a while, to notice when that
 * was wrong. An acknowledged number keeps in its time field the lower end of a run of
 * acknowledged numbers that ends with it, so that a range that was acknowledged before is
 * passed in one step: an ACK costs as much as it newly acknowledges.
 */
final class SentPackets {

	static final long NONE = Long.MIN_VALUE;

	/** More numbers than this are not remembered: the oldest counts as lost. */
	// SPEC reliability.md#limits-of-memory
	static final int MAX_REMEMBERED = 1 << 17;

	// States, in bits 16 to 18 of the info field; its bits 0 to 15 are the size.
	private static final int UNSENT = 0;

	private static final int OPEN = 1 << 16;

	private static final int QUIET = 2 << 16;

	private static final int ACKED = 3 << 16;

	private static final int LOST = 4 << 16;

	private static final int STATE = 7 << 16;

	private static final int ELICITING = 1 << 19;

	private static final int IN_FLIGHT = 1 << 20;

	/** Left with an ECN mark, on the path that is used now. */
	private static final int MARKED = 1 << 21;

	private static final int TAG_SHIFT = 24;

	private static final int SIZE = 0xFFFF;

	private final CongestionState congestion;

	private final FrameListener listener;

	private final AckTracker received;

	private final FrameRecords records;

	private final SkippedNumbers skipped = new SkippedNumbers();

	private long[] times;

	private int[] infos;

	private int[] firstRecords;

	private final DeliveryRecords deliveries;

	private long oldest;

	private long firstOpen;

	private long next;

	private int elicitingOpen;

	private long lossRunStartNanos = NONE;

	SentPackets(CongestionState congestion, FrameListener listener, AckTracker received, int capacity) {
		this.congestion = congestion;
		this.listener = listener;
		this.received = received;
		this.records = new FrameRecords(capacity);
		this.times = new long[capacity];
		this.infos = new int[capacity];
		this.firstRecords = new int[capacity];
		this.deliveries = new DeliveryRecords(capacity);
	}

	/**
	 * Adds a packet. Numbers between the last one and this were never sent.
	 * @param packetNumber above all earlier ones
	 * @param nowNanos when it is sent
	 * @param bytes its whole size, at most 65,535
	 * @param ackEliciting whether the peer must acknowledge it
	 * @param inFlight whether its bytes count as in flight
	 * @param staged its frame records; taken over where it is eliciting, else dropped
	 */
	void add(long packetNumber, long nowNanos, int bytes, boolean ackEliciting, boolean inFlight, FrameRecords staged) {
		if (packetNumber < this.next) {
			throw new IllegalArgumentException(
					"packet number " + packetNumber + " was sent before or left out; the next is " + this.next);
		}
		while (this.next < packetNumber) {
			this.skipped.add(this.next);
			place(nowNanos, UNSENT);
		}
		if (!ackEliciting && !inFlight) {
			staged.clear();
			this.congestion.ecn().onPacketSent(false);
			place(nowNanos, QUIET | bytes);
			return;
		}
		boolean marked = this.congestion.ecn().onPacketSent(true);
		place(nowNanos,
				OPEN | bytes | (ackEliciting ? ELICITING : 0) | (inFlight ? IN_FLIGHT : 0) | (marked ? MARKED : 0));
		if (inFlight) {
			this.congestion.stamp(this.deliveries, slot(packetNumber), nowNanos, bytes);
		}
		staged.moveTo(this.records);
		this.elicitingOpen += ackEliciting ? 1 : 0;
	}

	/** One above the largest number sent. */
	long next() {
		return this.next;
	}

	/** How many ack-eliciting packets are neither acknowledged nor lost. */
	int elicitingOpen() {
		return this.elicitingOpen;
	}

	int capacity() {
		return this.infos.length;
	}

	int recordCount() {
		return this.records.size();
	}

	/**
	 * Processes the ranges of an ACK, inclusive and descending.
	 * @param largest upper ends
	 * @param smallest lower ends
	 * @param count how many ranges
	 * @param outcome told what was acknowledged
	 * @throws ProtocolViolation where one holds a number that was never sent; nothing was
	 * changed then but for numbers left out long ago
	 */
	// SPEC reliability.md#acknowledgement-of-an-unsent-packet
	void onAck(long[] largest, long[] smallest, int count, AckOutcome outcome) throws ProtocolViolation {
		if (largest[0] >= this.next || this.skipped.anyIn(largest, smallest, count)) {
			throw ackOfUnsent();
		}
		for (int i = 0; i < count && largest[i] >= this.oldest; i++) {
			acknowledge(largest[i], Math.max(smallest[i], this.oldest), outcome);
		}
	}

	/**
	 * Declares lost what the thresholds say, from the oldest up.
	 * @param largestAcked no number above it is lost
	 * @param lostUpTo all open packets up to this number are lost
	 * @param lostSentUntilNanos all open packets sent by then are lost
	 * @param outcome told what was lost
	 * @param nowNanos the time
	 * @return when the oldest packet at or below the largest acknowledged one that is
	 * still open was sent, or {@link #NONE}
	 */
	long detectLost(long largestAcked, long lostUpTo, long lostSentUntilNanos, AckOutcome outcome, long nowNanos) {
		long oldestLeft = NONE;
		for (; this.firstOpen <= largestAcked; this.firstOpen++) {
			int slot = slot(this.firstOpen);
			int state = this.infos[slot] & STATE;
			if (state == OPEN) {
				if (this.firstOpen > lostUpTo && this.times[slot] > lostSentUntilNanos) {
					oldestLeft = this.times[slot];
					break;
				}
				extendLossRun(slot, outcome);
				outcome.lostCount += ((this.infos[slot] & IN_FLIGHT) != 0) ? 1 : 0;
				declareLost(this.firstOpen, nowNanos);
			}
			else if (state == ACKED) {
				this.lossRunStartNanos = NONE;
			}
		}
		passDecided();
		return oldestLeft;
	}

	/** Forgets lost packets that were sent by then. */
	void forget(long sentUntilNanos) {
		while (this.oldest < this.firstOpen) {
			int slot = slot(this.oldest);
			if ((this.infos[slot] & STATE) == LOST && this.times[slot] > sentUntilNanos) {
				return;
			}
			this.oldest++;
		}
	}

	/**
	 * Offers the frames of the oldest open packets to be carried again by probes.
	 * @param packets how many packets' frames at most
	 */
	// SPEC reliability.md#what-a-probe-carries
	void offerForProbes(int packets) {
		int left = packets;
		for (long number = this.firstOpen; number < this.next && left > 0; number++) {
			if ((this.infos[slot(number)] & STATE) == OPEN
					&& this.records.probed(this.firstRecords[slot(number)], recordsEnd(number), this.listener)) {
				left--;
			}
		}
	}

	/** Takes all open packets out of flight; they stay open. */
	void leaveFlight() {
		for (long number = this.firstOpen; number < this.next; number++) {
			int slot = slot(number);
			if ((this.infos[slot] & STATE) == OPEN && (this.infos[slot] & IN_FLIGHT) != 0) {
				this.infos[slot] &= ~IN_FLIGHT;
				this.congestion.leaveFlight(this.infos[slot] & SIZE);
			}
			this.infos[slot] &= ~MARKED;
		}
	}

	private void acknowledge(long top, long bottom, AckOutcome outcome) throws ProtocolViolation {
		long number = top;
		while (number >= bottom) {
			int slot = slot(number);
			int state = this.infos[slot] & STATE;
			if (state == ACKED) {
				number = this.times[slot] - 1;
				continue;
			}
			if (state == UNSENT) {
				throw ackOfUnsent();
			}
			outcome.onAcked(number, this.times[slot], (this.infos[slot] & ELICITING) != 0);
			onPacketAcked(number, slot, state, outcome);
			this.infos[slot] = ACKED;
			this.times[slot] = number;
			number--;
		}
		this.times[slot(top)] = number + 1;
	}

	private void onPacketAcked(long number, int slot, int state, AckOutcome outcome) {
		int info = this.infos[slot];
		long sentNanos = this.times[slot];
		if (state == OPEN) {
			this.elicitingOpen -= ((info & ELICITING) != 0) ? 1 : 0;
			outcome.markedAcked += ((info & MARKED) != 0) ? 1 : 0;
			if ((info & IN_FLIGHT) != 0) {
				this.congestion.onPacketAcked(this.deliveries, slot, info & SIZE, sentNanos);
			}
			this.records.acked(this.firstRecords[slot], recordsEnd(number), this.listener, this.received);
		}
		else if (state == LOST) {
			outcome.onSpurious(number, sentNanos);
			this.lossRunStartNanos = NONE;
			this.congestion.onSpuriousLoss(info >>> TAG_SHIFT);
		}
	}

	// SPEC reliability.md#persistent-congestion
	private void extendLossRun(int slot, AckOutcome outcome) {
		long sentNanos = this.times[slot];
		// What congestion control does not count, such as an MTU probe, says nothing.
		int counted = ELICITING | IN_FLIGHT;
		if ((this.infos[slot] & counted) != counted || sentNanos < outcome.rttKnownSinceNanos) {
			return;
		}
		if (this.lossRunStartNanos == NONE) {
			this.lossRunStartNanos = sentNanos;
		}
		outcome.longestLossRunNanos = Math.max(outcome.longestLossRunNanos, sentNanos - this.lossRunStartNanos);
	}

	private void declareLost(long number, long nowNanos) {
		int slot = slot(number);
		int info = this.infos[slot];
		this.elicitingOpen -= ((info & ELICITING) != 0) ? 1 : 0;
		int tag = ((info & IN_FLIGHT) != 0) ? this.congestion.onPacketLost(info & SIZE, this.times[slot], nowNanos)
				: RecoveryEpisode.NO_EPISODE;
		this.infos[slot] = LOST | (info & ELICITING) | (tag << TAG_SHIFT);
		if ((info & MARKED) != 0) {
			this.congestion.ecn().onMarkedLost();
		}
		this.records.lost(this.firstRecords[slot], recordsEnd(number), this.listener);
	}

	private void place(long nowNanos, int info) {
		if (this.next - this.oldest == this.infos.length) {
			makeRoom(nowNanos);
		}
		int slot = slot(this.next);
		this.times[slot] = nowNanos;
		this.infos[slot] = info;
		this.firstRecords[slot] = this.records.end();
		this.next++;
		if (this.firstOpen == this.next - 1) {
			passDecided();
		}
	}

	private void passDecided() {
		while (this.firstOpen < this.next && (this.infos[slot(this.firstOpen)] & STATE) != OPEN) {
			this.firstOpen++;
		}
		this.records
			.freeBefore((this.firstOpen < this.next) ? this.firstRecords[slot(this.firstOpen)] : this.records.end());
		if (this.oldest < this.firstOpen && (this.infos[slot(this.oldest)] & STATE) != LOST) {
			forget(NONE);
		}
	}

	private void makeRoom(long nowNanos) {
		if (this.infos.length < MAX_REMEMBERED) {
			grow();
			return;
		}
		if (this.firstOpen == this.oldest) {
			declareLost(this.oldest, nowNanos);
			passDecided();
		}
		this.oldest++;
	}

	private void grow() {
		int capacity = this.infos.length << 1;
		this.deliveries.grow(this.oldest, this.next, this.infos.length);
		long[] times = new long[capacity];
		int[] infos = new int[capacity];
		int[] firstRecords = new int[capacity];
		for (long number = this.oldest; number < this.next; number++) {
			int from = slot(number);
			int to = (int) number & (capacity - 1);
			times[to] = this.times[from];
			infos[to] = this.infos[from];
			firstRecords[to] = this.firstRecords[from];
		}
		this.times = times;
		this.infos = infos;
		this.firstRecords = firstRecords;
	}

	private int recordsEnd(long number) {
		return (number + 1 < this.next) ? this.firstRecords[slot(number + 1)] : this.records.end();
	}

	private int slot(long number) {
		return (int) number & (this.infos.length - 1);
	}

	private static ProtocolViolation ackOfUnsent() {
		return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.ACK,
				"an ACK names a packet that was never sent");
	}

}
