/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Map;
import java.util.Objects;

/**
 * What an accepted statement says about a peer, as of its handshake.
 *
 * @param issuer who made the statement
 * @param claims what it says: names and values as text, as the verifier chose them
 * @param notAfterMillis until when it held, milliseconds since 1970; a connection that
 * was made before goes on
 */
public record PeerAttestation(String issuer, Map<String, String> claims, long notAfterMillis) {

	public PeerAttestation {
		Objects.requireNonNull(issuer, "issuer");
		claims = Map.copyOf(claims);
	}

}
