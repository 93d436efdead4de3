/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one event loop: one thread writes, any thread reads.
 */
public final class CounterSet {

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	private static final int SIZE = Counter.values().length;

	private final long[] values = new long[SIZE];

	/** Adds; by the owning thread only. */
	public void add(Counter counter, long amount) {
		int index = counter.ordinal();
		ELEMENT.setOpaque(this.values, index, this.values[index] + amount);
	}

	/** Replaces a value that is counted elsewhere; by the owning thread only. */
	public void set(Counter counter, long value) {
		ELEMENT.setOpaque(this.values, counter.ordinal(), value);
	}

	public long get(Counter counter) {
		return (long) ELEMENT.getOpaque(this.values, counter.ordinal());
	}

}
