/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * The four priority bands, most urgent first. Each has its own queue, its own built-in
 * stream in each direction and its share of the link: bands with something to send divide
 * the bytes by weight (start-time fair queuing), and none gets less than one percent.
 */
public enum PriorityBand {

	/** Calls and their responses. Default weight 8. */
	CRITICAL(8),

	/** Registration, discovery and heartbeats of agents. Default weight 4. */
	CONTROL(4),

	/** Streams: open, chunk, close. Default weight 2. */
	STREAMING(2),

	/** Events, acknowledgements, errors and custom messages. Default weight 1. */
	BACKGROUND(1);

	private static final PriorityBand[] BY_INDEX = values();

	private final int defaultWeight;

	PriorityBand(int defaultWeight) {
		this.defaultWeight = defaultWeight;
	}

	/**
	 * The number of the band on the wire and in arrays.
	 * @return 0 (critical) to 3 (background)
	 */
	public int index() {
		return ordinal();
	}

	/**
	 * The band's share of the bytes beside the weights of the other bands.
	 * @return 8, 4, 2 or 1
	 */
	public int defaultWeight() {
		return this.defaultWeight;
	}

	/**
	 * The band of an index.
	 * @param index 0 to 3
	 * @return the band
	 * @throws IndexOutOfBoundsException if there is no such band
	 */
	public static PriorityBand fromIndex(int index) {
		return BY_INDEX[index];
	}

}
