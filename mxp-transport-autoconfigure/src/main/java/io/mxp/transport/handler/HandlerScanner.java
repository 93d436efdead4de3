/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.messaging.handler.annotation.support.AnnotationExceptionHandlerMethodResolver;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageType;
import io.mxp.transport.annotation.MxpAdvice;
import io.mxp.transport.annotation.MxpController;
import io.mxp.transport.annotation.MxpHandler;
import io.mxp.transport.client.MxpClientFactoryBean;
import io.mxp.transport.client.MxpExchange;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.exchange.PayloadConverter;

/**
 * Finds the handlers of all beans once all singletons are there, without creating lazy
 * ones, and checks them.
 */
public final class HandlerScanner implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final HandlerRegistry registry;

	private final ArgumentSources sources;

	private final HandlerSignature signature;

	/**
	 * Creates the scanner.
	 * @param beanFactory whose beans are looked at
	 * @param registry gets the handlers
	 * @param converter reads payloads
	 * @param requester is bound to the caller for handlers that ask for one
	 * @param conversion converts headers and words of subjects
	 * @param validator checks payloads marked as valid, or null
	 */
	public HandlerScanner(ConfigurableListableBeanFactory beanFactory, HandlerRegistry registry,
			PayloadConverter converter, MxpRequester requester, ConversionService conversion,
			@Nullable Validator validator) {
		this.beanFactory = beanFactory;
		this.registry = registry;
		this.sources = new ArgumentSources(converter, requester, conversion, beanFactory, validator);
		this.signature = new HandlerSignature(converter, this.sources);
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<HandlerMethodInvoker> handlers = new ArrayList<>();
		List<AdviceBean> advice = new ArrayList<>();
		for (String name : this.beanFactory.getBeanNamesForType(Object.class)) {
			if (ScopedProxyUtils.isScopedTarget(name) || isClient(name)) {
				continue;
			}
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			if (type == null) {
				continue;
			}
			Class<?> userType = ClassUtils.getUserClass(type);
			if (AnnotationUtils.isCandidateClass(userType, MxpHandler.class)) {
				addHandlers(name, userType, handlers);
			}
			if (AnnotatedElementUtils.hasAnnotation(userType, MxpAdvice.class)) {
				advice.add(new AdviceBean(name, userType));
			}
		}
		this.registry.register(handlers, new ExceptionHandlers(sorted(advice), this.sources.resolvers()));
	}

	private void addHandlers(String name, Class<?> type, List<HandlerMethodInvoker> handlers) {
		Map<Method, MxpHandler> methods = MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<MxpHandler>) (method) -> AnnotatedElementUtils
					.findMergedAnnotation(method, MxpHandler.class));
		methods.forEach((method, annotation) -> {
			HandlerDefinition definition = new HandlerDefinition(annotation.type(), pattern(type, method, annotation),
					name, type, method, annotation.encrypted());
			if (annotation.encrypted() && annotation.type() != MessageType.CALL
					&& annotation.type() != MessageType.EVENT) {
				throw new IllegalHandlerException(method,
						"a message of type " + annotation.type() + " is never sealed.",
						"Remove encrypted: only calls and events can be.");
			}
			handlers.add(new HandlerMethodInvoker(definition, this.beanFactory, invocable(name, type, method),
					this.signature.check(definition)));
		});
	}

	private static SubjectPattern pattern(Class<?> type, Method method, MxpHandler annotation) {
		String subject = annotation.subject();
		String prefix = hasPrefix(annotation) ? prefix(type) : "";
		String separator = (prefix.isEmpty() || subject.isEmpty()) ? "" : ".";
		try {
			return SubjectPattern.parse(prefix + separator + subject);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalHandlerException(method, ex.getMessage() + ".",
					"Write words with dots between them, such as weather.{city}; * for any one word,"
							+ " ** at the end for any number of words.");
		}
	}

	private static boolean hasPrefix(MxpHandler annotation) {
		return HandlerSignature.hasSubject(annotation.type());
	}

	private static String prefix(Class<?> type) {
		MxpController controller = AnnotatedElementUtils.findMergedAnnotation(type, MxpController.class);
		if (controller != null && !controller.prefix().isEmpty()) {
			return controller.prefix();
		}
		MxpExchange contract = AnnotatedElementUtils.findMergedAnnotation(type, MxpExchange.class);
		return (contract != null) ? contract.prefix() : "";
	}

	/**
	 * Whether it is a client of an interface whose methods are requests, not handlers.
	 */
	private boolean isClient(String name) {
		String factory = BeanFactory.FACTORY_BEAN_PREFIX + name;
		return this.beanFactory.containsBean(factory)
				&& this.beanFactory.isTypeMatch(factory, MxpClientFactoryBean.class);
	}

	private Method invocable(String name, Class<?> type, Method method) {
		Class<?> exposed = this.beanFactory.getType(name, false);
		try {
			return AopUtils.selectInvocableMethod(method, (exposed != null) ? exposed : type);
		}
		catch (IllegalStateException ex) {
			throw new IllegalHandlerException(method, "it cannot be called through the proxy around its bean.",
					"Make it public and not final; where the proxy is for interfaces, declare it in one of them or"
							+ " set spring.aop.proxy-target-class=true.",
					ex);
		}
	}

	private List<ExceptionHandlers.Advice> sorted(List<AdviceBean> beans) {
		beans.sort((first, second) -> AnnotationAwareOrderComparator.INSTANCE.compare(first.type(), second.type()));
		return beans.stream()
			.map((bean) -> new ExceptionHandlers.Advice(() -> this.beanFactory.getBean(bean.name()),
					new AnnotationExceptionHandlerMethodResolver(bean.type())))
			.toList();
	}

	private record AdviceBean(String name, Class<?> type) {
	}

}
