/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What one ACK, or one expiry of the loss timer, did to the sent packets. Reused.
 */
final class AckOutcome {

	/** Packets sent before then say nothing about persistent congestion. */
	long rttKnownSinceNanos;

	/** The largest number that was acknowledged for the first time, or -1. */
	long newestAcked;

	long newestAckedSentNanos;

	/** Whether any packet acknowledged for the first time was ack-eliciting. */
	boolean ackedEliciting;

	/** Packets acknowledged that had been declared lost. */
	int spuriousCount;

	long lowestSpurious;

	long lowestSpuriousSentNanos;

	/** Packets acknowledged for the first time that left with an ECN mark. */
	int markedAcked;

	int lostCount;

	/**
	 * Longest time over which ack-eliciting packets were sent that are all lost, with
	 * none acknowledged between them.
	 */
	long longestLossRunNanos;

	void begin() {
		this.newestAcked = -1;
		this.ackedEliciting = false;
		this.spuriousCount = 0;
		this.lowestSpurious = Long.MAX_VALUE;
		this.markedAcked = 0;
		this.lostCount = 0;
		this.longestLossRunNanos = 0;
	}

	void onAcked(long packetNumber, long sentNanos, boolean eliciting) {
		if (packetNumber > this.newestAcked) {
			this.newestAcked = packetNumber;
			this.newestAckedSentNanos = sentNanos;
		}
		this.ackedEliciting |= eliciting;
	}

	void onSpurious(long packetNumber, long sentNanos) {
		this.spuriousCount++;
		if (packetNumber < this.lowestSpurious) {
			this.lowestSpurious = packetNumber;
			this.lowestSpuriousSentNanos = sentNanos;
		}
	}

}
