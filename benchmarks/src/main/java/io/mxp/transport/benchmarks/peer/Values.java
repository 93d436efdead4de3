/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Named values on one line, {@code name=value name=value}: what a measured JVM answers.
 */
public final class Values {

	private final Map<String, String> values = new LinkedHashMap<>();

	public Values with(String name, Object value) {
		this.values.put(name, String.valueOf(value).replace(' ', '_'));
		return this;
	}

	/** Reads what {@link #toString()} wrote. */
	public static Values parse(String line) {
		Values values = new Values();
		for (String pair : line.strip().split("\\s+")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				values.values.put(pair.substring(0, equals), pair.substring(equals + 1));
			}
		}
		return values;
	}

	/** A number; 0 where it is not there. */
	public long number(String name) {
		return Long.parseLong(this.values.getOrDefault(name, "0"));
	}

	/** A text; empty where it is not there. */
	public String text(String name) {
		return this.values.getOrDefault(name, "");
	}

	/** What a counter grew by since an earlier answer. */
	public long since(Values earlier, String name) {
		return number(name) - earlier.number(name);
	}

	@Override
	public String toString() {
		return this.values.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining(" "));
	}

}
