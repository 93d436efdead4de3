/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.observation.DefaultMxpRequestConvention;
import io.mxp.transport.observation.MxpObservation;
import io.mxp.transport.observation.MxpRequestContext;
import io.mxp.transport.observation.MxpRequestConvention;

/** The observation of one request; stopped once, whoever is first. */
final class RequestObservation {

	static final RequestObservation NOOP = new RequestObservation(Observation.NOOP, null, Collections.emptyMap());

	private static final MxpRequestConvention DEFAULT_CONVENTION = new DefaultMxpRequestConvention();

	private final Observation observation;

	private final @Nullable MxpRequestContext context;

	private final Map<String, String> traceFields;

	private final AtomicBoolean stopped = new AtomicBoolean();

	private RequestObservation(Observation observation, @Nullable MxpRequestContext context,
			Map<String, String> traceFields) {
		this.observation = observation;
		this.context = context;
		this.traceFields = traceFields;
	}

	static RequestObservation start(ObservationRegistry registry, @Nullable MxpRequestConvention convention,
			RequestState state, @Nullable String peerName, String remote, @Nullable Observation parent) {
		if (registry.isNoop()) {
			return NOOP;
		}
		Map<String, String> traceFields = new LinkedHashMap<>();
		MxpRequestContext context = new MxpRequestContext(state.type, state.subject, peerName, remote, traceFields);
		Observation observation = MxpObservation.REQUEST.observation(convention, DEFAULT_CONVENTION, () -> context,
				registry);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		return new RequestObservation(observation.start(), context, traceFields);
	}

	/** What the tracer wants to travel with the request. */
	Map<String, String> traceFields() {
		return this.traceFields;
	}

	/** It is sent once more. */
	void repeated() {
		this.observation.event(MxpObservation.RequestEvents.RETRY);
	}

	void stop(@Nullable Throwable failure) {
		if (this.context == null || !this.stopped.compareAndSet(false, true)) {
			return;
		}
		if (failure != null) {
			this.context.setErrorCode(codeOf(failure));
			this.observation.error(failure);
		}
		this.observation.stop();
	}

	void cancel() {
		if (this.context != null && this.stopped.compareAndSet(false, true)) {
			this.context.setErrorCode(ErrorCode.CANCELLED);
			this.observation.stop();
		}
	}

	private static ErrorCode codeOf(Throwable failure) {
		return (failure instanceof TransportException transport) ? transport.code() : ErrorCode.INTERNAL;
	}

}
