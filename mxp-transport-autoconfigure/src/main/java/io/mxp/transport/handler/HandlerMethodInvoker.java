/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MxpStream;

/**
 * A handler that can be invoked. Its bean is looked up at the first message, so that lazy
 * beans stay lazy; singletons are kept, others are looked up for each message.
 */
final class HandlerMethodInvoker {

	private final HandlerDefinition definition;

	private final BeanFactory beanFactory;

	private final Method invocableMethod;

	private final ArgumentSource[] sources;

	private final boolean singleton;

	private final LongAdder invocations = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private volatile @Nullable Target cached;

	HandlerMethodInvoker(HandlerDefinition definition, BeanFactory beanFactory, Method invocableMethod,
			ArgumentSource[] sources) {
		this.definition = definition;
		this.beanFactory = beanFactory;
		this.invocableMethod = invocableMethod;
		this.sources = sources;
		this.singleton = beanFactory.isSingleton(definition.beanName());
	}

	HandlerDefinition definition() {
		return this.definition;
	}

	@Nullable Object invoke(Invocation invocation) throws Exception {
		this.invocations.increment();
		@Nullable Object[] arguments = new Object[this.sources.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.sources[i].resolve(invocation);
		}
		return target().invokeWith(arguments);
	}

	/** Whether the method takes the stream itself, and so decides when to end it. */
	boolean takesStream() {
		return Arrays.asList(this.definition.method().getParameterTypes()).contains(MxpStream.class);
	}

	Object bean() {
		return target().getBean();
	}

	void recordEnd(@Nullable Throwable failure) {
		if (failure != null) {
			this.failures.increment();
		}
	}

	HandlerInfo info() {
		return new HandlerInfo(this.definition.type(), this.definition.pattern().toString(),
				this.definition.beanType().getName() + "#" + this.definition.method().getName(),
				this.definition.beanName(), this.definition.band(), this.invocations.sum(), this.failures.sum());
	}

	private Target target() {
		Target known = this.cached;
		if (known != null) {
			return known;
		}
		Target made = new Target(
				new HandlerMethod(this.beanFactory.getBean(this.definition.beanName()), this.invocableMethod));
		if (this.singleton) {
			this.cached = made;
		}
		return made;
	}

	/** Opens spring-messaging's invocation for arguments that are resolved already. */
	private static final class Target extends InvocableHandlerMethod {

		Target(HandlerMethod method) {
			super(method);
		}

		@Nullable Object invokeWith(@Nullable Object[] arguments) throws Exception {
			return doInvoke(arguments);
		}

	}

}
