/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

/**
 * Remembers which packet numbers were opened, up to 8,128 below the largest. HOT. A ring
 * of bits (RFC 6479): moving on clears whole words, nothing is shifted.
 */
// SPEC packets.md#replay-window
final class ReplayWindow {

	private static final int WORDS = 128;

	/** A number this far below the largest is still told from a duplicate. */
	static final int WINDOW = (WORDS - 1) * Long.SIZE;

	private final long[] bits = new long[WORDS];

	private long largest = -1;

	enum Verdict {

		NEW, DUPLICATE, TOO_OLD

	}

	/**
	 * Enters the number of a packet that opened.
	 * @param packetNumber not negative
	 */
	Verdict accept(long packetNumber) {
		if (packetNumber > this.largest) {
			advance(packetNumber);
		}
		else if (this.largest - packetNumber >= WINDOW) {
			return Verdict.TOO_OLD;
		}
		int word = (int) (packetNumber >>> 6) & (WORDS - 1);
		long bit = 1L << packetNumber;
		if ((this.bits[word] & bit) != 0) {
			return Verdict.DUPLICATE;
		}
		this.bits[word] |= bit;
		return Verdict.NEW;
	}

	/** The largest number entered, -1 before the first. */
	long largest() {
		return this.largest;
	}

	private void advance(long packetNumber) {
		long from = this.largest >> 6;
		long steps = (packetNumber >> 6) - from;
		if (steps >= WORDS) {
			Arrays.fill(this.bits, 0);
		}
		else {
			for (long step = 1; step <= steps; step++) {
				this.bits[(int) (from + step) & (WORDS - 1)] = 0;
			}
		}
		this.largest = packetNumber;
	}

}
