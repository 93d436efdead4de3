/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * One way to write objects as bytes: JSON, Protocol Buffers, or whatever a bean of this
 * type brings. Thread-safe. {@code byte[]}, {@code ByteBuffer} and {@code String} never
 * come here.
 */
public interface PayloadFormat {

	/**
	 * The content type that written payloads carry.
	 * @return for instance {@code application/json}
	 */
	String contentType();

	/**
	 * Whether this format is the one for a type.
	 * @param type what is to be read or written
	 * @param contentType what the payload says it is; null where it says nothing
	 * @return true if so
	 */
	boolean supports(Type type, @Nullable String contentType);

	/**
	 * Reads a payload.
	 * @param payload the bytes from position to limit, backed by an array
	 * @param type what to make of it
	 * @return the object
	 * @throws PayloadException where the bytes are no such object
	 */
	@Nullable Object read(ByteBuffer payload, Type type);

	/**
	 * Writes a payload.
	 * @param value the object
	 * @return its bytes
	 * @throws PayloadException where it cannot be written
	 */
	ByteBuffer write(Object value);

}
