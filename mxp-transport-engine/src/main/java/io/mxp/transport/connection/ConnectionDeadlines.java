/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The time of a connection: which of its parts is due next, and the turn of each when its
 * time has come.
 */
final class ConnectionDeadlines {

	private final Connection connection;

	ConnectionDeadlines(Connection connection) {
		this.connection = connection;
	}

	void onTimeout(long nowNanos) {
		ConnectionLife life = this.connection.life();
		ConnectionTimers timers = this.connection.timers();
		if (life.state() == ConnectionState.CLOSED) {
			return;
		}
		if (!life.state().isAlive()) {
			if (nowNanos >= life.endNanos()) {
				this.connection.ending().finish();
			}
			return;
		}
		if (timers.handshakeExpired(nowNanos, life.isHandshakeOver())) {
			this.connection.establishment().onTimeout(nowNanos);
			return;
		}
		if (timers.idleExpired(nowNanos)) {
			this.connection.ending()
				.closeSilently(new CloseReason(ErrorCode.IDLE_TIMEOUT, false,
						"nothing was received for " + timers.idleTimeoutMillis() + " ms"));
			return;
		}
		if (nowNanos >= this.connection.recovery().nextTimeoutNanos()) {
			this.connection.recovery().onTimeout(nowNanos);
		}
		try {
			this.connection.paths().onTimeout(nowNanos);
		}
		catch (ProtocolViolation violation) {
			this.connection.ending().onViolation(nowNanos, violation);
			return;
		}
		this.connection.messages().onTimeout(nowNanos);
		this.connection.streams().dropExpiredDatagrams(nowNanos);
		this.connection.sender().reminder().onTimeout(nowNanos);
		this.connection.keyUpdates().onTimeout(nowNanos);
		this.connection.resumption().receiving().onTimeout(nowNanos);
		if (timers.keepAliveDue(nowNanos, life.state())) {
			timers.onKeepAlive(nowNanos);
			this.connection.sender().control().keepAlive();
		}
		this.connection.establishment().settle(nowNanos);
	}

	long nextNanos() {
		ConnectionLife life = this.connection.life();
		ConnectionState state = life.state();
		if (state == ConnectionState.CLOSED) {
			return Long.MAX_VALUE;
		}
		if (!state.isAlive()) {
			return life.endNanos();
		}
		long next = Math.min(this.connection.recovery().nextTimeoutNanos(),
				this.connection.timers().nextNanos(state, life.isHandshakeOver()));
		next = Math.min(next, this.connection.messages().nextDeadlineNanos());
		next = Math.min(next, this.connection.keyUpdates().nextNanos());
		next = Math.min(next, this.connection.resumption().receiving().deadlineNanos());
		next = Math.min(next, this.connection.sender().pacingDeadlineNanos());
		next = Math.min(next, this.connection.sender().reminder().nextNanos());
		return Math.min(next, this.connection.paths().nextNanos());
	}

}
