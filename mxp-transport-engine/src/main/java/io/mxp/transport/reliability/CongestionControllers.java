/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

import io.mxp.transport.RecoveryConfig;

/**
 * The congestion controllers by name: the built-in ones, and those that the class path
 * offers as {@link CongestionControllerFactory}. COLD.
 */
public final class CongestionControllers {

	private static final TreeMap<String, BiFunction<RecoveryConfig, Integer, CongestionController>> BY_NAME = find();

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

	/** All names that {@link #create} knows, in alphabetical order. */
	public static Set<String> names() {
		return new TreeSet<>(BY_NAME.keySet());
	}

	/** The built-in ones cannot be replaced by another of their name. */
	private static TreeMap<String, BiFunction<RecoveryConfig, Integer, CongestionController>> find() {
		TreeMap<String, BiFunction<RecoveryConfig, Integer, CongestionController>> found = new TreeMap<>();
		for (CongestionControllerFactory factory : ServiceLoader.load(CongestionControllerFactory.class,
				CongestionControllers.class.getClassLoader())) {
			found.put(factory.name(), factory::create);
		}
		found.put(Bbr.NAME, Bbr::new);
		found.put(Cubic.NAME, Cubic::new);
		found.put(NewReno.NAME, NewReno::new);
		return found;
	}

}
