/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

/**
 * What every reusable view remembers of its last parse: an error as a value, so that
 * hostile bytes cost neither an exception nor an object.
 */
abstract class ParseOutcome {

	private DecodeError error = DecodeError.NONE;

	private long errorValue;

	private long errorLimit;

	/**
	 * The result of the last parse.
	 * @return NONE if it succeeded
	 */
	public final DecodeError error() {
		return this.error;
	}

	/**
	 * The value that is wrong; its meaning is with each {@link DecodeError}.
	 * @return an unsigned number
	 */
	public final long errorValue() {
		return this.errorValue;
	}

	/**
	 * The limit or expected value; its meaning is with each {@link DecodeError}.
	 * @return an unsigned number
	 */
	public final long errorLimit() {
		return this.errorLimit;
	}

	/**
	 * Turns a failed parse into an exception.
	 * @throws MessageFormatException if the last parse failed
	 */
	public final void throwIfFailed() throws MessageFormatException {
		if (this.error != DecodeError.NONE) {
			throw new MessageFormatException(this.error, this.errorValue, this.errorLimit);
		}
	}

	final DecodeError fail(DecodeError error, long value, long limit) {
		this.error = error;
		this.errorValue = value;
		this.errorLimit = limit;
		return error;
	}

	final DecodeError succeed() {
		this.error = DecodeError.NONE;
		this.errorValue = 0;
		this.errorLimit = 0;
		return DecodeError.NONE;
	}

}
