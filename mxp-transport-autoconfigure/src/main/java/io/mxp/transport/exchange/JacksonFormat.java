/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson 3: the format for every type that no other one claims. */
public final class JacksonFormat implements PayloadFormat {

	private final JsonMapper mapper;

	/**
	 * Creates the format.
	 * @param mapper how to write JSON
	 */
	public JacksonFormat(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public String contentType() {
		return "application/json";
	}

	@Override
	public boolean supports(Type type, @Nullable String contentType) {
		if (contentType == null) {
			return true;
		}
		String lower = contentType.toLowerCase(Locale.ROOT);
		return lower.startsWith("application/json") || lower.contains("+json");
	}

	@Override
	public @Nullable Object read(ByteBuffer payload, Type type) {
		try {
			return this.mapper.readValue(payload.array(), payload.arrayOffset() + payload.position(),
					payload.remaining(), this.mapper.constructType(type));
		}
		catch (JacksonException ex) {
			throw new PayloadException("The payload is not the JSON of a " + type.getTypeName(), ex);
		}
	}

	@Override
	public ByteBuffer write(Object value) {
		try {
			return ByteBuffer.wrap(this.mapper.writeValueAsBytes(value));
		}
		catch (JacksonException ex) {
			throw new PayloadException("A " + value.getClass().getName() + " cannot be written as JSON", ex);
		}
	}

}
