/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import java.util.Locale;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;

/**
 * Names after OpenTelemetry's conventions for remote calls. The subject is in traces
 * only: callers make it, so it has no bound.
 */
public class DefaultMxpRequestConvention implements MxpRequestConvention {

	@Override
	public String getName() {
		return "mxp.request";
	}

	@Override
	public String getContextualName(MxpRequestContext context) {
		return "mxp " + context.type().name().toLowerCase(Locale.ROOT);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MxpRequestContext context) {
		String peerName = context.peerName();
		return KeyValues.of(MxpObservation.RequestKeys.SYSTEM.withValue("mxp"),
				MxpObservation.RequestKeys.TYPE.withValue(context.type().name().toLowerCase(Locale.ROOT)),
				MxpObservation.RequestKeys.PEER.withValue((peerName != null) ? peerName : "unnamed"),
				MxpObservation.RequestKeys.STATUS.withValue(status(context.errorCode())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MxpRequestContext context) {
		String subject = context.subject();
		return KeyValues.of(MxpObservation.DetailKeys.SUBJECT.withValue((subject != null) ? subject : ""),
				MxpObservation.DetailKeys.REMOTE.withValue(context.remote()));
	}

	static String status(@Nullable ErrorCode errorCode) {
		return (errorCode != null) ? errorCode.name() : "OK";
	}

}
