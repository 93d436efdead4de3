/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Instant;
import java.util.Objects;

/**
 * One key of {@link TicketKeys}.
 *
 * @param id names the key in tickets; random, not secret
 * @param secret {@value #SECRET_BYTES} random bytes; shared, not copied: nobody writes
 * into them
 * @param notBefore from when on it seals tickets, for {@link TicketKeys#SEALING_SECONDS}
 */
@SuppressWarnings("ArrayRecordComponent")
public record TicketKey(long id, byte[] secret, Instant notBefore) {

	/** Length of a key in bytes. */
	public static final int SECRET_BYTES = 32;

	public TicketKey {
		Objects.requireNonNull(notBefore, "notBefore");
		if (secret.length != SECRET_BYTES) {
			throw new IllegalArgumentException("a ticket key has " + SECRET_BYTES + " bytes, not " + secret.length);
		}
	}

	/** Without the secret. */
	@Override
	public String toString() {
		return "TicketKey[" + Long.toHexString(this.id) + " from " + this.notBefore + "]";
	}

}
