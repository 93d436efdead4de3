/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionFigures;

/**
 * REL-13: nothing is sent that makes the bytes in flight exceed the congestion window,
 * probes excepted. (The window may shrink below what is in flight already.)
 */
final class FlightOracle {

	/** Two probes of full size for each number space. */
	private static final int PROBE_BYTES = 4 * 1_500;

	private final Consumer<String> violation;

	private final Map<Connection, Long> before = new IdentityHashMap<>();

	FlightOracle(Consumer<String> violation) {
		this.violation = violation;
	}

	/** Inputs were processed, nothing was sent yet. */
	void beforeSending(Connection connection) {
		if (connection.state().isAlive()) {
			this.before.put(connection, connection.figures().bytesInFlight());
		}
	}

	/** Everything that may be sent now was sent. */
	void afterSending(Connection connection) {
		Long start = this.before.remove(connection);
		if (start == null) {
			return;
		}
		ConnectionFigures figures = connection.figures();
		long inFlight = figures.bytesInFlight();
		long allowed = Math.max(figures.congestionWindow(), start);
		if (figures.probeTimeouts() > 0) {
			allowed += PROBE_BYTES;
		}
		if (inFlight > allowed) {
			this.violation.accept("REL-13: " + inFlight + " bytes in flight, " + start + " before sending, window "
					+ figures.congestionWindow() + ", probe timeouts " + figures.probeTimeouts());
		}
	}

}
