/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import org.springframework.messaging.converter.MessageConversionException;

import org.jspecify.annotations.Nullable;

/** A payload that cannot be read as, or written from, what the application wants. */
public class PayloadException extends MessageConversionException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message says what and, in an answer, is sent to the peer: no payload in it
	 * @param cause the format's own exception
	 */
	public PayloadException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
