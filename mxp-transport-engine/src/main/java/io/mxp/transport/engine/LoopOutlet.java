/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.endpoint.Endpoint;
import io.mxp.transport.packet.TransmitBatch;

/**
 * From an endpoint to its port: what the port does not take waits and goes first. HOT.
 */
final class LoopOutlet {

	private final LoopSockets sockets;

	private final Endpoint endpoint;

	private final TransmitBatch batch;

	private boolean blocked;

	LoopOutlet(LoopSockets sockets, Endpoint endpoint, TransmitBatch batch) {
		this.sockets = sockets;
		this.endpoint = endpoint;
		this.batch = batch;
	}

	/** Sends all that may be sent now. */
	void transmit(long nowNanos) {
		if (this.blocked && !this.sockets.send(this.batch)) {
			return;
		}
		this.blocked = false;
		while (this.endpoint.pollTransmit(nowNanos, this.batch)) {
			if (!this.sockets.send(this.batch)) {
				this.blocked = true;
				return;
			}
		}
	}

	/** Whether packets wait because the port had no room. */
	boolean isBlocked() {
		return this.blocked;
	}

}
