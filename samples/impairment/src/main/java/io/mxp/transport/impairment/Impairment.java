/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.time.Duration;

/**
 * What happens to the datagrams of one direction, in this order: rate and queue, loss,
 * corruption, delay with jitter, reordering, duplication. Start from {@link #none()}.
 *
 * @param loss share of all datagrams that is lost in the long run, 0 to 1
 * @param burst datagrams that are lost in a row, at least 1; 1 for independent losses
 * @param delayNanos one-way delay
 * @param jitterNanos up to so much more delay, uniformly; datagrams overtake each other
 * @param reorder share of datagrams that is held back by {@code reorderNanos}
 * @param reorderNanos how long those are held back
 * @param duplicate share of datagrams that is delivered twice
 * @param corrupt share of datagrams of which one to three bytes are changed
 * @param bitsPerSecond rate, 0 for no limit; only the bytes of the datagrams count
 * @param queueDatagrams datagrams that wait for the rate before one is dropped
 */
public record Impairment(double loss, int burst, long delayNanos, long jitterNanos, double reorder, long reorderNanos,
		double duplicate, double corrupt, long bitsPerSecond, int queueDatagrams) {

	private static final Impairment NONE = new Impairment(0, 1, 0, 0, 0, 0, 0, 0, 0, Integer.MAX_VALUE);

	/** Checks the ranges. */
	public Impairment {
		share("loss", loss);
		share("reorder", reorder);
		share("duplicate", duplicate);
		share("corrupt", corrupt);
		if (burst < 1 || queueDatagrams < 1) {
			throw new IllegalArgumentException("a burst and a queue hold at least 1 datagram");
		}
		if (delayNanos < 0 || jitterNanos < 0 || reorderNanos < 0 || bitsPerSecond < 0) {
			throw new IllegalArgumentException("times and rates are not negative");
		}
	}

	private static void share(String name, double value) {
		if (!(value >= 0 && value <= 1)) {
			throw new IllegalArgumentException(name + " is a share from 0 to 1, not " + value);
		}
	}

	/** Nothing happens. */
	public static Impairment none() {
		return NONE;
	}

	/** Independent losses: a share of all datagrams, 0 to 1. */
	public Impairment withLoss(double share) {
		return withBurstLoss(share, 1);
	}

	/** A share of all datagrams is lost, always so many in a row. */
	public Impairment withBurstLoss(double share, int inARow) {
		return new Impairment(share, inARow, this.delayNanos, this.jitterNanos, this.reorder, this.reorderNanos,
				this.duplicate, this.corrupt, this.bitsPerSecond, this.queueDatagrams);
	}

	/** One-way delay. */
	public Impairment withDelay(Duration delay) {
		return new Impairment(this.loss, this.burst, delay.toNanos(), this.jitterNanos, this.reorder, this.reorderNanos,
				this.duplicate, this.corrupt, this.bitsPerSecond, this.queueDatagrams);
	}

	/** Up to so much more delay. */
	public Impairment withJitter(Duration jitter) {
		return new Impairment(this.loss, this.burst, this.delayNanos, jitter.toNanos(), this.reorder, this.reorderNanos,
				this.duplicate, this.corrupt, this.bitsPerSecond, this.queueDatagrams);
	}

	/** A share of the datagrams comes so much later than it would. */
	public Impairment withReordering(double share, Duration heldBack) {
		return new Impairment(this.loss, this.burst, this.delayNanos, this.jitterNanos, share, heldBack.toNanos(),
				this.duplicate, this.corrupt, this.bitsPerSecond, this.queueDatagrams);
	}

	/** A share of the datagrams comes twice. */
	public Impairment withDuplication(double share) {
		return new Impairment(this.loss, this.burst, this.delayNanos, this.jitterNanos, this.reorder, this.reorderNanos,
				share, this.corrupt, this.bitsPerSecond, this.queueDatagrams);
	}

	/** One to three bytes are changed in a share of the datagrams. */
	public Impairment withCorruption(double share) {
		return new Impairment(this.loss, this.burst, this.delayNanos, this.jitterNanos, this.reorder, this.reorderNanos,
				this.duplicate, share, this.bitsPerSecond, this.queueDatagrams);
	}

	/** A rate with a drop-tail queue before it. */
	public Impairment withRate(long bits, int queue) {
		return new Impairment(this.loss, this.burst, this.delayNanos, this.jitterNanos, this.reorder, this.reorderNanos,
				this.duplicate, this.corrupt, bits, queue);
	}

}
