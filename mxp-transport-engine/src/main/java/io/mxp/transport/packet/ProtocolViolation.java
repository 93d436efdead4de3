/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.packet;

import io.mxp.transport.ErrorCode;

/**
 * An authenticated peer broke a rule: the connection closes with the code.
 *
 * <p>
 * Checked and without a stack trace: it is a value on its way to {@code Connection}, the
 * only place that catches it.
 */
public final class ProtocolViolation extends Exception {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final int frameType;

	/**
	 * Creates a violation.
	 * @param code what goes into CONNECTION_CLOSE
	 * @param frameType the frame that caused it, or -1
	 * @param reason one sentence for the log of both sides; holds no secret and no
	 * payload
	 */
	public ProtocolViolation(ErrorCode code, int frameType, String reason) {
		super(reason, null, false, false);
		this.code = code;
		this.frameType = frameType;
	}

	public ErrorCode code() {
		return this.code;
	}

	/** The type of the frame that broke the rule, or -1 where it was none. */
	public int frameType() {
		return this.frameType;
	}

	public String reason() {
		String message = getMessage();
		return (message != null) ? message : this.code.name();
	}

}
