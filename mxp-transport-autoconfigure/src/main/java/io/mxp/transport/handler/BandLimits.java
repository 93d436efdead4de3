/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

/**
 * How much of one band is handled at a time.
 *
 * @param concurrency handlers that run at once
 * @param queueCapacity messages that may wait for a free one; a call beyond it is
 * answered with OVERLOADED
 */
public record BandLimits(int concurrency, int queueCapacity) {

	public BandLimits {
		if (concurrency < 1 || queueCapacity < 1) {
			throw new IllegalArgumentException("concurrency and queue of a handler band must be positive, not "
					+ concurrency + " and " + queueCapacity);
		}
	}

}
