/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.springframework.aop.support.AopUtils;
import org.springframework.messaging.handler.annotation.support.AnnotationExceptionHandlerMethodResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

import org.jspecify.annotations.Nullable;

/**
 * The {@code @MessageExceptionHandler} methods: those of the handler's own class first,
 * then those of advice.
 */
final class ExceptionHandlers {

	/** None at all. */
	static final ExceptionHandlers NONE = new ExceptionHandlers(List.of(),
			new HandlerMethodArgumentResolverComposite());

	private final List<Advice> advice;

	private final HandlerMethodArgumentResolverComposite resolvers;

	private final Map<Class<?>, AnnotationExceptionHandlerMethodResolver> own = new ConcurrentHashMap<>();

	ExceptionHandlers(List<Advice> advice, HandlerMethodArgumentResolverComposite resolvers) {
		this.advice = List.copyOf(advice);
		this.resolvers = resolvers;
	}

	/** Asks the first method that fits an exception. */
	Outcome handle(Invocation invocation, Throwable failure) {
		Class<?> beanType = invocation.handler().definition().beanType();
		Method method = this.own.computeIfAbsent(beanType, AnnotationExceptionHandlerMethodResolver::new)
			.resolveMethod(failure);
		Supplier<Object> bean = invocation.handler()::bean;
		if (method == null) {
			for (Advice candidate : this.advice) {
				method = candidate.methods().resolveMethod(failure);
				bean = candidate.bean();
				if (method != null) {
					break;
				}
			}
		}
		return (method != null) ? invoke(bean.get(), method, invocation, failure) : Outcome.UNHANDLED;
	}

	private Outcome invoke(Object bean, Method method, Invocation invocation, Throwable failure) {
		try {
			InvocableHandlerMethod invocable = new InvocableHandlerMethod(bean,
					AopUtils.selectInvocableMethod(method, bean.getClass()));
			invocable.setMessageMethodArgumentResolvers(this.resolvers);
			Object answer = invocable.invoke(invocation.message(), failure, invocation.peer(), invocation.deadline(),
					invocation.connection(), invocation.metadata());
			return (method.getReturnType() == void.class) ? Outcome.UNHANDLED : new Outcome(true, answer, null);
		}
		catch (Exception ex) {
			return new Outcome(false, null, ex);
		}
	}

	/**
	 * Methods of one advice bean.
	 *
	 * @param bean looks the bean up
	 * @param methods its exception handlers
	 */
	record Advice(Supplier<Object> bean, AnnotationExceptionHandlerMethodResolver methods) {
	}

	/**
	 * What became of an exception.
	 *
	 * @param isAnswer whether there is an answer instead of an error
	 * @param answer the answer, possibly null
	 * @param failure the exception that takes the place of the first one, or null for
	 * that one itself
	 */
	record Outcome(boolean isAnswer, @Nullable Object answer, @Nullable Throwable failure) {

		static final Outcome UNHANDLED = new Outcome(false, null, null);

	}

}
