/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * How far {@link Bbr} goes where it met congestion: inflight_hi for what is in flight,
 * bandwidth_lo for the rate until it probes again.
 */
// SPEC reliability.md#bbr
final class BbrBounds {

	private static final double BETA = 0.7;

	/** Share of inflight_hi that is used while nothing is probed. */
	private static final double HEADROOM = 0.85;

	private static final double GROWTH = 0.25;

	private static final long UNLIMITED = Long.MAX_VALUE;

	private long inflightHi;

	private long hiBeforeEpisode;

	private long bandwidthLo;

	BbrBounds() {
		reset();
	}

	void reset() {
		this.inflightHi = UNLIMITED;
		this.hiBeforeEpisode = UNLIMITED;
		this.bandwidthLo = UNLIMITED;
	}

	/** Unlimited where no congestion was met. */
	long inflightHi() {
		return this.inflightHi;
	}

	/** The bandwidth that may be used of the one that was measured. */
	long bandwidth(long measured) {
		return Math.min(measured, this.bandwidthLo);
	}

	/** Bytes that may be in flight. */
	long most(boolean cruising) {
		return (cruising && this.inflightHi != UNLIMITED) ? (long) (HEADROOM * this.inflightHi) : this.inflightHi;
	}

	/** A round met congestion. */
	void giveWay(long peakInFlight, long leastWindow, long measuredBandwidth, long newestRate) {
		this.inflightHi = Math.max((long) (BETA * Math.min(peakInFlight, this.inflightHi)), leastWindow);
		this.bandwidthLo = Math.max((long) (BETA * bandwidth(measuredBandwidth)), newestRate);
	}

	/** The bound was reached while more was probed for, and acknowledged. */
	void onProbed(long inFlight, long slack, long ackedBytes) {
		if (this.inflightHi != UNLIMITED && inFlight + slack >= this.inflightHi) {
			this.inflightHi += (long) (GROWTH * ackedBytes);
		}
	}

	void forgetBandwidthLo() {
		this.bandwidthLo = UNLIMITED;
	}

	void onEpisode() {
		this.hiBeforeEpisode = this.inflightHi;
	}

	void undo() {
		this.inflightHi = Math.max(this.inflightHi, this.hiBeforeEpisode);
		this.bandwidthLo = UNLIMITED;
	}

}
