/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import org.jspecify.annotations.Nullable;

/** An oracle or a scenario's gate said no. The message says how to repeat the run. */
public final class SimulationFailure extends AssertionError {

	private static final long serialVersionUID = 1L;

	SimulationFailure(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
