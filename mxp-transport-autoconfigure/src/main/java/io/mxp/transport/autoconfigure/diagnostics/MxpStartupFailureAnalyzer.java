/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.mxp.transport.exchange.MxpStartupException;

/**
 * Shows a mistake with what to do about it: a port in use, a missing or bad key, no
 * trust, an ambiguous or illegal handler, an unknown peer.
 */
class MxpStartupFailureAnalyzer extends AbstractFailureAnalyzer<MxpStartupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MxpStartupException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
