/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;

/**
 * What a server does about floods of first messages. Limits are those of one event loop.
 *
 * @param retryHandshakes from so many half-open connections on, a client must show with a
 * token that it is where it says, which costs it one round trip; 0 for always
 * @param retryRate the same from so many new connections a second on; 0 for always
 * @param retryTokenLifetime how long a client may take to come back with the token of a
 * Retry, 1 to 30 s
 */
public record FloodConfig(int retryHandshakes, int retryRate, Duration retryTokenLifetime) {

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

	public FloodConfig {
		if (retryHandshakes < 0 || retryRate < 0) {
			throw new IllegalArgumentException("server.flood.retry-handshakes and retry-rate must not be negative");
		}
		if (retryTokenLifetime.compareTo(Duration.ofSeconds(1)) < 0
				|| retryTokenLifetime.compareTo(LONGEST_RETRY) > 0) {
			throw new IllegalArgumentException(
					"server.flood.retry-token-lifetime must be 1 s to 30 s, not " + retryTokenLifetime);
		}
	}

	/** Retry from 1,000 half-open or 1,000 new connections a second on; 10 s. */
	public static FloodConfig defaults() {
		return new FloodConfig(1_000, 1_000, Duration.ofSeconds(10));
	}

	/** The same with other thresholds of Retry; 0 for always. */
	public FloodConfig withRetryAbove(int handshakes, int perSecond) {
		return new FloodConfig(handshakes, perSecond, this.retryTokenLifetime);
	}

	/** The same with another life of tokens, 1 to 30 s. */
	public FloodConfig withRetryTokenLifetime(Duration lifetime) {
		return new FloodConfig(this.retryHandshakes, this.retryRate, lifetime);
	}

}
