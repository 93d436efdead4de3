/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;

/**
 * How datagrams wait for their turn: messages that are sent once, never again, and only
 * while they are fresh.
 *
 * @param queueBytes bytes of datagrams waiting to be sent; 4 KiB to 64 MiB
 * @param timeToLive a datagram that waited longer is dropped and its sender told; more
 * than zero and at most one minute
 * @param dropOldest what a full queue does: {@code true} drops the oldest datagrams to
 * make room, {@code false} refuses the new one
 */
public record DatagramConfig(int queueBytes, Duration timeToLive, boolean dropOldest) {

	private static final int MIN_QUEUE_BYTES = 4 * 1024;

	private static final int MAX_QUEUE_BYTES = 64 * 1024 * 1024;

	private static final Duration MAX_TIME_TO_LIVE = Duration.ofMinutes(1);

	public DatagramConfig {
		if (queueBytes < MIN_QUEUE_BYTES || queueBytes > MAX_QUEUE_BYTES) {
			throw new IllegalArgumentException("datagram.queue-bytes must be at least " + MIN_QUEUE_BYTES
					+ " and at most " + MAX_QUEUE_BYTES + ", not " + queueBytes);
		}
		if (timeToLive.isZero() || timeToLive.isNegative() || timeToLive.compareTo(MAX_TIME_TO_LIVE) > 0) {
			throw new IllegalArgumentException("datagram.time-to-live must be more than zero and at most "
					+ MAX_TIME_TO_LIVE + ", not " + timeToLive);
		}
	}

	/**
	 * A queue of 256 KiB, 200 ms to live, the oldest give way.
	 * @return the default configuration
	 */
	public static DatagramConfig defaults() {
		return new DatagramConfig(256 * 1024, Duration.ofMillis(200), true);
	}

	/**
	 * The same configuration with another bound for the queue.
	 * @param bytes 4 KiB to 64 MiB
	 * @return a copy
	 */
	public DatagramConfig withQueueBytes(int bytes) {
		return new DatagramConfig(bytes, this.timeToLive, this.dropOldest);
	}

	/**
	 * The same configuration with another time to live.
	 * @param timeToLive more than zero and at most one minute
	 * @return a copy
	 */
	public DatagramConfig withTimeToLive(Duration timeToLive) {
		return new DatagramConfig(this.queueBytes, timeToLive, this.dropOldest);
	}

	/**
	 * The same configuration with another answer to a full queue.
	 * @param dropOldest {@code true} to drop the oldest, {@code false} to refuse the new
	 * @return a copy
	 */
	public DatagramConfig withDropOldest(boolean dropOldest) {
		return new DatagramConfig(this.queueBytes, this.timeToLive, dropOldest);
	}

}
