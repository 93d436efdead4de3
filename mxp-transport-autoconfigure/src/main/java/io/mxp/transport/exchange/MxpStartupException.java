/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in configuration or code that is shown at start-up as a description and the
 * lines that put it right, without a stack trace.
 */
public abstract class MxpStartupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates the exception.
	 * @param description what is wrong, in whole sentences
	 * @param action what to do about it
	 * @param cause what was caught, if anything
	 */
	protected MxpStartupException(String description, String action, @Nullable Throwable cause) {
		super(description, cause);
		this.action = action;
	}

	/**
	 * What to do.
	 * @return whole sentences, possibly several lines
	 */
	public String action() {
		return this.action;
	}

}
