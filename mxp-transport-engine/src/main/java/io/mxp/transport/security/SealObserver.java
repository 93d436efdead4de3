/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * Sees which nonce was used with which key: the oracle by which a simulation proves that
 * no pair seals twice. Nothing that it sees is secret.
 */
@FunctionalInterface
public interface SealObserver {

	/** Sees nothing, and costs nothing. */
	SealObserver NONE = (keyIdentity, nonce) -> {
	};

	/**
	 * A packet was sealed.
	 * @param keyIdentity hex of a hash of the key
	 * @param nonce 12 bytes, valid during the call only
	 */
	void onSealed(String keyIdentity, byte[] nonce);

}
