/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One position of a {@link ByteRing}, alone on its cache lines and on those that the
 * processor fetches along.
 */
final class RingPosition {

	/** In longs: the middle of the array, 128 bytes from either end. */
	private static final int INDEX = 16;

	private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

	private final long[] longs = new long[2 * INDEX + 1];

	RingPosition(long value) {
		this.longs[INDEX] = value;
	}

	long getAcquire() {
		return (long) LONGS.getAcquire(this.longs, INDEX);
	}

	void setRelease(long value) {
		LONGS.setRelease(this.longs, INDEX, value);
	}

	boolean compareAndSet(long expected, long value) {
		return LONGS.compareAndSet(this.longs, INDEX, expected, value);
	}

}
