/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import io.mxp.transport.exchange.MxpStartupException;

/** Two handlers for the same messages. */
public class AmbiguousHandlerException extends MxpStartupException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param first a handler
	 * @param second another one whose pattern takes the same subjects
	 */
	AmbiguousHandlerException(HandlerDefinition first, HandlerDefinition second) {
		super("Two handlers take the same messages of type " + first.type() + ":\n\n    " + first.describe() + "\n    "
				+ second.describe(),
				"Give one of them another subject, or a more specific one: fixed words go before {variables},"
						+ " and {variables} before **.",
				null);
	}

}
