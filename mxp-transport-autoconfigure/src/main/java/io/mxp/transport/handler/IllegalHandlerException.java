/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.exchange.MxpStartupException;

/** A handler method that cannot work as it is written. */
public class IllegalHandlerException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param method the method
	 * @param problem what is wrong with it
	 * @param action what to write instead
	 * @param cause what was caught, if anything
	 */
	IllegalHandlerException(Method method, String problem, String action, @Nullable Throwable cause) {
		super("The MXP handler\n\n    " + method.toGenericString() + "\n\ncannot work: " + problem, action, cause);
	}

	IllegalHandlerException(Method method, String problem, String action) {
		this(method, problem, action, null);
	}

}
