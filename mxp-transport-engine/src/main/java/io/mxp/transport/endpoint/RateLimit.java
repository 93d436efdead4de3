/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

/**
 * How often something may happen in a second, with bursts of a second's worth. Time may
 * be late, never early.
 */
final class RateLimit {

	private static final long SECOND_NANOS = 1_000_000_000L;

	private final long perSecond;

	/** In billionths, so that nothing is lost between calls that are close together. */
	private long left;

	private long nanos;

	RateLimit(int perSecond) {
		this.perSecond = perSecond;
		this.left = perSecond * SECOND_NANOS;
	}

	/** Counts one; false where it was one too many, and not counted. */
	boolean take(long nowNanos) {
		if (!isFree(nowNanos)) {
			return false;
		}
		this.left -= SECOND_NANOS;
		return true;
	}

	/** Whether one more may happen now. */
	boolean isFree(long nowNanos) {
		long passed = Math.min(Math.max(nowNanos - this.nanos, 0), SECOND_NANOS);
		this.left = Math.min(this.left + passed * this.perSecond, this.perSecond * SECOND_NANOS);
		this.nanos = Math.max(this.nanos, nowNanos);
		return this.left >= SECOND_NANOS;
	}

}
