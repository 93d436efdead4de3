/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * The ECN counts that the peer reports for one packet number space. Counts that cannot be
 * true end their use on this path.
 */
// SPEC reliability.md#ecn
final class EcnFeedback {

	private long ect0;

	private long ect1;

	private long ce;

	private boolean failed;

	/**
	 * Takes the counts of an ACK that raised the largest acknowledged number.
	 * @return whether more packets were marked with congestion than the peer had said
	 */
	boolean onCounts(long ect0, long ect1, long ce, long packetsSent) {
		if (this.failed) {
			return false;
		}
		boolean fell = ect0 < this.ect0 || ect1 < this.ect1 || ce < this.ce;
		// Each is at most packetsSent, below 2^62: the sum of two cannot overflow.
		boolean tooMany = ect0 > packetsSent || ect1 > packetsSent - ect0 || ce > packetsSent - ect0 - ect1;
		if (fell || tooMany) {
			this.failed = true;
			return false;
		}
		boolean marked = ce > this.ce;
		this.ect0 = ect0;
		this.ect1 = ect1;
		this.ce = ce;
		return marked;
	}

	boolean hasFailed() {
		return this.failed;
	}

}
