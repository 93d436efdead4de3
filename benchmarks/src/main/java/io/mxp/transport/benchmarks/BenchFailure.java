/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

/**
 * A benchmark cannot be run, or its outcome is not to be believed; the message says why.
 */
final class BenchFailure extends RuntimeException {

	private static final long serialVersionUID = 1L;

	BenchFailure(String message) {
		super(message);
	}

	BenchFailure(String message, Throwable cause) {
		super(message, cause);
	}

}
