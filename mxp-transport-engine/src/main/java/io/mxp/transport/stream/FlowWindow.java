/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * The receiving side of flow control: how far the peer may send, as an absolute count of
 * bytes, and how far the application has consumed. The limit only grows.
 */
// SPEC streams.md#credit
final class FlowWindow {

	private final long windowBytes;

	private long limit;

	private long received;

	private long consumed;

	FlowWindow(long windowBytes) {
		this.windowBytes = windowBytes;
		this.limit = windowBytes;
	}

	long windowBytes() {
		return this.windowBytes;
	}

	/** The limit that the peer was told last. */
	long limit() {
		return this.limit;
	}

	/** Bytes received, counted as the highest offset. */
	long received() {
		return this.received;
	}

	long consumed() {
		return this.consumed;
	}

	/** Whether the peer may have sent this many more bytes. */
	boolean allows(long bytes) {
		return bytes <= this.limit - this.received;
	}

	void onReceived(long bytes) {
		this.received += bytes;
	}

	void onConsumed(long bytes) {
		this.consumed += bytes;
	}

	/**
	 * Whether a new limit is worth a frame: it frees half of the window, or a sixteenth
	 * and no less than what the peer has left.
	 * @param ceiling what the limit must not pass, for reasons of memory
	 */
	boolean updateDue(long ceiling) {
		long gain = Math.min(this.consumed + this.windowBytes, ceiling) - this.limit;
		if (gain >= this.windowBytes >> 1) {
			return true;
		}
		return gain > 0 && gain >= this.windowBytes >> 4 && gain >= this.limit - this.received;
	}

	/** Raises the limit as far as it goes and returns it. */
	long advertise(long ceiling) {
		this.limit = Math.max(this.limit, Math.min(this.consumed + this.windowBytes, ceiling));
		return this.limit;
	}

}
