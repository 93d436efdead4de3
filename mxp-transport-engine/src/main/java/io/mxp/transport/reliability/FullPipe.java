/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Whether STARTUP of {@link Bbr} has found the bandwidth: three rounds without growth, or
 * one with loss or marks of congestion.
 */
final class FullPipe {

	private static final int ROUNDS = 3;

	private static final double GROWTH = 1.25;

	private static final int LOSSES = 6;

	private boolean filled;

	private long bandwidth;

	private int rounds;

	void reset() {
		this.filled = false;
		this.bandwidth = 0;
		this.rounds = 0;
	}

	boolean isFilled() {
		return this.filled;
	}

	/** A round is over in which the application was not the limit. */
	void onRound(long bandwidthNow, boolean lossy, int packetsLost, boolean marked) {
		if (this.filled) {
			return;
		}
		if (marked || (lossy && packetsLost >= LOSSES)) {
			this.filled = true;
		}
		else if (bandwidthNow >= this.bandwidth * GROWTH) {
			this.bandwidth = bandwidthNow;
			this.rounds = 0;
		}
		else {
			this.rounds++;
			this.filled = this.rounds >= ROUNDS;
		}
	}

}
