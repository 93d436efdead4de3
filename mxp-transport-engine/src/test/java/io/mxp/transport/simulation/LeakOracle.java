/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.endpoint.Endpoint;

/** What may be left at the end of a simulation: nothing. */
final class LeakOracle {

	/**
	 * Closing and draining last three probe timeouts; a lost close ends in an idle
	 * timeout.
	 */
	static final long LONGEST_END_MILLIS = 120_000;

	private final Simulation simulation;

	LeakOracle(Simulation simulation) {
		this.simulation = simulation;
	}

	/** Nothing is under way: streams are closed, buffers empty, calls answered. */
	void checkBuffers() {
		Set<Long> established = new HashSet<>();
		for (SimulatedPeer peer : this.simulation.peers()) {
			peer.live()
				.stream()
				.filter((connection) -> connection.state() == ConnectionState.ESTABLISHED)
				.forEach((connection) -> LongStream.of(connection.connection().ownConnectionIds())
					.forEach(established::add));
		}
		for (SimulatedPeer peer : this.simulation.peers()) {
			for (SimulatedConnection connection : peer.live()) {
				// Where the other end is gone and its close was lost, half a message may
				// lie here until the idle timeout.
				if (connection.state() == ConnectionState.ESTABLISHED
						&& established.contains(connection.connection().ids().remote())) {
					checkBuffers(peer.name(), connection.figures());
				}
			}
		}
	}

	private void checkBuffers(String name, ConnectionFigures figures) {
		ConnectionStatistics all = figures.snapshot();
		this.simulation.check(figures.bufferedSendBytes() == 0,
				name + " keeps " + figures.bufferedSendBytes() + " bytes to send");
		this.simulation.check(figures.bufferedReceiveBytes() == 0,
				name + " keeps " + figures.bufferedReceiveBytes() + " received bytes");
		this.simulation.check(figures.openStreams() == 0, name + " has " + figures.openStreams() + " streams open");
		this.simulation.check(all.pendingCalls() == 0, name + " has " + all.pendingCalls() + " calls waiting");
	}

	boolean isEverythingGone() {
		for (SimulatedPeer peer : this.simulation.peers()) {
			if (peer.endpoint().connectionCount() > 0) {
				return false;
			}
		}
		return !this.simulation.events().hasDeeds();
	}

	/** Every connection is closed: the endpoints hold nothing. */
	void checkEndpoints() {
		for (SimulatedPeer peer : this.simulation.peers()) {
			Endpoint endpoint = peer.endpoint();
			this.simulation.check(endpoint.connectionCount() == 0, peer.name() + " keeps connections");
			this.simulation.check(endpoint.connectionIdCount() == 0,
					peer.name() + " keeps " + endpoint.connectionIdCount() + " connection ids");
			this.simulation.check(endpoint.resetTokenCount() == 0,
					peer.name() + " keeps " + endpoint.resetTokenCount() + " reset tokens");
			long buffered = endpoint.connectionSettings().buffers().bytesInUse();
			this.simulation.check(buffered == 0, peer.name() + " keeps " + buffered + " bytes of buffers");
			this.simulation.check(endpoint.timerCount() == 0,
					peer.name() + " keeps " + endpoint.timerCount() + " timers");
		}
	}

}
