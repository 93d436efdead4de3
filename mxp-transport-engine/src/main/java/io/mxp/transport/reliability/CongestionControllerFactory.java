/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.RecoveryConfig;

/**
 * Makes congestion controllers of one kind. A user's own is found by
 * {@link java.util.ServiceLoader}: name the class in
 * {@code META-INF/services/io.mxp.transport.reliability.CongestionControllerFactory},
 * give it a public constructor without arguments, and set
 * {@link RecoveryConfig#congestionControl} to its {@link #name}.
 *
 * <p>
 * Shared by all event loops, so it must be safe for use by many threads; each controller
 * is used by one.
 */
public interface CongestionControllerFactory {

	/** The name that the configuration uses; not one of the built-in ones. */
	String name();

	/**
	 * Makes the controller of one connection.
	 * @param config gives the first and the largest window
	 * @param maxDatagramSize bytes of a packet of full size
	 */
	CongestionController create(RecoveryConfig config, int maxDatagramSize);

}
