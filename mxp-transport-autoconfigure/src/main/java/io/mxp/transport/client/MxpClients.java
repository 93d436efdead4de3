/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

import org.jspecify.annotations.Nullable;

/** Makes clients of interfaces with {@link MxpExchange}. */
public final class MxpClients {

	private MxpClients() {
	}

	/**
	 * Makes a client.
	 * @param <T> the interface
	 * @param contract the interface
	 * @param requester makes the requests; to the interface's peer where it names one
	 * @return a client; thread-safe
	 * @throws IllegalExchangeException where a method cannot be a request
	 */
	public static <T> T create(Class<T> contract, MxpRequester requester) {
		MxpExchange exchange = AnnotatedElementUtils.findMergedAnnotation(contract, MxpExchange.class);
		MxpRequester bound = (exchange == null || exchange.peer().isEmpty()) ? requester
				: requester.to(exchange.peer());
		String prefix = (exchange != null) ? exchange.prefix() : "";
		Map<Method, ClientMethod> methods = new HashMap<>();
		for (Method method : contract.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				methods.put(method, ClientMethod.of(contract, method, prefix));
			}
		}
		Object client = Proxy.newProxyInstance(contract.getClassLoader(), new Class<?>[] { contract },
				new Requests(contract, bound, methods));
		return contract.cast(client);
	}

	private record Requests(Class<?> contract, MxpRequester requester,
			Map<Method, ClientMethod> methods) implements InvocationHandler {

		@Override
		public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
				throws Throwable {
			if (ReflectionUtils.isEqualsMethod(method)) {
				return arguments != null && proxy == arguments[0];
			}
			if (ReflectionUtils.isHashCodeMethod(method)) {
				return System.identityHashCode(proxy);
			}
			if (ReflectionUtils.isToStringMethod(method)) {
				return "MXP client of " + this.contract.getName();
			}
			ClientMethod request = this.methods.get(method);
			@Nullable Object[] given = (arguments != null) ? arguments : new Object[0];
			return (request != null) ? request.invoke(this.requester, given) : invokeDefault(proxy, method, given);
		}

		/**
		 * As {@link InvocationHandler#invokeDefault}, for interfaces that are not public,
		 * too.
		 */
		private static @Nullable Object invokeDefault(Object proxy, Method method, @Nullable Object[] arguments)
				throws Throwable {
			Class<?> declaring = method.getDeclaringClass();
			return MethodHandles.privateLookupIn(declaring, MethodHandles.lookup())
				.unreflectSpecial(method, declaring)
				.bindTo(proxy)
				.invokeWithArguments(arguments);
		}

	}

}
