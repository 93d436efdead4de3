/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Notices that a path stopped carrying datagrams over 1,200 bytes: several of them are
 * lost in a row, which only the acknowledgement of a smaller, later one can have shown.
 */
// SPEC reliability.md#black-holes
final class BlackHoleDetector {

	/** So many large packets in a row. */
	static final int LOST_IN_A_ROW = 4;

	private long newestAckedSentNanos = Long.MIN_VALUE;

	private int lostInARow;

	private boolean found;

	/** A packet in flight was acknowledged. */
	void onAcked(int bytes, long sentNanos) {
		if (bytes > PathMtuSearch.BASE_BYTES && sentNanos >= this.newestAckedSentNanos) {
			this.newestAckedSentNanos = sentNanos;
			this.lostInARow = 0;
		}
	}

	/** A packet in flight was declared lost. */
	void onLost(int bytes, long sentNanos) {
		if (bytes > PathMtuSearch.BASE_BYTES && sentNanos > this.newestAckedSentNanos) {
			this.lostInARow++;
			this.found |= this.lostInARow >= LOST_IN_A_ROW;
		}
	}

	/** Whether a black hole was found since the last call. */
	boolean poll() {
		boolean result = this.found;
		this.found = false;
		if (result) {
			this.lostInARow = 0;
		}
		return result;
	}

}
