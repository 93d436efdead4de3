/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

/**
 * Bytes that are not a message, a payload or a metadata block; for callers who prefer an
 * exception to a {@link DecodeError} value. Has no stack trace: the fault is in the
 * bytes.
 */
public final class MessageFormatException extends Exception {

	private static final long serialVersionUID = 1L;

	private final DecodeError error;

	private final long value;

	private final long limit;

	/**
	 * Says what is wrong.
	 * @param error the kind, not NONE
	 * @param value the value found, unsigned
	 * @param limit the limit or expected value, unsigned
	 */
	public MessageFormatException(DecodeError error, long value, long limit) {
		super(error.describe(value, limit), null, false, false);
		this.error = error;
		this.value = value;
		this.limit = limit;
	}

	/**
	 * The kind of error.
	 * @return the kind
	 */
	public DecodeError error() {
		return this.error;
	}

	/**
	 * The value found; its meaning is with each {@link DecodeError}.
	 * @return an unsigned number
	 */
	public long value() {
		return this.value;
	}

	/**
	 * The limit or expected value; its meaning is with each {@link DecodeError}.
	 * @return an unsigned number
	 */
	public long limit() {
		return this.limit;
	}

}
