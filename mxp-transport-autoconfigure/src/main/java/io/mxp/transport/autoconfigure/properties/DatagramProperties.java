/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Messages that are sent once and never again.
 */
public class DatagramProperties {

	/**
	 * Bytes of datagrams that wait to be sent.
	 */
	private DataSize queue = DataSize.ofKilobytes(256);

	/**
	 * A datagram that waited longer is dropped.
	 */
	private Duration timeToLive = Duration.ofMillis(200);

	/**
	 * Whether a full queue drops the oldest datagram and not the newest.
	 */
	private boolean dropOldest = true;

	/**
	 * Share of all datagrams beside the weights of the bands.
	 */
	private int weight = 2;

	public DataSize getQueue() {
		return this.queue;
	}

	public void setQueue(DataSize queue) {
		this.queue = queue;
	}

	public Duration getTimeToLive() {
		return this.timeToLive;
	}

	public void setTimeToLive(Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	public boolean isDropOldest() {
		return this.dropOldest;
	}

	public void setDropOldest(boolean dropOldest) {
		this.dropOldest = dropOldest;
	}

	public int getWeight() {
		return this.weight;
	}

	public void setWeight(int weight) {
		this.weight = weight;
	}

}
