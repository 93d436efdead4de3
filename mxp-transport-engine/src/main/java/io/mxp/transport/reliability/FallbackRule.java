/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * When {@link Bbr} gives way to CUBIC, and when it takes over again: heavy loss with a
 * queue must last although it yields, and so must its end. Loss without a queue is not
 * congestion, and nothing serves it worse than CUBIC.
 */
// SPEC reliability.md#fallback-to-cubic
final class FallbackRule {

	static final long BETWEEN_SWITCHES_NANOS = 5_000_000_000L;

	private static final int AWAY_PER_MILLE = 100;

	private static final int AWAY_ROUNDS = 5;

	private static final long AWAY_NANOS = 1_000_000_000L;

	private static final int BACK_PER_MILLE = 20;

	private static final int BACK_ROUNDS = 10;

	private static final long BACK_NANOS = 5_000_000_000L;

	private static final long NEVER = Long.MIN_VALUE;

	private boolean away;

	private int rounds;

	private long sinceNanos = NEVER;

	private long switchedAtNanos = NEVER;

	private int switches;

	/**
	 * A round is over.
	 * @param lossPerMille share of its bytes that was lost
	 * @param queued whether even its quickest packet met a queue
	 * @param mayLeave whether the model is settled enough to be judged
	 * @return whether the fallback is in charge from now on
	 */
	boolean onRound(long lossPerMille, boolean queued, boolean mayLeave, long nowNanos) {
		boolean counts = this.away ? !queued || lossPerMille < BACK_PER_MILLE
				: mayLeave && queued && lossPerMille > AWAY_PER_MILLE;
		if (!counts) {
			this.rounds = 0;
			this.sinceNanos = NEVER;
			return this.away;
		}
		if (this.rounds == 0) {
			this.sinceNanos = nowNanos;
		}
		this.rounds++;
		boolean lasted = this.rounds >= (this.away ? BACK_ROUNDS : AWAY_ROUNDS)
				&& nowNanos - this.sinceNanos >= (this.away ? BACK_NANOS : AWAY_NANOS);
		boolean rested = this.switchedAtNanos == NEVER || nowNanos - this.switchedAtNanos >= BETWEEN_SWITCHES_NANOS;
		if (lasted && rested) {
			this.away = !this.away;
			this.switches++;
			this.switchedAtNanos = nowNanos;
			this.rounds = 0;
		}
		return this.away;
	}

	boolean isAway() {
		return this.away;
	}

	int switches() {
		return this.switches;
	}

	/** The path is a new one; the switch back counts as one. */
	void reset() {
		this.switches += this.away ? 1 : 0;
		this.away = false;
		this.rounds = 0;
		this.switchedAtNanos = NEVER;
	}

}
