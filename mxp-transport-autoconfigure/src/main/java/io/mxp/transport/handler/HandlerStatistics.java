/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.ObjLongConsumer;

import io.mxp.transport.PriorityBand;

/** What happened to messages on their way to handlers. */
public final class HandlerStatistics {

	private final LongAdder[] rejected = adders();

	private final LongAdder[] expired = adders();

	private final LongAdder unmatched = new LongAdder();

	private volatile ObjLongConsumer<PriorityBand> waitListener = (band, nanos) -> {
	};

	/**
	 * Messages that found the queue full.
	 * @param band the band
	 * @return how many since the start
	 */
	public long rejected(PriorityBand band) {
		return this.rejected[band.index()].sum();
	}

	/**
	 * Messages whose deadline passed in the queue.
	 * @param band the band
	 * @return how many since the start
	 */
	public long expired(PriorityBand band) {
		return this.expired[band.index()].sum();
	}

	/**
	 * Messages that no handler takes.
	 * @return how many since the start
	 */
	public long unmatched() {
		return this.unmatched.sum();
	}

	/**
	 * Sets who hears how long each message waited for its handler.
	 * @param listener given the band and nanoseconds; called on handler threads
	 */
	public void onWait(ObjLongConsumer<PriorityBand> listener) {
		this.waitListener = listener;
	}

	void recordRejected(PriorityBand band) {
		this.rejected[band.index()].increment();
	}

	void recordExpired(PriorityBand band) {
		this.expired[band.index()].increment();
	}

	void recordUnmatched() {
		this.unmatched.increment();
	}

	void recordWait(PriorityBand band, long nanos) {
		this.waitListener.accept(band, nanos);
	}

	private static LongAdder[] adders() {
		LongAdder[] adders = new LongAdder[PriorityBand.values().length];
		for (int i = 0; i < adders.length; i++) {
			adders[i] = new LongAdder();
		}
		return adders;
	}

}
