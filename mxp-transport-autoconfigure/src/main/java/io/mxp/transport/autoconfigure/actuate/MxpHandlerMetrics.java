/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.actuate;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.handler.BandExecutors;
import io.mxp.transport.handler.HandlerStatistics;

/**
 * Queues and threads of handlers by band. How long handlers run is the timer
 * {@code mxp.handler}, which their observations feed.
 */
public class MxpHandlerMetrics implements MeterBinder {

	private final HandlerStatistics statistics;

	private final BandExecutors executors;

	MxpHandlerMetrics(HandlerStatistics statistics, BandExecutors executors) {
		this.statistics = statistics;
		this.executors = executors;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Timer[] waits = new Timer[PriorityBand.values().length];
		for (PriorityBand band : PriorityBand.values()) {
			Tags tags = Tags.of("band", band.name().toLowerCase(Locale.ROOT));
			Gauge.builder("mxp.handler.queue.size", this.executors, (source) -> source.queued(band))
				.description("Messages that wait for a free handler")
				.tags(tags)
				.register(registry);
			Gauge.builder("mxp.handler.active", this.executors, (source) -> source.active(band))
				.description("Handlers that run now")
				.tags(tags)
				.register(registry);
			FunctionCounter.builder("mxp.handler.rejected", this.statistics, (source) -> source.rejected(band))
				.description("Messages that found the queue full")
				.tags(tags)
				.register(registry);
			FunctionCounter.builder("mxp.handler.expired", this.statistics, (source) -> source.expired(band))
				.description("Messages whose deadline passed in the queue")
				.tags(tags)
				.register(registry);
			waits[band.index()] = Timer.builder("mxp.handler.queue.wait")
				.description("How long messages waited for a free handler")
				.tags(tags)
				.publishPercentileHistogram()
				.register(registry);
		}
		FunctionCounter.builder("mxp.handler.unmatched", this.statistics, HandlerStatistics::unmatched)
			.description("Messages that no handler takes")
			.register(registry);
		this.statistics.onWait((band, nanos) -> waits[band.index()].record(nanos, TimeUnit.NANOSECONDS));
	}

}
