/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;

/**
 * A statement about one side that travels encrypted in its handshake message, in a form
 * that its type names.
 *
 * @param type 0–255: {@value #JWT} is a signed JSON Web Token; 128–255 are free for
 * private use
 * @param bytes the statement, at most {@value #MAX_BYTES} bytes; shared, not copied:
 * nobody writes into it
 * @param notAfterMillis until when it may be shown, milliseconds since 1970; local, does
 * not travel
 */
@SuppressWarnings("ArrayRecordComponent")
public record AttestationStatement(int type, byte[] bytes, long notAfterMillis) {

	/** The type of JSON Web Tokens (RFC 7519) in compact form, ASCII. */
	public static final int JWT = 1;

	/** Most bytes of a statement. */
	public static final int MAX_BYTES = 4095;

	public AttestationStatement {
		Objects.requireNonNull(bytes, "bytes");
		if (type < 0 || type > 255) {
			throw new IllegalArgumentException("The type of a statement is 0 to 255, not " + type + ".");
		}
		if (bytes.length > MAX_BYTES) {
			throw new IllegalArgumentException("A statement has at most " + MAX_BYTES + " bytes, but this one has "
					+ bytes.length + ". Leave claims out, or sign it with a shorter key.");
		}
	}

	/** Type and length: who has the bytes could show them (SEC-14). */
	@Override
	public String toString() {
		return "AttestationStatement[type " + this.type + ", " + this.bytes.length + " bytes]";
	}

}
