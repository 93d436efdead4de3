/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What can be read of congestion control, by the thread that drives it. Bytes, bytes a
 * second, nanoseconds.
 */
public final class CongestionFigures {

	private final long[] counts = new long[CongestionSignal.values().length];

	private final CongestionController controller;

	private final RttEstimator rtt;

	private final EcnValidation ecn;

	CongestionFigures(CongestionController controller, RttEstimator rtt, EcnValidation ecn) {
		this.controller = controller;
		this.rtt = rtt;
		this.ecn = ecn;
	}

	void count(CongestionSignal signal) {
		this.counts[signal.ordinal()]++;
	}

	/** How often it gave a signal. */
	public long times(CongestionSignal signal) {
		return this.counts[signal.ordinal()];
	}

	/** The name by which the configuration selected the controller. */
	public String controller() {
		return this.controller.name();
	}

	/** The state that the controller is in. */
	public String state() {
		return this.controller.state();
	}

	/** What is known of ECN on the path. */
	public EcnValidation.State ecn() {
		return this.ecn.state();
	}

	/** What may be in flight. */
	public long windowBytes() {
		return this.controller.windowBytes();
	}

	/** How fast it leaves. */
	public long pacingRateBytesPerSecond() {
		return this.controller.pacingRateBytesPerSecond(this.rtt);
	}

	/** The estimated bandwidth, 0 where the controller has none. */
	public long bandwidthBytesPerSecond() {
		return this.controller.bandwidthBytesPerSecond();
	}

	/**
	 * The least round trip that the controller believes in, 0 before the first sample.
	 */
	public long minRttNanos() {
		long own = this.controller.minRttNanos();
		return (own > 0) ? own : this.rtt.minNanos();
	}

}
