/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Seal;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpPeer;
import io.mxp.transport.exchange.PayloadConverter;
import io.mxp.transport.exchange.PayloadException;

/**
 * Finds for each parameter of a handler where its value comes from. What needs no
 * conversion is taken from the invocation directly; annotated parameters,
 * {@code Message<T>} and validated payloads go to spring-messaging's resolvers.
 */
final class ArgumentSources {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ArgumentSources.class.getClassLoader());

	private final PayloadConverter converter;

	private final MxpRequester requester;

	private final HandlerMethodArgumentResolver annotated;

	private final HandlerMethodArgumentResolver validated;

	private final Map<Class<?>, ArgumentSource> direct;

	private final HandlerMethodArgumentResolverComposite all = new HandlerMethodArgumentResolverComposite();

	ArgumentSources(PayloadConverter converter, MxpRequester requester, ConversionService conversion,
			@Nullable ConfigurableBeanFactory beanFactory, @Nullable Validator validator) {
		this.converter = converter;
		this.requester = requester;
		InvocationMessageConverter messages = new InvocationMessageConverter(converter);
		HandlerMethodArgumentResolverComposite composite = new HandlerMethodArgumentResolverComposite()
			.addResolvers(List.of(new HeaderMethodArgumentResolver(conversion, beanFactory),
					new HeadersMethodArgumentResolver(), new DestinationVariableMethodArgumentResolver(conversion),
					new MessageMethodArgumentResolver(messages)));
		this.annotated = composite;
		this.validated = new PayloadMethodArgumentResolver(messages, validator);
		this.direct = Map.of(MxpPeer.class, Invocation::peer, Principal.class, Invocation::peer, MxpDeadline.class,
				Invocation::deadline, MxpConnection.class, Invocation::connection, MessageMetadata.class,
				Invocation::metadata, MxpRequester.class, (invocation) -> requesterTo(invocation.connection()),
				MxpStream.class, Invocation::stream, Seal.class, Invocation::seal);
		this.all.addResolver(composite).addResolver(this.validated);
	}

	/** The resolvers that exception handlers use. */
	HandlerMethodArgumentResolverComposite resolvers() {
		return this.all;
	}

	/** Whether the parameter takes the payload (or the chunks). */
	boolean isPayload(MethodParameter parameter) {
		return !this.direct.containsKey(parameter.getParameterType()) && !this.annotated.supportsParameter(parameter);
	}

	static boolean isPublisher(MethodParameter parameter) {
		return REACTOR && ReactiveResults.isPublisher(parameter.getParameterType());
	}

	/** The type of the payload or of one chunk, or null where it is of no such kind. */
	@Nullable Type payloadType(MethodParameter parameter) {
		if (Message.class.isAssignableFrom(parameter.getParameterType())) {
			return ResolvableType.forMethodParameter(parameter).as(Message.class).getGeneric(0).getType();
		}
		if (!isPayload(parameter)) {
			return null;
		}
		return isPublisher(parameter) ? elementType(parameter) : parameter.getGenericParameterType();
	}

	ArgumentSource source(MethodParameter parameter) {
		ArgumentSource known = this.direct.get(parameter.getParameterType());
		if (known != null && !isAnnotated(parameter)) {
			return known;
		}
		if (this.annotated.supportsParameter(parameter)) {
			return (invocation) -> this.annotated.resolveArgument(parameter, invocation.message());
		}
		if (isPublisher(parameter)) {
			Type element = elementType(parameter);
			return (invocation) -> ReactiveResults.incoming(invocation, parameter.getParameterType(), this.converter,
					element);
		}
		if (isValidated(parameter)) {
			return (invocation) -> this.validated.resolveArgument(parameter, invocation.message());
		}
		return payload(parameter);
	}

	private ArgumentSource payload(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == byte[].class) {
			return Invocation::payload;
		}
		if (type == ByteBuffer.class) {
			return Invocation::payloadBuffer;
		}
		Type target = parameter.getGenericParameterType();
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		boolean required = (annotation == null || annotation.required()) && !parameter.isOptional();
		return (invocation) -> {
			Object value = this.converter.decode(invocation.payloadBuffer(), invocation.metadata().contentType(),
					target);
			if (value == null && required) {
				throw new PayloadException("The payload is missing", null);
			}
			return value;
		};
	}

	private MxpRequester requesterTo(MxpConnection connection) {
		return this.requester.to(connection);
	}

	private static Type elementType(MethodParameter parameter) {
		return ResolvableType.forMethodParameter(parameter).getGeneric(0).getType();
	}

	private static boolean isAnnotated(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| parameter.hasParameterAnnotation(DestinationVariable.class);
	}

	private static boolean isValidated(MethodParameter parameter) {
		for (var annotation : parameter.getParameterAnnotations()) {
			String name = annotation.annotationType().getSimpleName();
			if (name.startsWith("Valid")) {
				return true;
			}
		}
		return false;
	}

}
