/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;

import org.springframework.util.ClassUtils;

import io.mxp.transport.MessageType;
import io.mxp.transport.PriorityBand;

/**
 * What a handler takes, and where it is.
 *
 * @param type the type of message
 * @param pattern the subjects
 * @param beanName the bean that has the method
 * @param beanType its class, without proxy
 * @param method the method
 * @param encrypted whether it takes only messages that are sealed for this agent
 */
record HandlerDefinition(MessageType type, SubjectPattern pattern, String beanName, Class<?> beanType, Method method,
		boolean encrypted) {

	PriorityBand band() {
		return this.type.defaultBand();
	}

	String describe() {
		return ClassUtils.getUserClass(this.beanType).getSimpleName() + "." + this.method.getName() + " (subject '"
				+ this.pattern + "', bean '" + this.beanName + "')";
	}

}
