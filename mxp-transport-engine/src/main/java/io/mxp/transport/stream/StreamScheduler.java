/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.SchedulerConfig;

/**
 * Start-time fair queuing by bytes over the four bands and the datagrams (Goyal, Vin,
 * Cheng 1996). Every flow has a tag, the virtual time at which its next frame starts; the
 * lowest goes next, and its tag moves on by the bytes sent divided by its share. A flow
 * that was idle starts at the present virtual time: it neither saves up nor is punished.
 */
// SPEC streams.md#scheduler
final class StreamScheduler {

	/** The flow of all datagrams; the others are the bands. */
	static final int DATAGRAMS = StreamId.BANDS;

	private static final int FLOWS = DATAGRAMS + 1;

	/** What each flow gets under saturation by the others, whatever the weights. */
	private static final double FLOOR = 0.01;

	private static final double TICKS_PER_BYTE = 1 << 16;

	private static final long REBASE_AT = 1L << 60;

	private final long[] ticksPerByte = new long[FLOWS];

	private final long[] tags = new long[FLOWS];

	private long virtualTime;

	private int backlogged;

	StreamScheduler(SchedulerConfig config) {
		double[] shares = shares(config.criticalWeight(), config.controlWeight(), config.streamingWeight(),
				config.backgroundWeight(), config.datagramWeight());
		for (int i = 0; i < FLOWS; i++) {
			this.ticksPerByte[i] = Math.round(TICKS_PER_BYTE / shares[i]);
		}
	}

	/** Weights as shares of one, none below the floor. */
	static double[] shares(int... weights) {
		double[] shares = new double[weights.length];
		boolean[] raised = new boolean[weights.length];
		boolean changed = true;
		while (changed) {
			changed = false;
			double left = 1;
			double sum = 0;
			for (int i = 0; i < weights.length; i++) {
				left -= raised[i] ? FLOOR : 0;
				sum += raised[i] ? 0 : weights[i];
			}
			for (int i = 0; i < weights.length; i++) {
				shares[i] = raised[i] ? FLOOR : weights[i] * left / sum;
				if (shares[i] < FLOOR) {
					raised[i] = true;
					changed = true;
				}
			}
		}
		return shares;
	}

	/** Tells which flows have something to send now, as bits. */
	void onBacklog(int flows) {
		int fresh = flows & ~this.backlogged;
		this.backlogged = flows;
		for (int i = 0; fresh != 0; i++, fresh >>>= 1) {
			if ((fresh & 1) != 0 && this.tags[i] < this.virtualTime) {
				this.tags[i] = this.virtualTime;
			}
		}
	}

	/** The flow among some, given as bits, that goes next; the lower of equals. */
	int next(int flows) {
		int best = -1;
		for (int i = 0; i < FLOWS; i++) {
			if ((flows >>> i & 1) != 0 && (best < 0 || this.tags[i] < this.tags[best])) {
				best = i;
			}
		}
		return best;
	}

	/** A flow sent bytes. */
	void onServed(int flow, int bytes) {
		this.virtualTime = Math.max(this.virtualTime, this.tags[flow]);
		this.tags[flow] += bytes * this.ticksPerByte[flow];
		if (this.virtualTime > REBASE_AT) {
			for (int i = 0; i < FLOWS; i++) {
				this.tags[i] = Math.max(0, this.tags[i] - this.virtualTime);
			}
			this.virtualTime = 0;
		}
	}

}
