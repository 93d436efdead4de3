/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.Objects;

import io.mxp.transport.ReplayStore;
import io.mxp.transport.TicketKeys;

/**
 * What a transport asks others for; by default all of it lives in this process.
 *
 * @param replayStore where tickets with early data are claimed
 * @param ticketKeys what session tickets are sealed with
 */
public record TransportServices(ReplayStore replayStore, TicketKeys ticketKeys) {

	public TransportServices {
		Objects.requireNonNull(replayStore, "replayStore");
		Objects.requireNonNull(ticketKeys, "ticketKeys");
	}

	/** Everything in memory: sound for a server that stands alone. */
	public static TransportServices inMemory() {
		return new TransportServices(new InMemoryReplayStore(), new RotatingTicketKeys());
	}

	public TransportServices withReplayStore(ReplayStore store) {
		return new TransportServices(store, this.ticketKeys);
	}

	public TransportServices withTicketKeys(TicketKeys keys) {
		return new TransportServices(this.replayStore, keys);
	}

}
