/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Says whether buffers may take memory. Where not, a write is refused and tried again, a
 * frame is not acknowledged and comes again, a datagram is dropped: nothing that was
 * accepted is lost.
 */
// SPEC limits.md#memory
@FunctionalInterface
public interface MemoryGate {

	/** Nothing is ever refused. */
	MemoryGate OPEN = (bytesInUse, moreBytes) -> true;

	/**
	 * Asked before anything is taken, and only for what may be refused.
	 * @param bytesInUse bytes that the buffers of all streams hold now
	 * @param moreBytes how many are wanted
	 */
	boolean admits(long bytesInUse, long moreBytes);

	/** Buffers hold at most so many bytes. */
	static MemoryGate upTo(long limitBytes) {
		return (bytesInUse, moreBytes) -> bytesInUse + moreBytes <= limitBytes;
	}

}
