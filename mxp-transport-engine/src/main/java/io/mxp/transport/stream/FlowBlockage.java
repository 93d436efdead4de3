/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * How often and how long this side lacked the peer's credit. Time counts while at least
 * one stream has something to send and no credit for it.
 */
final class FlowBlockage {

	private static final long NOT_BLOCKED = Long.MIN_VALUE;

	private long sinceNanos = NOT_BLOCKED;

	private long blockedNanos;

	private long sent;

	private long received;

	private long streamLimitReached;

	/** Packets are filled, with so many streams that lack credit. */
	void onTurn(int blockedStreams, long nowNanos) {
		if (blockedStreams > 0 && this.sinceNanos == NOT_BLOCKED) {
			this.sinceNanos = nowNanos;
		}
		else if (blockedStreams == 0 && this.sinceNanos != NOT_BLOCKED) {
			this.blockedNanos += nowNanos - this.sinceNanos;
			this.sinceNanos = NOT_BLOCKED;
		}
	}

	boolean isBlocked() {
		return this.sinceNanos != NOT_BLOCKED;
	}

	/** All time so far, the present blockage included. */
	long blockedNanos(long nowNanos) {
		return this.blockedNanos + ((this.sinceNanos != NOT_BLOCKED) ? nowNanos - this.sinceNanos : 0);
	}

	void onBlockedSent() {
		this.sent++;
	}

	void onPeerBlocked() {
		this.received++;
	}

	void onStreamLimit() {
		this.streamLimitReached++;
	}

	long sent() {
		return this.sent;
	}

	long received() {
		return this.received;
	}

	long streamLimitReached() {
		return this.streamLimitReached;
	}

}
