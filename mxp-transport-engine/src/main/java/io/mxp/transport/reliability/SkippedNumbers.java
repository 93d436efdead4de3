/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.Arrays;

/**
 * The last packet numbers that were left out on purpose or by an abandoned packet. A peer
 * that acknowledges one claims more than it received.
 */
// SPEC reliability.md#skipped-packet-numbers
final class SkippedNumbers {

	private final long[] numbers = new long[8];

	private int next;

	SkippedNumbers() {
		Arrays.fill(this.numbers, -1);
	}

	void add(long packetNumber) {
		this.numbers[this.next] = packetNumber;
		this.next = (this.next + 1) & (this.numbers.length - 1);
	}

	/** Whether a range (inclusive, descending) holds one of them. */
	boolean anyIn(long[] largest, long[] smallest, int count) {
		for (long number : this.numbers) {
			if (number < 0) {
				continue;
			}
			for (int i = 0; i < count && number <= largest[i]; i++) {
				if (number >= smallest[i]) {
					return true;
				}
			}
		}
		return false;
	}

}
