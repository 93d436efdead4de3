/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.reliability.LossRecovery;

/**
 * Tells the peer once more that its credit is lacking, while nothing is in flight whose
 * acknowledgement would bring it: the frame that gave credit may be lost, and the peer's
 * own timer has backed off. HOT, but idle where nothing lacks credit.
 */
// SPEC streams.md#credit
final class CreditReminder {

	private static final int MAX_DOUBLINGS = 6;

	private static final long NONE = Long.MAX_VALUE;

	private final Connection connection;

	/** Reminders in a row. */
	private int reminders;

	private long nextNanos = NONE;

	CreditReminder(Connection connection) {
		this.connection = connection;
	}

	/** Whatever can be sent is sent. */
	void onTurn(long nowNanos) {
		if (!this.connection.streams().figures().isBlocked()) {
			this.reminders = 0;
			this.nextNanos = NONE;
			return;
		}
		LossRecovery recovery = this.connection.recovery();
		if (recovery.hasElicitingInFlight(LossRecovery.APPLICATION)) {
			this.nextNanos = NONE;
		}
		else if (this.nextNanos == NONE) {
			this.nextNanos = nowNanos + (recovery.probeTimeoutNanos() << Math.min(this.reminders, MAX_DOUBLINGS));
		}
	}

	void onTimeout(long nowNanos) {
		if (nowNanos >= this.nextNanos) {
			this.nextNanos = NONE;
			this.reminders++;
			this.connection.streams().remindPeer(nowNanos);
		}
	}

	long nextNanos() {
		return this.nextNanos;
	}

}
