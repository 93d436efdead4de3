/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * HyStart++ (RFC 9406): ends the first slow start when the round trip grows, before the
 * queue overflows, by way of a conservative phase that may prove it wrong.
 */
// SPEC reliability.md#hystart
final class HyStart {

	private static final long MIN_RTT_THRESHOLD_NANOS = 4_000_000;

	private static final long MAX_RTT_THRESHOLD_NANOS = 16_000_000;

	private static final int RTT_DIVISOR = 8;

	private static final int SAMPLES = 8;

	private static final int CONSERVATIVE_ROUNDS = 5;

	private static final long NONE = Long.MAX_VALUE;

	private long lastRoundMinNanos;

	private long roundMinNanos;

	private int samples;

	private long baselineNanos;

	private int conservativeRounds;

	HyStart() {
		restart();
	}

	void restart() {
		this.lastRoundMinNanos = NONE;
		this.roundMinNanos = NONE;
		this.samples = 0;
		this.baselineNanos = NONE;
		this.conservativeRounds = 0;
	}

	/** Whether growth is slowed to a quarter. */
	boolean isConservative() {
		return this.baselineNanos != NONE;
	}

	/**
	 * Takes an ACK of slow start.
	 * @return whether slow start is over
	 */
	boolean onAck(AckSample sample) {
		if (sample.isRoundStart()) {
			this.lastRoundMinNanos = this.roundMinNanos;
			this.roundMinNanos = NONE;
			this.samples = 0;
			if (isConservative() && ++this.conservativeRounds > CONSERVATIVE_ROUNDS) {
				return true;
			}
		}
		if (sample.rttNanos() == 0) {
			return false;
		}
		this.roundMinNanos = Math.min(this.roundMinNanos, sample.rttNanos());
		this.samples++;
		if (this.samples < SAMPLES || this.lastRoundMinNanos == NONE) {
			return false;
		}
		if (isConservative()) {
			if (this.roundMinNanos < this.baselineNanos) {
				this.baselineNanos = NONE;
				this.conservativeRounds = 0;
			}
		}
		else if (this.roundMinNanos >= this.lastRoundMinNanos + thresholdNanos(this.lastRoundMinNanos)) {
			this.baselineNanos = this.roundMinNanos;
			this.conservativeRounds = 1;
		}
		return false;
	}

	static long thresholdNanos(long rttNanos) {
		return Math.max(MIN_RTT_THRESHOLD_NANOS, Math.min(rttNanos / RTT_DIVISOR, MAX_RTT_THRESHOLD_NANOS));
	}

}
