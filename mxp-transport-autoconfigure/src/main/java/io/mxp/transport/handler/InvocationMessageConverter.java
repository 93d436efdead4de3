/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.SmartMessageConverter;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.exchange.PayloadConverter;

/** Our payload conversion in the form that spring-messaging's resolvers ask for. */
final class InvocationMessageConverter implements SmartMessageConverter {

	private final PayloadConverter converter;

	InvocationMessageConverter(PayloadConverter converter) {
		this.converter = converter;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return fromMessage(message, targetClass, null);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		Type type = (conversionHint instanceof MethodParameter parameter) ? typeOf(parameter) : targetClass;
		Object contentType = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
		return this.converter.decode(ByteBuffer.wrap((byte[]) message.getPayload()),
				(contentType != null) ? contentType.toString() : null, type);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		return null;
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return null;
	}

	private static Type typeOf(MethodParameter parameter) {
		if (Message.class.isAssignableFrom(parameter.getParameterType())) {
			return ResolvableType.forMethodParameter(parameter).as(Message.class).getGeneric(0).getType();
		}
		return parameter.getGenericParameterType();
	}

}
