/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/**
 * Two AES blocks: the sample, and the sample with 1 added by XOR to its last byte.
 */
final class AesHeaderMask extends HeaderMask {

	private final AesBlocks aes;

	private final byte[] blocks = new byte[2 * AesBlocks.BLOCK_BYTES];

	AesHeaderMask(byte[] key) {
		this.aes = new AesBlocks(key);
	}

	@Override
	void compute(byte[] packet, int sample, byte[] mask) {
		System.arraycopy(packet, sample, this.blocks, 0, AesBlocks.BLOCK_BYTES);
		System.arraycopy(packet, sample, this.blocks, AesBlocks.BLOCK_BYTES, AesBlocks.BLOCK_BYTES);
		this.blocks[this.blocks.length - 1] ^= 0x01;
		this.aes.encrypt(this.blocks, 0, this.blocks.length, mask);
	}

	@Override
	void destroy() {
		Erasure.erase(this.blocks);
	}

}
