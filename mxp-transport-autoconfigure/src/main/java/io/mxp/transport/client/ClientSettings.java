/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How requests and connections behave.
 *
 * @param timeout how long an answer is waited for, where neither peer nor request say
 * @param connectTimeout bound on a handshake, or null for the transport's own
 * @param reconnectInitialDelay pause after the first failed attempt; doubles with each
 * @param reconnectMaxDelay longest pause between attempts
 */
public record ClientSettings(Duration timeout, @Nullable Duration connectTimeout, Duration reconnectInitialDelay,
		Duration reconnectMaxDelay) {

	/**
	 * 10 s; the transport's own; from 100 ms to 30 s.
	 * @return the defaults
	 */
	public static ClientSettings defaults() {
		return new ClientSettings(Duration.ofSeconds(10), null, Duration.ofMillis(100), Duration.ofSeconds(30));
	}

}
