/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.reflect.Method;

import io.mxp.transport.exchange.MxpStartupException;

/** A method of an interface that cannot be a request as it is written. */
public class IllegalExchangeException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param method the method
	 * @param problem what is wrong with it
	 * @param action what to write instead
	 */
	IllegalExchangeException(Method method, String problem, String action) {
		super("The MXP client method\n\n    " + method.toGenericString() + "\n\ncannot work: " + problem, action, null);
	}

}
