/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Whether the congestion window was what held the sender back: a window that is not used
 * must not grow (RFC 9002 §7.8).
 */
// SPEC reliability.md#a-window-that-is-not-used
final class WindowUse {

	private long roundStartNanos = Long.MIN_VALUE;

	private long peakBytes;

	private long lastPeakBytes;

	void onBytesInFlight(long bytes) {
		this.peakBytes = Math.max(this.peakBytes, bytes);
	}

	/**
	 * At least three quarters of the window were in flight at some time of this or the
	 * last round trip.
	 */
	boolean isLimit(long windowBytes) {
		return Math.max(this.peakBytes, this.lastPeakBytes) >= windowBytes - windowBytes / 4;
	}

	/** A round is over when a packet sent in it is acknowledged. */
	void onAck(long newestAckedSentNanos, long bytesInFlight, long nowNanos) {
		if (newestAckedSentNanos >= this.roundStartNanos) {
			this.roundStartNanos = nowNanos;
			this.lastPeakBytes = this.peakBytes;
			this.peakBytes = bytesInFlight;
		}
	}

}
