/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/** The sockets of a peer: the first, and those that its connections may move to. */
final class SimulatedSockets {

	private final SimulatedNetwork.Host first;

	private final Map<Integer, SimulatedNetwork.Host> others = new HashMap<>();

	SimulatedSockets(SimulatedNetwork.Host first) {
		this.first = first;
	}

	SimulatedNetwork.Host open(int local, InetSocketAddress address) {
		SimulatedNetwork.Host socket = new SimulatedNetwork.Host(address, this.first.link(), this.first.receiver());
		this.others.put(local, socket);
		return socket;
	}

	/** Which of them a datagram reached. */
	int local(Datagram datagram) {
		for (Map.Entry<Integer, SimulatedNetwork.Host> socket : this.others.entrySet()) {
			if (socket.getValue().address().equals(datagram.to())) {
				return socket.getKey();
			}
		}
		return 0;
	}

	SimulatedNetwork.Host host(int local) {
		return this.others.getOrDefault(local, this.first);
	}

}
