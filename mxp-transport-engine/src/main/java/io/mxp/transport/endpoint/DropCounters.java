/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.packet.DropReason;

/**
 * How many datagrams were dropped for which reason.
 */
public final class DropCounters {

	private static final DropReason[] REASONS = DropReason.values();

	private final long[] counts = new long[REASONS.length];

	public void count(DropReason reason) {
		this.counts[reason.ordinal()]++;
	}

	public long count(int ordinal) {
		return this.counts[ordinal];
	}

	/** Datagrams dropped for one reason. */
	public long of(DropReason reason) {
		return this.counts[reason.ordinal()];
	}

	public long total() {
		long sum = 0;
		for (long count : this.counts) {
			sum += count;
		}
		return sum;
	}

}
