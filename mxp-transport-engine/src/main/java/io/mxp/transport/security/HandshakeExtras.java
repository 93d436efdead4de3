/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * What a transport puts into its handshakes, and who watches them.
 *
 * @param attestation this side's statements
 * @param keyLog learns secrets; {@link KeyLog#NONE} outside debugging
 */
public record HandshakeExtras(AttestationSource attestation, KeyLog keyLog) {

	/** Nothing and nobody. */
	public static final HandshakeExtras NONE = new HandshakeExtras(AttestationSource.NONE, KeyLog.NONE);

}
