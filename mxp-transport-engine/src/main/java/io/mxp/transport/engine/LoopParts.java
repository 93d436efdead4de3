/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.endpoint.ConnectionIdSource;
import io.mxp.transport.endpoint.Endpoint;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.socket.DatagramPort;

/**
 * What an event loop drives. Made once the loop is there, because port and handlers call
 * back into it.
 */
record LoopParts(DatagramPort port, LoopSockets sockets, ParkSignal signal, Commands commands,
		CommandHandler commandHandler, Endpoint endpoint, ConnectionIdSource ids, LoopOutlet outlet,
		LoopBuffers buffers) {

	LoopParts(DatagramPort port, LoopSockets sockets, ParkSignal signal, Commands commands,
			CommandHandler commandHandler, Endpoint endpoint, ConnectionIdSource ids, TransmitBatch batch) {
		this(port, sockets, signal, commands, commandHandler, endpoint, ids, new LoopOutlet(sockets, endpoint, batch),
				new LoopBuffers(endpoint.connectionSettings().buffers(), batch));
	}

	/** Makes the parts of a loop. */
	@FunctionalInterface
	interface Opener {

		LoopParts open(EventLoop loop);

	}

}
