/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.mxp.transport.TransportException;

/** Shows what the engine says about its configuration. */
class TransportConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<TransportException.Configuration> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TransportException.Configuration cause) {
		return new FailureAnalysis("The MXP transport cannot work as it is configured: " + cause.getMessage(),
				"Correct the property under mxp.transport that this is about.", cause);
	}

}
