/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.ErrorCode;

/**
 * A handshake cannot go on: the code for the peer and the reason for this side.
 */
final class HandshakeFailure extends Exception {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final String reason;

	/**
	 * A failure.
	 * @param reason what is wrong and what to do about it; no secret
	 */
	HandshakeFailure(ErrorCode code, String reason) {
		super(reason, null, false, false);
		this.code = code;
		this.reason = reason;
	}

	ErrorCode code() {
		return this.code;
	}

	String reason() {
		return this.reason;
	}

}
