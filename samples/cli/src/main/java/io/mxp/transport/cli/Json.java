/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON for scripts: one object on one line, names in snake_case as in the message
 * vectors.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static String line(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	/**
	 * Reads one object.
	 * @throws IllegalArgumentException if the text is none
	 */
	static ObjectNode parse(String text) {
		try {
			JsonNode node = MAPPER.readTree(text);
			if (node instanceof ObjectNode object) {
				return object;
			}
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("not JSON: " + ex.getOriginalMessage(), ex);
		}
		throw new IllegalArgumentException("not a JSON object");
	}

	static boolean isJson(String text) {
		try {
			MAPPER.readTree(text);
			return !text.isBlank();
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	static JsonNode read(String text) {
		return MAPPER.readTree(text);
	}

}
