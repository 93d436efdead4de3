/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.BaseStream;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.util.ClassUtils;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageType;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.exchange.PayloadConverter;

/** Checks at start-up that a method can handle messages of its type. */
final class HandlerSignature {

	private static final Set<MessageType> HANDLED = Set.of(MessageType.CALL, MessageType.EVENT, MessageType.STREAM_OPEN,
			MessageType.AGENT_REGISTER, MessageType.AGENT_DISCOVER, MessageType.AGENT_HEARTBEAT, MessageType.ERROR);

	private static final Set<MessageType> WITH_SUBJECT = Set.of(MessageType.CALL, MessageType.EVENT,
			MessageType.STREAM_OPEN);

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			HandlerSignature.class.getClassLoader());

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final PayloadConverter converter;

	private final ArgumentSources sources;

	HandlerSignature(PayloadConverter converter, ArgumentSources sources) {
		this.converter = converter;
		this.sources = sources;
	}

	static boolean hasSubject(MessageType type) {
		return WITH_SUBJECT.contains(type);
	}

	ArgumentSource[] check(HandlerDefinition definition) {
		Method method = definition.method();
		checkType(definition);
		checkReturn(definition);
		MethodParameter[] parameters = new HandlerParameters(definition).getMethodParameters();
		ArgumentSource[] found = new ArgumentSource[parameters.length];
		int payloads = 0;
		for (int i = 0; i < parameters.length; i++) {
			MethodParameter parameter = parameters[i];
			parameter.initParameterNameDiscovery(this.names);
			checkParameter(definition, parameter);
			payloads += (this.sources.isPayload(parameter)) ? 1 : 0;
			found[i] = this.sources.source(parameter);
		}
		if (payloads > 1) {
			throw new IllegalHandlerException(method,
					"it has " + payloads + " parameters for the payload, but a message has one payload.",
					"Keep one of them. Take headers with @Header, words of the subject with @DestinationVariable,"
							+ " the caller as MxpPeer.");
		}
		return found;
	}

	private void checkType(HandlerDefinition definition) {
		MessageType type = definition.type();
		Method method = definition.method();
		if (!HANDLED.contains(type)) {
			throw new IllegalHandlerException(method, "messages of type " + type + " belong to a request or a stream.",
					"Answers come from MxpRequester.call(…), chunks of a stream from a @MxpStreamHandler or from"
							+ " MxpRequester.stream(…).");
		}
		if (!hasSubject(type) && !definition.pattern().toString().isEmpty()) {
			throw new IllegalHandlerException(method, "messages of type " + type + " have no subject.",
					"Remove subject = \"" + definition.pattern() + "\".");
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw new IllegalHandlerException(method, "it is static.", "Make it a method of the bean.");
		}
	}

	private void checkReturn(HandlerDefinition definition) {
		Method method = definition.method();
		Class<?> type = method.getReturnType();
		boolean stream = definition.type() == MessageType.STREAM_OPEN;
		if (StreamListener.class.isAssignableFrom(type) && !stream) {
			throw new IllegalHandlerException(method, "only streams have a StreamListener.",
					"Use @MxpStreamHandler, or return the answer.");
		}
		if (definition.type() == MessageType.CALL || stream) {
			Type answer = answerType(method);
			if (answer != null && !this.converter.supports(answer)) {
				throw new IllegalHandlerException(method,
						"nothing can write its answer, a " + answer.getTypeName() + ".",
						"Return byte[], ByteBuffer or String; or add spring-boot-starter-jackson for JSON;"
								+ " or add a bean of type PayloadFormat.");
			}
			return;
		}
		boolean nothing = type == void.class || type == Void.class || CompletionStage.class.isAssignableFrom(type)
				|| (REACTOR && ReactiveResults.isPublisher(type) && !ReactiveResults.isStreamed(type));
		if (!nothing) {
			throw new IllegalHandlerException(method,
					"nobody receives an answer to a message of type " + definition.type() + ", but it returns a "
							+ type.getSimpleName() + ".",
					"Return void (or CompletableFuture<Void>, Mono<Void>), or make it an @MxpCall.");
		}
	}

	private void checkParameter(HandlerDefinition definition, MethodParameter parameter) {
		Method method = definition.method();
		boolean stream = definition.type() == MessageType.STREAM_OPEN;
		if (parameter.getParameterType() == MxpStream.class && !stream) {
			throw new IllegalHandlerException(method, "a message of type " + definition.type() + " has no MxpStream.",
					"Use @MxpStreamHandler. To answer a call with a stream, return a Flux or a Stream.");
		}
		if (ArgumentSources.isPublisher(parameter) && this.sources.isPayload(parameter)) {
			if (!stream || !ReactiveResults.isStreamed(parameter.getParameterType())) {
				throw new IllegalHandlerException(method,
						"a message of type " + definition.type() + " has no "
								+ parameter.getParameterType().getSimpleName() + " of elements.",
						stream ? "Take the chunks as Flux<T>."
								: "Take the payload as it is, or use @MxpStreamHandler.");
			}
		}
		else if (stream && this.sources.isPayload(parameter)) {
			throw new IllegalHandlerException(method,
					"the opening of a stream has no payload for the parameter "
							+ parameter.getParameterType().getSimpleName() + ".",
					"Take the chunks as Flux<T>, or take the MxpStream and return a StreamListener.");
		}
		Type payload = this.sources.payloadType(parameter);
		if (payload != null && !this.converter.supports(payload)) {
			throw new IllegalHandlerException(method, "nothing can read a " + payload.getTypeName() + ".",
					"Take byte[], ByteBuffer or String; or add spring-boot-starter-jackson for JSON;"
							+ " or add a bean of type PayloadFormat.");
		}
		checkVariable(definition, parameter);
	}

	private void checkVariable(HandlerDefinition definition, MethodParameter parameter) {
		DestinationVariable variable = parameter.getParameterAnnotation(DestinationVariable.class);
		if (variable == null) {
			return;
		}
		String name = variable.value().isEmpty() ? parameter.getParameterName() : variable.value();
		if (!definition.pattern().variables().contains(name)) {
			throw new IllegalHandlerException(definition.method(),
					"the subject '" + definition.pattern() + "' has no variable {" + name + "}.",
					"Write {" + name + "} into the subject, or name one of its variables "
							+ definition.pattern().variables() + " in @DestinationVariable.");
		}
	}

	/** What has to be written, or null where nothing has. */
	private static @Nullable Type answerType(Method method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method);
		Class<?> raw = type.resolve(Object.class);
		boolean wrapper = CompletionStage.class.isAssignableFrom(raw) || raw == Optional.class
				|| raw == MxpResponse.class || BaseStream.class.isAssignableFrom(raw)
				|| (REACTOR && ReactiveResults.isPublisher(raw));
		if (wrapper) {
			type = type.getGeneric(0);
			raw = type.resolve(Object.class);
			if (raw == MxpResponse.class) {
				type = type.getGeneric(0);
				raw = type.resolve(Object.class);
			}
		}
		boolean nothing = raw == void.class || raw == Void.class || raw == Object.class
				|| StreamListener.class.isAssignableFrom(raw);
		return nothing ? null : type.getType();
	}

	/** Parameters with the annotations that an interface gives them. */
	private static final class HandlerParameters extends AnnotatedMethod {

		private final Class<?> beanType;

		HandlerParameters(HandlerDefinition definition) {
			super(definition.method());
			this.beanType = definition.beanType();
		}

		@Override
		protected Class<?> getContainingClass() {
			return this.beanType;
		}

	}

}
