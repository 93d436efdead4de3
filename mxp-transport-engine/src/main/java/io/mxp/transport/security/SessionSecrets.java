/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.PeerIdentity;

/**
 * What tickets are made from on both sides of a connection.
 *
 * @param peer who the other side is
 * @param suite the suite of the connection
 * @param resumptionSecret 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record SessionSecrets(PeerIdentity peer, CipherSuite suite, byte[] resumptionSecret) {

	@Override
	public String toString() {
		return "SessionSecrets[" + this.peer + "]";
	}

}
