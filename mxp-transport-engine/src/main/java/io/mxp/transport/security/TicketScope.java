/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.MessageDigest;

/**
 * Where a ticket is good: at the agent that gave it, as long as the trust policy is the
 * one under which its client's identity was verified. A changed deny list or authority so
 * makes everybody show certificates again.
 *
 * @param application names the agent that answers; {@value #APPLICATION_BYTES} bytes
 * @param trust digest of the trust policy; {@value #TRUST_BYTES} bytes
 */
// SPEC handshake.md#tickets
@SuppressWarnings("ArrayRecordComponent")
public record TicketScope(byte[] application, byte[] trust) {

	/** Length of the name of an agent. */
	public static final int APPLICATION_BYTES = 16;

	/** Length of the digest of a trust policy. */
	public static final int TRUST_BYTES = 32;

	public TicketScope {
		if (application.length != APPLICATION_BYTES || trust.length != TRUST_BYTES) {
			throw new IllegalArgumentException("a scope has 16 and 32 bytes");
		}
	}

	/** Whether both are the same in every byte. */
	public boolean matches(TicketScope other) {
		return MessageDigest.isEqual(this.application, other.application)
				&& MessageDigest.isEqual(this.trust, other.trust);
	}

	@Override
	public String toString() {
		return "TicketScope";
	}

}
