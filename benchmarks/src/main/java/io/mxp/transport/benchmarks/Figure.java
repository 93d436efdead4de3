/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One measured figure, printed as one JSON line on standard output.
 */
final class Figure {

	private final Map<String, Object> fields = new LinkedHashMap<>();

	Figure(String name, double value, String unit) {
		this.fields.put("name", name);
		this.fields.put("value", value);
		this.fields.put("unit", unit);
	}

	Figure with(String name, Object value) {
		this.fields.put(name, value);
		return this;
	}

	/** A JSON object on one line. */
	String toJson() {
		StringBuilder json = new StringBuilder("{");
		this.fields.forEach((name, value) -> {
			if (json.length() > 1) {
				json.append(',');
			}
			json.append('"').append(name).append("\":");
			append(json, value);
		});
		return json.append('}').toString();
	}

	private static void append(StringBuilder json, Object value) {
		if (value instanceof Double number) {
			json.append(number(number));
		}
		else if (value instanceof Number || value instanceof Boolean) {
			json.append(value);
		}
		else {
			String text = value.toString();
			json.append('"');
			for (int i = 0; i < text.length(); i++) {
				char character = text.charAt(i);
				if (character == '"' || character == '\\') {
					json.append('\\').append(character);
				}
				else if (character < ' ') {
					json.append(String.format("\\u%04x", (int) character));
				}
				else {
					json.append(character);
				}
			}
			json.append('"');
		}
	}

	/** Whole from 1,000 on, three decimals below. */
	private static String number(double value) {
		if (!Double.isFinite(value)) {
			return "null";
		}
		return String.format(Locale.ROOT, (Math.abs(value) >= 1_000) ? "%.0f" : "%.3f", value);
	}

}
