/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.time.Duration;

import io.mxp.transport.SessionConfig;

/**
 * Handshake limit, idle timeout and keepalive of one connection. Loss recovery has its
 * own timer.
 */
final class ConnectionTimers {

	private final long handshakeDeadlineNanos;

	private final long keepAliveNanos;

	private long idleTimeoutNanos;

	private long idleSinceNanos;

	private long lastActivityNanos;

	private boolean elicitedSinceHeard;

	ConnectionTimers(SessionConfig session, Duration handshakeTimeout, long nowNanos) {
		this.handshakeDeadlineNanos = nowNanos + handshakeTimeout.toNanos();
		this.keepAliveNanos = session.keepAlive().toNanos();
		this.idleTimeoutNanos = session.idleTimeout().toNanos();
		this.idleSinceNanos = nowNanos;
		this.lastActivityNanos = nowNanos;
	}

	/** The smaller timeout of both sides counts; 0 means that the peer has none. */
	void onPeerIdleTimeout(long millis) {
		if (millis > 0 && millis < this.idleTimeoutNanos / 1_000_000) {
			this.idleTimeoutNanos = millis * 1_000_000;
		}
	}

	long idleTimeoutMillis() {
		return this.idleTimeoutNanos / 1_000_000;
	}

	// SPEC connection.md#idle-timeout
	void onHeard(long nowNanos) {
		this.idleSinceNanos = nowNanos;
		this.lastActivityNanos = nowNanos;
		this.elicitedSinceHeard = false;
	}

	/**
	 * Only the first ack-eliciting packet after something was heard starts the idle
	 * timeout anew.
	 */
	void onElicited(long nowNanos) {
		this.lastActivityNanos = nowNanos;
		if (!this.elicitedSinceHeard) {
			this.elicitedSinceHeard = true;
			this.idleSinceNanos = nowNanos;
		}
	}

	boolean handshakeExpired(long nowNanos, boolean handshakeOver) {
		return !handshakeOver && nowNanos - this.handshakeDeadlineNanos >= 0;
	}

	boolean idleExpired(long nowNanos) {
		return nowNanos - this.idleSinceNanos >= this.idleTimeoutNanos;
	}

	boolean keepAliveDue(long nowNanos, ConnectionState state) {
		return this.keepAliveNanos > 0 && state == ConnectionState.ESTABLISHED
				&& nowNanos - this.lastActivityNanos >= effectiveKeepAliveNanos();
	}

	void onKeepAlive(long nowNanos) {
		this.lastActivityNanos = nowNanos;
	}

	long nextNanos(ConnectionState state, boolean handshakeOver) {
		long next = this.idleSinceNanos + this.idleTimeoutNanos;
		if (!handshakeOver) {
			next = Math.min(next, this.handshakeDeadlineNanos);
		}
		boolean keepsAlive = this.keepAliveNanos > 0 && state == ConnectionState.ESTABLISHED;
		return keepsAlive ? Math.min(next, this.lastActivityNanos + effectiveKeepAliveNanos()) : next;
	}

	/**
	 * The peer may have a shorter idle timeout than the one that our keepalive was chosen
	 * for.
	 */
	private long effectiveKeepAliveNanos() {
		return Math.min(this.keepAliveNanos, this.idleTimeoutNanos / 2);
	}

}
