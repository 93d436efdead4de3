/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * Makes Noise handshakes. Two implementations talk to each other in the tests: our own
 * core and the noise-java library.
 */
interface NoiseProvider {

	/** The name in the configuration. */
	String name();

	/**
	 * Starts a handshake.
	 * @throws IllegalArgumentException where this provider does not know the protocol, or
	 * a key is missing that the pattern needs
	 */
	NoiseHandshake start(NoiseParameters parameters);

}
