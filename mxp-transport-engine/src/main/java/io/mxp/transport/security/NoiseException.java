/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * A handshake message was refused, or none can be made. One text for every cause: what
 * exactly was wrong with a message is nothing that a peer may learn.
 */
public final class NoiseException extends Exception {

	private static final long serialVersionUID = 1L;

	private NoiseException() {
		super("the handshake message was refused", null, false, false);
	}

	static NoiseException failed() {
		return new NoiseException();
	}

}
