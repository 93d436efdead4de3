/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * How many bytes of large records a connection assembles at a time, or has handed out and
 * not got back yet. A record takes its whole length at once, so that one that was begun
 * can always be finished; memory is taken only for bytes that arrived.
 */
// SPEC streams.md#assembly
final class AssemblyBudget {

	private final long limitBytes;

	private long reserved;

	private boolean released;

	AssemblyBudget(long limitBytes) {
		this.limitBytes = limitBytes;
	}

	boolean reserve(long bytes) {
		if (bytes > this.limitBytes - this.reserved) {
			return false;
		}
		this.reserved += bytes;
		return true;
	}

	/** Takes bytes whether there are any left or not. */
	void reserveAnyway(long bytes) {
		this.reserved += bytes;
	}

	void release(long bytes) {
		this.reserved -= bytes;
		this.released = true;
	}

	long reserved() {
		return this.reserved;
	}

	/** Whether something was released since the last call. */
	boolean pollReleased() {
		boolean was = this.released;
		this.released = false;
		return was;
	}

}
