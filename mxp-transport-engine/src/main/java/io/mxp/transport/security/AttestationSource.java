/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import org.jspecify.annotations.Nullable;

/** Has the attestation value of this side's payload ready; asked on event loops. */
@FunctionalInterface
public interface AttestationSource {

	/** Shows nothing. */
	AttestationSource NONE = (peerKey) -> new byte[0];

	/**
	 * The value of the payload: type u8 and the statement.
	 * @param peerKey the server's static key; null from a server, or where it is not
	 * known
	 * @return the value, empty for none
	 */
	byte[] payload(byte @Nullable [] peerKey);

}
