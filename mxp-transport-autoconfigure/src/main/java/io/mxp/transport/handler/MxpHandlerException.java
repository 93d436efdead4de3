/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.ErrorCode;

/**
 * Thrown by a handler to answer with a certain error. The text is sent to the caller as
 * it is.
 */
public class MxpHandlerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	/**
	 * Creates the exception.
	 * @param code what the caller gets, such as {@link ErrorCode#NOT_FOUND}
	 * @param text what the caller reads
	 */
	public MxpHandlerException(ErrorCode code, String text) {
		this(code, text, null);
	}

	/**
	 * Creates the exception.
	 * @param code what the caller gets, such as {@link ErrorCode#NOT_FOUND}
	 * @param text what the caller reads
	 * @param cause stays here
	 */
	public MxpHandlerException(ErrorCode code, String text, @Nullable Throwable cause) {
		super(text, cause);
		if (!code.isMessageLevel()) {
			throw new IllegalArgumentException(
					code + " ends connections. Answer with one of the codes from NOT_FOUND on.");
		}
		this.code = code;
	}

	/**
	 * What the caller gets.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

}
