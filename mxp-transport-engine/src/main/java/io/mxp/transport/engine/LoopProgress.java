/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

/** Whether a loop still has its turns, for any thread that asks. */
final class LoopProgress {

	private final NanoClock clock;

	private long turnCount;

	private volatile long turns;

	private volatile long lastTurnNanos;

	LoopProgress(NanoClock clock) {
		this.clock = clock;
		this.lastTurnNanos = clock.nanos();
	}

	/** The loop begins a turn. */
	void onTurn(long nowNanos) {
		this.lastTurnNanos = nowNanos;
		this.turns = ++this.turnCount;
	}

	long turns() {
		return this.turns;
	}

	long sinceLastTurnNanos() {
		return this.clock.nanos() - this.lastTurnNanos;
	}

}
