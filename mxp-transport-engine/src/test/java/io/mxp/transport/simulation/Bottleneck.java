/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

/**
 * A link that flows share: the narrow part of their path. The way back has the same delay
 * and no limit of rate.
 *
 * @param bitsPerSecond what the link carries, UDP payload
 * @param rttNanos round trip without any queue
 * @param queueBdp what waits before a packet is dropped, as a multiple of
 * {@link #bdpBytes()}; one packet always may wait
 * @param loss probability of an independent loss behind the queue, 0 to 1
 */
public record Bottleneck(long bitsPerSecond, long rttNanos, double queueBdp, double loss) {

	private static final int LARGEST_PACKET_BYTES = 1_500;

	private static final double BITS_AND_NANOS = 8e9;

	/** A queue of 1 BDP and no loss. */
	public static Bottleneck of(long megabitsPerSecond, long rttMillis) {
		return new Bottleneck(megabitsPerSecond * 1_000_000, rttMillis * 1_000_000, 1, 0);
	}

	public Bottleneck withQueueBdp(double bdp) {
		return new Bottleneck(this.bitsPerSecond, this.rttNanos, bdp, this.loss);
	}

	public Bottleneck withLoss(double probability) {
		return new Bottleneck(this.bitsPerSecond, this.rttNanos, this.queueBdp, probability);
	}

	/**
	 * Rate times round trip: what is in flight where the link is full and nothing waits.
	 */
	public long bdpBytes() {
		return Math.round(this.bitsPerSecond * (double) this.rttNanos / BITS_AND_NANOS);
	}

	public long queueBytes() {
		return Math.max(LARGEST_PACKET_BYTES, Math.round(bdpBytes() * this.queueBdp));
	}

	/** Bytes that the link carries in so much time. */
	public double capacityBytes(long nanos) {
		return this.bitsPerSecond * (double) nanos / BITS_AND_NANOS;
	}

}
