/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.observation.DefaultMxpHandlerConvention;
import io.mxp.transport.observation.MxpHandlerContext;
import io.mxp.transport.observation.MxpHandlerConvention;
import io.mxp.transport.observation.MxpObservation;

/** The observation of one invocation; stopped once, whoever is first. */
final class HandlerObservation {

	static final HandlerObservation NOOP = new HandlerObservation(Observation.NOOP, null);

	private static final MxpHandlerConvention DEFAULT_CONVENTION = new DefaultMxpHandlerConvention();

	private final Observation observation;

	private final @Nullable MxpHandlerContext context;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private HandlerObservation(Observation observation, @Nullable MxpHandlerContext context) {
		this.observation = observation;
		this.context = context;
	}

	static HandlerObservation start(ObservationRegistry registry, @Nullable MxpHandlerConvention convention,
			Invocation invocation) {
		if (registry.isNoop()) {
			return NOOP;
		}
		MxpHandlerContext context = new MxpHandlerContext(invocation.type(),
				invocation.handler().definition().pattern().toString(), invocation.metadata(), invocation.peer());
		return new HandlerObservation(
				MxpObservation.HANDLER.observation(convention, DEFAULT_CONVENTION, () -> context, registry).start(),
				context);
	}

	/** For reactive chains, which carry it in their context. */
	@Nullable Observation observation() {
		return (this.context != null) ? this.observation : null;
	}

	Observation.Scope openScope() {
		return (this.context != null) ? this.observation.openScope() : Observation.Scope.NOOP;
	}

	void stop(@Nullable Throwable failure, @Nullable ErrorCode code) {
		if (this.context == null || !this.stopped.compareAndSet(false, true)) {
			return;
		}
		if (code != null) {
			this.context.setErrorCode(code);
		}
		if (failure != null) {
			this.observation.error(failure);
		}
		this.observation.stop();
	}

}
