/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names and key values of request observations; a bean of this type replaces ours. */
public interface MxpRequestConvention extends ObservationConvention<MxpRequestContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof MxpRequestContext;
	}

}
