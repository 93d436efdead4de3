/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;

/**
 * Makes the mask of header protection from a sample of the ciphertext. HOT.
 */
// SPEC packets.md#header-protection
abstract sealed class HeaderMask permits AesHeaderMask, ChaChaHeaderMask {

	/** Flags 1, Packet Number 8, Nonce 12. */
	static final int MASK_BYTES = 21;

	static final int SAMPLE_BYTES = 16;

	static final int KEY_BYTES = 32;

	static HeaderMask of(CipherSuite suite, byte[] key) {
		return suite.isAes() ? new AesHeaderMask(key) : new ChaChaHeaderMask(key);
	}

	/**
	 * Computes a mask.
	 * @param packet the array of the packet
	 * @param sample where the 16 bytes of the sample begin
	 * @param mask takes at least 21 bytes of mask from index 0
	 */
	abstract void compute(byte[] packet, int sample, byte[] mask);

	/** Erases the key as far as the platform lets it. */
	abstract void destroy();

}
