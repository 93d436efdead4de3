/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import io.mxp.transport.RecoveryConfig;

/**
 * The congestion controllers by name.
 */
public final class CongestionControllers {

	private static final Map<String, BiFunction<RecoveryConfig, Integer, CongestionController>> BY_NAME = new TreeMap<>(
			Map.of(NewReno.NAME, NewReno::new));

	private CongestionControllers() {
	}

	/**
	 * Creates the controller that the configuration names.
	 * @param config names it and gives the first and the largest window
	 * @param maxDatagramSize bytes of a packet of full size
	 * @throws IllegalArgumentException where there is none of this name; the message
	 * lists those there are
	 */
	public static CongestionController create(RecoveryConfig config, int maxDatagramSize) {
		BiFunction<RecoveryConfig, Integer, CongestionController> constructor = BY_NAME.get(config.congestionControl());
		if (constructor == null) {
			throw new IllegalArgumentException("There is no congestion control \"" + config.congestionControl()
					+ "\"; choose one of: " + String.join(", ", BY_NAME.keySet()));
		}
		return constructor.apply(config, maxDatagramSize);
	}

}
