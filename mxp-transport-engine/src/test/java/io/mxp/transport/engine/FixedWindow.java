/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.reliability.CongestionController;
import io.mxp.transport.reliability.RttEstimator;

/** A controller of tests: always 20 packets, 10 MB/s. */
abstract class FixedWindow implements CongestionController {

	private int maxDatagramSize;

	FixedWindow(int maxDatagramSize) {
		this.maxDatagramSize = maxDatagramSize;
	}

	@Override
	public long windowBytes() {
		return 20L * this.maxDatagramSize;
	}

	@Override
	public long pacingRateBytesPerSecond(RttEstimator rtt) {
		return 10_000_000;
	}

	@Override
	public void onCongestionEvent(long nowNanos, boolean ecn) {
		// A window that never changes.
	}

	@Override
	public void onSpuriousEpisode() {
		// A window that never changes.
	}

	@Override
	public void onPersistentCongestion() {
		// A window that never changes.
	}

	@Override
	public void onPathChanged() {
		// A window that never changes.
	}

	@Override
	public void setMaxDatagramSize(int bytes) {
		this.maxDatagramSize = bytes;
	}

}
