/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.time.Duration;

/**
 * What is done about floods of first messages, for each event loop.
 */
public class FloodProperties {

	/**
	 * From so many half-open connections on, clients must show with a token that they are
	 * where they say, which costs them a round trip. 0 for always.
	 */
	private int retryHandshakes = 1_000;

	/**
	 * The same from so many new connections a second on. 0 for always.
	 */
	private int retryRate = 1_000;

	/**
	 * How long a client may take to come back with its token, 1s to 30s.
	 */
	private Duration retryTokenLifetime = Duration.ofSeconds(10);

	public int getRetryHandshakes() {
		return this.retryHandshakes;
	}

	public void setRetryHandshakes(int retryHandshakes) {
		this.retryHandshakes = retryHandshakes;
	}

	public int getRetryRate() {
		return this.retryRate;
	}

	public void setRetryRate(int retryRate) {
		this.retryRate = retryRate;
	}

	public Duration getRetryTokenLifetime() {
		return this.retryTokenLifetime;
	}

	public void setRetryTokenLifetime(Duration retryTokenLifetime) {
		this.retryTokenLifetime = retryTokenLifetime;
	}

}
