/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/**
 * The question whether somebody who has the peer's keys receives at an address. One value
 * for each try, sent again until it is answered or time is up.
 */
// SPEC connection.md#path-validation
final class PathChallenge {

	/**
	 * The probe timeout before the first sample of a path: RFC 9000 §8.2.4, RFC 9002
	 * §6.2.2.
	 */
	private static final long UNKNOWN_PATH_TIMEOUT_NANOS = 1_000_000_000L;

	private static final long LEAST_RESEND_NANOS = 100_000_000L;

	private boolean pending;

	private boolean due;

	private boolean sent;

	private long data;

	private boolean fullSize;

	private long resendNanos;

	private long resendAfterNanos;

	private long endNanos;

	/**
	 * Asks from now on.
	 * @param data unpredictable
	 * @param probeTimeoutNanos of the path in use
	 */
	void begin(long nowNanos, long data, long probeTimeoutNanos) {
		this.pending = true;
		this.due = true;
		this.data = data;
		this.fullSize = false;
		this.sent = false;
		this.resendAfterNanos = Math.max(LEAST_RESEND_NANOS, probeTimeoutNanos);
		this.resendNanos = Long.MAX_VALUE;
		this.endNanos = nowNanos + 3 * Math.max(UNKNOWN_PATH_TIMEOUT_NANOS, probeTimeoutNanos);
	}

	/** It was sent, in a datagram of at least 1,200 bytes or not. */
	void onSent(long nowNanos, boolean fullSize) {
		this.due = false;
		this.fullSize |= fullSize;
		this.sent = true;
		this.resendNanos = nowNanos + this.resendAfterNanos;
	}

	/** Whether this is the answer; then nothing is pending any more. */
	boolean onResponse(long response) {
		if (!this.pending || response != this.data || !this.sent) {
			return false;
		}
		end();
		return true;
	}

	/** The time may have come to ask again; whether all time is up. */
	boolean onTimeout(long nowNanos) {
		if (!this.pending) {
			return false;
		}
		if (nowNanos >= this.endNanos) {
			end();
			return true;
		}
		if (nowNanos >= this.resendNanos) {
			this.due = true;
			this.resendNanos = Long.MAX_VALUE;
		}
		return false;
	}

	void end() {
		this.pending = false;
		this.due = false;
	}

	boolean isPending() {
		return this.pending;
	}

	boolean isDue() {
		return this.due;
	}

	/** Whether a datagram of at least 1,200 bytes has carried it. */
	boolean wasFullSize() {
		return this.fullSize;
	}

	long data() {
		return this.data;
	}

	long nextNanos() {
		return this.pending ? Math.min(this.endNanos, this.due ? Long.MAX_VALUE : this.resendNanos) : Long.MAX_VALUE;
	}

}
