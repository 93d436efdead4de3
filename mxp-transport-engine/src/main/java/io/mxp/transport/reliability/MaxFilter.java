/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * The largest value of the last so many rounds, from the best three candidates (the
 * running maximum of Kathleen Nichols).
 */
final class MaxFilter {

	private final long windowRounds;

	private final long[] values = new long[3];

	private final long[] rounds = new long[3];

	MaxFilter(long windowRounds) {
		this.windowRounds = windowRounds;
	}

	long max() {
		return this.values[0];
	}

	void reset(long round, long value) {
		for (int i = 0; i < 3; i++) {
			set(i, round, value);
		}
	}

	void update(long round, long value) {
		if (value >= this.values[0] || round - this.rounds[2] > this.windowRounds) {
			reset(round, value);
			return;
		}
		if (value >= this.values[1]) {
			set(1, round, value);
			set(2, round, value);
		}
		else if (value >= this.values[2]) {
			set(2, round, value);
		}
		age(round, value);
	}

	private void age(long round, long value) {
		long elapsed = round - this.rounds[0];
		if (elapsed > this.windowRounds) {
			shift(round, value);
			if (round - this.rounds[0] > this.windowRounds) {
				shift(round, value);
			}
		}
		else if (this.rounds[1] == this.rounds[0] && elapsed > this.windowRounds / 4) {
			set(1, round, value);
			set(2, round, value);
		}
		else if (this.rounds[2] == this.rounds[1] && elapsed > this.windowRounds / 2) {
			set(2, round, value);
		}
	}

	private void shift(long round, long value) {
		set(0, this.rounds[1], this.values[1]);
		set(1, this.rounds[2], this.values[2]);
		set(2, round, value);
	}

	private void set(int index, long round, long value) {
		this.rounds[index] = round;
		this.values[index] = value;
	}

}
