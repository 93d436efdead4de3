/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * What the transport does for peers that connect to it.
 *
 * @param accept whether connections from outside are accepted at all
 * @param maxConnections established and half-open connections together; one more is
 * refused in silence
 * @param maxHandshakes half-open connections; one more is refused in silence
 * @param flood what is done about floods of first messages
 */
public record ServerConfig(boolean accept, int maxConnections, int maxHandshakes, FloodConfig flood) {

	public ServerConfig {
		if (maxConnections < 1 || maxHandshakes < 1) {
			throw new IllegalArgumentException("maxConnections and maxHandshakes must be positive");
		}
	}

	/** The same with the defaults against floods. */
	public ServerConfig(boolean accept, int maxConnections, int maxHandshakes) {
		this(accept, maxConnections, maxHandshakes, FloodConfig.defaults());
	}

	public static ServerConfig defaults() {
		return new ServerConfig(true, 100_000, 10_000);
	}

	public ServerConfig withAccept(boolean accept) {
		return new ServerConfig(accept, this.maxConnections, this.maxHandshakes, this.flood);
	}

	public ServerConfig withMaxConnections(int connections) {
		return new ServerConfig(this.accept, connections, Math.min(this.maxHandshakes, connections), this.flood);
	}

	public ServerConfig withFlood(FloodConfig flood) {
		return new ServerConfig(this.accept, this.maxConnections, this.maxHandshakes, flood);
	}

}
