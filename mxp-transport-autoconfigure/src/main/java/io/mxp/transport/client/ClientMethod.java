/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.util.ClassUtils;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Seal;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpPeer;

/** One method of an interface as a request. */
final class ClientMethod {

	private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ClientMethod.class.getClassLoader());

	/** What only handlers have; a shared contract may name it. */
	private static final Set<Class<?>> HANDLERS_ONLY = Set.of(MxpPeer.class, Principal.class, MxpConnection.class,
			MessageMetadata.class, MxpRequester.class, Seal.class);

	private final Method method;

	private final MessageType type;

	/** Whether it waits for the peer's handler. */
	private final boolean acknowledged;

	private final boolean idempotent;

	private final boolean encrypted;

	private final String subject;

	private final List<Binding> bindings;

	private final Type answerType;

	private ClientMethod(Method method, MxpHandler annotation, String subject, List<Binding> bindings,
			Type answerType) {
		this.method = method;
		this.type = annotation.type();
		this.acknowledged = annotation.acknowledged();
		this.idempotent = annotation.idempotent();
		this.encrypted = annotation.encrypted();
		this.subject = subject;
		this.bindings = bindings;
		this.answerType = answerType;
	}

	static ClientMethod of(Class<?> contract, Method method, String prefix) {
		MxpHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method, MxpHandler.class);
		if (annotation == null) {
			throw new IllegalExchangeException(method, "it says not what to send.",
					"Add @MxpCall(\"subject\"), @MxpEvent(\"subject\") or @MxpStreamHandler(\"subject\"),"
							+ " or make it a default method.");
		}
		String separator = (prefix.isEmpty() || annotation.subject().isEmpty()) ? "" : ".";
		ResolvableType returned = ResolvableType.forMethodReturnType(method, contract);
		boolean wrapper = CompletionStage.class.isAssignableFrom(method.getReturnType())
				|| method.getReturnType() == Optional.class
				|| (REACTOR && ReactiveClientMethod.isPublisher(method.getReturnType()));
		ClientMethod request = new ClientMethod(method, annotation, prefix + separator + annotation.subject(),
				bindings(contract, method), (wrapper ? returned.getGeneric(0) : returned).getType());
		request.check();
		return request;
	}

	MessageType type() {
		return this.type;
	}

	Class<?> returnType() {
		return this.method.getReturnType();
	}

	ParameterizedTypeReference<Object> answerType() {
		return ParameterizedTypeReference.forType(this.answerType);
	}

	@Nullable Object invoke(MxpRequester requester, @Nullable Object[] arguments) {
		if (this.type == MessageType.STREAM_OPEN) {
			return ReactiveClientMethod.stream(this, bind(requester.stream(subject(arguments)), arguments),
					arguments[payloadIndex()]);
		}
		if (this.type == MessageType.EVENT) {
			EventSpec event = bind(requester.event(subject(arguments)), arguments);
			if (CompletionStage.class.isAssignableFrom(returnType())) {
				return this.acknowledged ? event.acknowledgedAsync() : event.sendAsync();
			}
			if (REACTOR && ReactiveClientMethod.isPublisher(returnType())) {
				return ReactiveClientMethod.event(event, this.acknowledged);
			}
			if (this.acknowledged) {
				event.acknowledged();
			}
			else {
				event.send();
			}
			return null;
		}
		CallSpec call = bind(requester.call(subject(arguments)), arguments);
		if (REACTOR && ReactiveClientMethod.isPublisher(returnType())) {
			return ReactiveClientMethod.call(this, call);
		}
		if (CompletionStage.class.isAssignableFrom(returnType())) {
			return call.retrieveAsync(answerType());
		}
		Object answer = call.retrieve(answerType());
		return (returnType() == Optional.class) ? Optional.ofNullable(answer) : answer;
	}

	private <S extends RequestSpec<S>> S bind(S request, @Nullable Object[] arguments) {
		S bound = this.idempotent ? request.idempotent() : request;
		bound = this.encrypted ? bound.encrypted() : bound;
		for (Binding binding : this.bindings) {
			Object value = arguments[binding.index()];
			if (binding.kind() == Kind.PAYLOAD && this.type != MessageType.STREAM_OPEN) {
				bound = bound.payload(value);
			}
			else if (binding.kind() == Kind.HEADER && value != null) {
				bound = bound.header(binding.name(), value.toString());
			}
			else if (binding.kind() == Kind.DEADLINE && value != null) {
				bound = bound.deadline((MxpDeadline) value);
			}
		}
		return bound;
	}

	private String subject(@Nullable Object[] arguments) {
		if (this.subject.indexOf('{') < 0) {
			return this.subject;
		}
		Matcher variable = VARIABLE.matcher(this.subject);
		return variable.replaceAll((found) -> Matcher.quoteReplacement(word(found.group(1), arguments)));
	}

	private String word(String name, @Nullable Object[] arguments) {
		for (Binding binding : this.bindings) {
			if (binding.kind() == Kind.WORD && binding.name().equals(name)) {
				String word = String.valueOf(arguments[binding.index()]);
				if (word.isEmpty() || word.indexOf('.') >= 0) {
					throw new IllegalArgumentException(
							"'" + word + "' cannot stand for {" + name + "}: it is to be one word without dots");
				}
				return word;
			}
		}
		throw new IllegalStateException("Checked before: {" + name + "}");
	}

	private int payloadIndex() {
		return this.bindings.stream()
			.filter((binding) -> binding.kind() == Kind.PAYLOAD)
			.mapToInt(Binding::index)
			.findFirst()
			.orElseThrow();
	}

	private void check() {
		if (this.type != MessageType.CALL && this.type != MessageType.EVENT && this.type != MessageType.STREAM_OPEN) {
			throw new IllegalExchangeException(this.method, "clients send no " + this.type + ".",
					"Use MxpRequester.message(…) for it.");
		}
		if (this.acknowledged && this.type != MessageType.EVENT) {
			throw new IllegalExchangeException(this.method, "a " + this.type + " asks for no Ack.",
					"Remove acknowledged: only events have no other answer.");
		}
		if (this.idempotent && this.type != MessageType.CALL && !this.acknowledged) {
			throw new IllegalExchangeException(this.method,
					"a " + this.type + " without an answer is never sent again.",
					"Remove idempotent, or add acknowledged to an event.");
		}
		if (this.encrypted && this.type == MessageType.STREAM_OPEN) {
			throw new IllegalExchangeException(this.method, "a stream cannot be sealed.",
					"Remove encrypted, or send calls or events.");
		}
		long payloads = this.bindings.stream().filter((binding) -> binding.kind() == Kind.PAYLOAD).count();
		boolean stream = this.type == MessageType.STREAM_OPEN;
		if (payloads > 1 || (stream && payloads != 1)) {
			throw new IllegalExchangeException(this.method, "it has " + payloads + " parameters for the payload.",
					stream ? "Take one publisher of the elements to send."
							: "Keep one; mark others with @Header or @DestinationVariable.");
		}
		if (this.subject.indexOf('*') >= 0) {
			throw new IllegalExchangeException(this.method, "its subject '" + this.subject + "' has a *.",
					"Name the words with {variables}.");
		}
		Matcher variable = VARIABLE.matcher(this.subject);
		while (variable.find()) {
			String name = variable.group(1);
			if (this.bindings.stream()
				.noneMatch((binding) -> binding.kind() == Kind.WORD && binding.name().equals(name))) {
				throw new IllegalExchangeException(this.method, "nothing stands for {" + name + "} of its subject.",
						"Add a parameter @DestinationVariable String " + name + ".");
			}
		}
	}

	private static List<Binding> bindings(Class<?> contract, Method method) {
		List<Binding> bindings = new ArrayList<>();
		for (int i = 0; i < method.getParameterCount(); i++) {
			MethodParameter parameter = new SynthesizingMethodParameter(method, i).withContainingClass(contract);
			parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
			DestinationVariable word = parameter.getParameterAnnotation(DestinationVariable.class);
			Header header = parameter.getParameterAnnotation(Header.class);
			if (word != null) {
				bindings.add(new Binding(i, Kind.WORD, name(word.value(), parameter)));
			}
			else if (header != null) {
				bindings.add(new Binding(i, Kind.HEADER, name(header.name(), parameter)));
			}
			else if (parameter.getParameterType() == MxpDeadline.class) {
				bindings.add(new Binding(i, Kind.DEADLINE, ""));
			}
			else if (!HANDLERS_ONLY.contains(parameter.getParameterType())) {
				bindings.add(new Binding(i, Kind.PAYLOAD, ""));
			}
		}
		return bindings;
	}

	private static String name(String given, MethodParameter parameter) {
		return given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given;
	}

	private enum Kind {

		PAYLOAD, WORD, HEADER, DEADLINE

	}

	/**
	 * What a parameter is for.
	 *
	 * @param index the parameter's position
	 * @param kind what it is for
	 * @param name of the word or header
	 */
	private record Binding(int index, Kind kind, String name) {
	}

}
