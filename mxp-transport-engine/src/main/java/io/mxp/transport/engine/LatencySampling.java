/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.TimeUnit;

/**
 * Chooses the messages of one event loop whose way is measured: all of them where there
 * are few, one in up to 64 where there are very many, so that measuring costs next to
 * nothing. The choice falls by message id, not by time: a slow message is as likely to be
 * chosen as a fast one.
 */
final class LatencySampling {

	/** One in 2^6 at most. */
	static final int MAX_SHIFT = 6;

	/** How many messages are chosen before the rate is looked at. */
	private static final int WINDOW = 64;

	/** More than 100,000 in a second are chosen: too many. */
	private static final long SHORT_WINDOW_NANOS = TimeUnit.MICROSECONDS.toNanos(10) * WINDOW;

	/** Whoever was silent for so long may have all of its messages chosen again. */
	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** Odd, so that ids in any steps are spread over all bits. */
	private static final long SPREAD = 0x9E3779B97F4A7C15L;

	private static final int BANDS = 4;

	/** Messages of each band since one was chosen; on the event loop only. */
	private final int[] passed = new int[BANDS];

	private long windowNanos;

	private long lastNanos;

	private int chosenInWindow;

	/** Written by the event loop. */
	private volatile int shift;

	/** Whether a message with this id is chosen; from any thread. */
	boolean isChosen(long messageId) {
		return (messageId * SPREAD) >>> 1 >>> (Long.SIZE - 1 - this.shift) == 0;
	}

	/** A message went by that was not chosen. */
	void onPassed(int band) {
		this.passed[band]++;
	}

	/**
	 * One was chosen.
	 * @return how many messages of its band it stands for, itself included
	 */
	int onChosen(int band, long nowNanos) {
		int weight = this.passed[band] + 1;
		this.passed[band] = 0;
		adapt(nowNanos);
		return weight;
	}

	private void adapt(long nowNanos) {
		if (nowNanos - this.lastNanos > PAUSE_NANOS) {
			this.shift = 0;
			restart(nowNanos);
		}
		else if (++this.chosenInWindow == WINDOW) {
			this.shift = adapted(this.shift, nowNanos - this.windowNanos);
			restart(nowNanos);
		}
		this.lastNanos = nowNanos;
	}

	private static int adapted(int shift, long windowNanos) {
		if (windowNanos < SHORT_WINDOW_NANOS) {
			return Math.min(shift + 1, MAX_SHIFT);
		}
		return (windowNanos > 4 * SHORT_WINDOW_NANOS) ? Math.max(shift - 1, 0) : shift;
	}

	private void restart(long nowNanos) {
		this.windowNanos = nowNanos;
		this.chosenInWindow = 0;
	}

	int shift() {
		return this.shift;
	}

}
