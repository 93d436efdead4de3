/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.springframework.core.ResolvableType;

import org.jspecify.annotations.Nullable;

/**
 * Makes payloads of objects and objects of payloads. {@code byte[]}, {@code ByteBuffer}
 * and {@code String} (UTF-8) pass as they are; everything else takes the first
 * {@link PayloadFormat} that supports it. Thread-safe.
 */
public final class PayloadConverter {

	/** Content type of {@code byte[]} and {@code ByteBuffer}. */
	public static final String BYTES = "application/octet-stream";

	/** Content type of {@code String}. */
	public static final String TEXT = "text/plain;charset=UTF-8";

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

	private final List<PayloadFormat> formats;

	/**
	 * Creates a converter.
	 * @param formats asked in this order
	 */
	public PayloadConverter(List<PayloadFormat> formats) {
		this.formats = List.copyOf(formats);
	}

	/**
	 * Writes an object.
	 * @param value the object; null is the empty payload
	 * @param contentType what it is to be written as, or null for the first format that
	 * supports it
	 * @return its bytes and what they are
	 * @throws PayloadException where no format supports it or it cannot be written
	 */
	public Encoded encode(@Nullable Object value, @Nullable String contentType) {
		if (value == null) {
			return new Encoded(NOTHING, contentType);
		}
		if (value instanceof byte[] bytes) {
			return new Encoded(ByteBuffer.wrap(bytes), (contentType != null) ? contentType : BYTES);
		}
		if (value instanceof ByteBuffer buffer) {
			return new Encoded(buffer, (contentType != null) ? contentType : BYTES);
		}
		if (value instanceof CharSequence text) {
			return new Encoded(StandardCharsets.UTF_8.encode(text.toString()),
					(contentType != null) ? contentType : TEXT);
		}
		for (PayloadFormat format : this.formats) {
			if (format.supports(value.getClass(), contentType)) {
				return new Encoded(format.write(value), (contentType != null) ? contentType : format.contentType());
			}
		}
		throw new PayloadException(noFormat(value.getClass(), contentType), null);
	}

	/**
	 * Reads an object.
	 * @param payload the bytes; an object may keep a reference to them
	 * @param contentType what they are, or null where nobody said
	 * @param type what to make of them
	 * @return the object; null where the payload is empty and the type neither bytes nor
	 * text
	 * @throws PayloadException where no format supports it or the bytes are no such
	 * object
	 */
	public @Nullable Object decode(ByteBuffer payload, @Nullable String contentType, Type type) {
		if (type == ByteBuffer.class) {
			return payload.slice();
		}
		if (type == byte[].class || type == Object.class) {
			byte[] copy = new byte[payload.remaining()];
			payload.duplicate().get(copy);
			return copy;
		}
		if (type == String.class || type == CharSequence.class) {
			return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
		}
		if (type == Void.class || type == void.class || !payload.hasRemaining()) {
			return null;
		}
		String unspecific = isUnspecific(contentType) ? null : contentType;
		for (PayloadFormat format : this.formats) {
			if (format.supports(type, unspecific)) {
				return format.read(readable(payload), type);
			}
		}
		throw new PayloadException(noFormat(type, contentType), null);
	}

	/**
	 * Whether a payload of a type can be read or written at all.
	 * @param type the type
	 * @return true if so
	 */
	public boolean supports(Type type) {
		Class<?> raw = ResolvableType.forType(type).resolve(Object.class);
		return raw == byte[].class || raw == ByteBuffer.class || CharSequence.class.isAssignableFrom(raw)
				|| raw == Object.class || raw == Void.class
				|| this.formats.stream().anyMatch((format) -> format.supports(type, null));
	}

	/** Formats read from arrays, and an array-backed buffer may be read in place. */
	private static ByteBuffer readable(ByteBuffer payload) {
		if (payload.hasArray()) {
			return payload;
		}
		byte[] copy = new byte[payload.remaining()];
		payload.duplicate().get(copy);
		return ByteBuffer.wrap(copy);
	}

	/** Bytes and text may hold anything, so they do not speak against a format. */
	private static boolean isUnspecific(@Nullable String contentType) {
		return contentType == null || contentType.startsWith(BYTES) || contentType.startsWith("text/plain");
	}

	private static String noFormat(Type type, @Nullable String contentType) {
		return "No payload format for " + type.getTypeName()
				+ ((contentType != null) ? " as " + contentType : ". JSON needs Jackson on the class path");
	}

	/**
	 * A payload.
	 *
	 * @param bytes from position to limit
	 * @param contentType what they are, or null
	 */
	public record Encoded(ByteBuffer bytes, @Nullable String contentType) {
	}

}
