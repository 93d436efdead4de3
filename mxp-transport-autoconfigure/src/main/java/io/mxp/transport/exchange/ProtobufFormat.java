/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;

/** Protocol Buffers for generated message classes. */
public final class ProtobufFormat implements PayloadFormat {

	private final Map<Class<?>, Parser<?>> parsers = new ConcurrentHashMap<>();

	@Override
	public String contentType() {
		return "application/x-protobuf";
	}

	@Override
	public boolean supports(Type type, @Nullable String contentType) {
		return type instanceof Class<?> candidate && MessageLite.class.isAssignableFrom(candidate)
				&& (contentType == null || contentType.contains("protobuf"));
	}

	@Override
	public Object read(ByteBuffer payload, Type type) {
		try {
			return this.parsers.computeIfAbsent((Class<?>) type, ProtobufFormat::parserOf).parseFrom(payload);
		}
		catch (InvalidProtocolBufferException ex) {
			throw new PayloadException("The payload is no " + type.getTypeName(), ex);
		}
	}

	@Override
	public ByteBuffer write(Object value) {
		return ByteBuffer.wrap(((MessageLite) value).toByteArray());
	}

	private static Parser<?> parserOf(Class<?> type) {
		try {
			Method parser = type.getMethod("parser");
			return (Parser<?>) parser.invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new PayloadException(type.getName() + " is no generated Protocol Buffers class", ex);
		}
	}

}
