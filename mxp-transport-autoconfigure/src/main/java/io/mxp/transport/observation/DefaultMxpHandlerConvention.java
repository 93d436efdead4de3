/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import java.util.Locale;

import io.micrometer.common.KeyValues;

/** Names after OpenTelemetry's conventions for remote calls. */
public class DefaultMxpHandlerConvention implements MxpHandlerConvention {

	@Override
	public String getName() {
		return "mxp.handler";
	}

	@Override
	public String getContextualName(MxpHandlerContext context) {
		return "mxp handle " + context.type().name().toLowerCase(Locale.ROOT)
				+ (context.pattern().isEmpty() ? "" : " " + context.pattern());
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(MxpHandlerContext context) {
		return KeyValues.of(MxpObservation.HandlerKeys.SYSTEM.withValue("mxp"),
				MxpObservation.HandlerKeys.TYPE.withValue(context.type().name().toLowerCase(Locale.ROOT)),
				MxpObservation.HandlerKeys.METHOD.withValue(context.pattern().isEmpty() ? "any" : context.pattern()),
				MxpObservation.HandlerKeys.STATUS.withValue(DefaultMxpRequestConvention.status(context.errorCode())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(MxpHandlerContext context) {
		String subject = context.metadata().subject();
		return KeyValues.of(MxpObservation.DetailKeys.SUBJECT.withValue((subject != null) ? subject : ""),
				MxpObservation.DetailKeys.REMOTE.withValue(context.peer().getName()));
	}

}
