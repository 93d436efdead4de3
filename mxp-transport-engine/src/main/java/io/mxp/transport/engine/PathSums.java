/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.observe.TransportSnapshot;

/**
 * Adds up what congestion control makes of the paths of established connections. COLD.
 */
final class PathSums {

	private int connections;

	private int measured;

	private double windows;

	private double roundTrips;

	private double rates;

	private long largestWindow;

	private long longestRoundTrip;

	private long highestRate;

	private int smallestDatagram = Integer.MAX_VALUE;

	void add(ConnectionFigures connection) {
		this.connections++;
		this.windows += connection.congestionWindow();
		this.largestWindow = Math.max(this.largestWindow, connection.congestionWindow());
		long rate = connection.pacingRateBytesPerSecond();
		this.rates += rate;
		this.highestRate = Math.max(this.highestRate, rate);
		this.smallestDatagram = Math.min(this.smallestDatagram, connection.maxDatagramBytes());
		long roundTrip = connection.smoothedRttNanos();
		if (roundTrip > 0) {
			this.measured++;
			this.roundTrips += roundTrip;
			this.longestRoundTrip = Math.max(this.longestRoundTrip, roundTrip);
		}
	}

	void add(PathSums other) {
		this.connections += other.connections;
		this.measured += other.measured;
		this.windows += other.windows;
		this.roundTrips += other.roundTrips;
		this.rates += other.rates;
		this.largestWindow = Math.max(this.largestWindow, other.largestWindow);
		this.longestRoundTrip = Math.max(this.longestRoundTrip, other.longestRoundTrip);
		this.highestRate = Math.max(this.highestRate, other.highestRate);
		this.smallestDatagram = Math.min(this.smallestDatagram, other.smallestDatagram);
	}

	TransportSnapshot.Paths toPaths() {
		if (this.connections == 0) {
			return TransportSnapshot.Paths.NONE;
		}
		long roundTrip = (this.measured > 0) ? Math.round(this.roundTrips / this.measured) : 0;
		return new TransportSnapshot.Paths(this.connections, Math.round(this.windows / this.connections),
				this.largestWindow, roundTrip, this.longestRoundTrip, Math.round(this.rates / this.connections),
				this.highestRate, this.smallestDatagram);
	}

}
