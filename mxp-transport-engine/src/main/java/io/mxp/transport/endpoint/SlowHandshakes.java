/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.mxp.transport.connection.Connection;

import org.jspecify.annotations.Nullable;

/**
 * Handshakes in which the client has its turn, oldest first. All are about equally long,
 * so that the oldest is the one that makes least progress; where there is no room for
 * another handshake it is given up. COLD.
 */
// SPEC connection.md#slow-handshakes
final class SlowHandshakes {

	/** No handshake is given up before this age: a round trip of 1.5 s is let be. */
	static final long LEAST_AGE_NANOS = 2_000_000_000L;

	private final Map<Connection, Long> startedAtNanos = new LinkedHashMap<>();

	void onStarted(long nowNanos, Connection connection) {
		this.startedAtNanos.put(connection, nowNanos);
	}

	/** The handshake is over, or the client has done its part. */
	void onDone(Connection connection) {
		this.startedAtNanos.remove(connection);
	}

	/** Whether {@link #poll} would give one. */
	boolean isSlow(long nowNanos) {
		Iterator<Long> started = this.startedAtNanos.values().iterator();
		return started.hasNext() && nowNanos - started.next() >= LEAST_AGE_NANOS;
	}

	/** Takes the one that makes least progress, if it is slow. */
	@Nullable Connection poll(long nowNanos) {
		if (!isSlow(nowNanos)) {
			return null;
		}
		Iterator<Connection> oldest = this.startedAtNanos.keySet().iterator();
		Connection slow = oldest.next();
		oldest.remove();
		return slow;
	}

}
