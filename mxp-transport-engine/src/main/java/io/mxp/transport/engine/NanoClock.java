/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

/**
 * Monotonic time that starts at zero with the transport, as the planes want it.
 */
final class NanoClock {

	private final long origin = System.nanoTime();

	/** Nanoseconds since the clock was made; never negative. */
	long nanos() {
		return System.nanoTime() - this.origin;
	}

	/** The same instant as {@link System#nanoTime()} gives it. */
	long toSystemNanos(long nanos) {
		return (nanos == Long.MAX_VALUE) ? nanos : nanos + this.origin;
	}

}
