/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Spreads packets over the round trip: a bucket of credit that fills at the pacing rate
 * and is spent in bursts of one millisecond, at least 10 and at most 64 packets.
 *
 * <p>
 * Credit is counted in byte·nanoseconds per second (bytes × 10^9), so that nothing is
 * lost to rounding at any rate.
 */
// SPEC reliability.md#pacing
final class Pacer {

	static final int MIN_BURST_PACKETS = 10;

	static final int MAX_BURST_PACKETS = 64;

	/**
	 * At high rates nothing is released below this: most of what one segmented send takes
	 * (54 packets of 1,200 bytes), because sender and receiver pay for each send.
	 */
	static final int MIN_RELEASE_PACKETS = 48;

	private static final long SECOND = 1_000_000_000L;

	private static final long BURSTS_PER_SECOND = 1_000;

	/** How much of a late wake-up is made good. */
	private static final long MAX_LATENESS_NANOS = 4_000_000;

	private static final long MAX_RATE = 1_000_000_000_000L;

	private int maxDatagramSize;

	private long rateBytesPerSecond = 1;

	private long credit;

	private long refilledAtNanos;

	private boolean started;

	/** Somebody wants to send and was refused: the wait is paid for in full. */
	private boolean refused;

	Pacer(int maxDatagramSize) {
		this.maxDatagramSize = maxDatagramSize;
	}

	/** Starts anew at this rate, with a full burst of credit. */
	void restart(long bytesPerSecond) {
		this.rateBytesPerSecond = clamp(bytesPerSecond);
		this.credit = burst();
		this.started = false;
		this.refused = false;
	}

	void setMaxDatagramSize(int bytes) {
		this.maxDatagramSize = bytes;
	}

	void setRate(long bytesPerSecond, long nowNanos) {
		refill(nowNanos);
		this.rateBytesPerSecond = clamp(bytesPerSecond);
	}

	void onPacketSent(int bytes, long nowNanos) {
		refill(nowNanos);
		// Probes may overdraw, by a burst at most.
		this.credit = Math.max(this.credit - bytes * SECOND, -burst());
	}

	/** Bytes that may leave at this instant; 0 where the next burst is not due. */
	long allowanceBytes(long nowNanos) {
		refill(nowNanos);
		this.refused = this.credit < clampedMillisecond(1, MIN_RELEASE_PACKETS);
		return this.refused ? 0 : Math.min(this.credit, packets(MAX_BURST_PACKETS)) / SECOND;
	}

	/** When the next burst is due; not after {@code nowNanos} where it is due now. */
	long deadlineNanos(long nowNanos) {
		refill(nowNanos);
		long missing = clampedMillisecond(1, MAX_BURST_PACKETS) - this.credit;
		return (missing <= 0) ? nowNanos : nowNanos + (missing - 1) / this.rateBytesPerSecond + 1;
	}

	private void refill(long nowNanos) {
		if (!this.started) {
			this.started = true;
			this.refilledAtNanos = nowNanos;
			return;
		}
		long elapsed = nowNanos - this.refilledAtNanos;
		if (elapsed <= 0) {
			return;
		}
		this.refilledAtNanos = nowNanos;
		long limit = burst() + (this.refused ? this.rateBytesPerSecond * MAX_LATENESS_NANOS : 0);
		long missing = limit - this.credit;
		if (missing <= 0) {
			return;
		}
		this.credit = (elapsed > missing / this.rateBytesPerSecond) ? limit
				: this.credit + elapsed * this.rateBytesPerSecond;
	}

	private long burst() {
		return clampedMillisecond(MIN_BURST_PACKETS, MAX_BURST_PACKETS);
	}

	private long clampedMillisecond(int fewestPackets, int mostPackets) {
		long millisecond = this.rateBytesPerSecond * (SECOND / BURSTS_PER_SECOND);
		return Math.min(Math.max(millisecond, packets(fewestPackets)), packets(mostPackets));
	}

	private static long clamp(long bytesPerSecond) {
		return Math.min(Math.max(bytesPerSecond, 1), MAX_RATE);
	}

	private long packets(int count) {
		return count * (long) this.maxDatagramSize * SECOND;
	}

}
