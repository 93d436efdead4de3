/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import io.mxp.transport.packet.LittleEndian;

/**
 * One ChaCha20 block (RFC 8439 §2.3) with counter and nonce from the sample. Our own: the
 * JDK's takes twice the time and allocates.
 */
final class ChaChaHeaderMask extends HeaderMask {

	// "expand 32-byte k"
	private static final int C0 = 0x61707865;

	private static final int C1 = 0x3320646e;

	private static final int C2 = 0x79622d32;

	private static final int C3 = 0x6b206574;

	private final int[] key = new int[8];

	ChaChaHeaderMask(byte[] key) {
		for (int i = 0; i < this.key.length; i++) {
			this.key[i] = LittleEndian.getInt(key, 4 * i);
		}
	}

	// locals, and 32 lines instead of 8 calls: a third of the time of an array of words
	@Override
	void compute(byte[] packet, int sample, byte[] mask) {
		int x0 = C0;
		int x1 = C1;
		int x2 = C2;
		int x3 = C3;
		int x4 = this.key[0];
		int x5 = this.key[1];
		int x6 = this.key[2];
		int x7 = this.key[3];
		int x8 = this.key[4];
		int x9 = this.key[5];
		int x10 = this.key[6];
		int x11 = this.key[7];
		int x12 = LittleEndian.getInt(packet, sample);
		int x13 = LittleEndian.getInt(packet, sample + 4);
		int x14 = LittleEndian.getInt(packet, sample + 8);
		int x15 = LittleEndian.getInt(packet, sample + 12);
		for (int round = 0; round < 20; round += 2) {
			x12 = Integer.rotateLeft(x12 ^ (x0 += x4), 16);
			x4 = Integer.rotateLeft(x4 ^ (x8 += x12), 12);
			x12 = Integer.rotateLeft(x12 ^ (x0 += x4), 8);
			x4 = Integer.rotateLeft(x4 ^ (x8 += x12), 7);
			x13 = Integer.rotateLeft(x13 ^ (x1 += x5), 16);
			x5 = Integer.rotateLeft(x5 ^ (x9 += x13), 12);
			x13 = Integer.rotateLeft(x13 ^ (x1 += x5), 8);
			x5 = Integer.rotateLeft(x5 ^ (x9 += x13), 7);
			x14 = Integer.rotateLeft(x14 ^ (x2 += x6), 16);
			x6 = Integer.rotateLeft(x6 ^ (x10 += x14), 12);
			x14 = Integer.rotateLeft(x14 ^ (x2 += x6), 8);
			x6 = Integer.rotateLeft(x6 ^ (x10 += x14), 7);
			x15 = Integer.rotateLeft(x15 ^ (x3 += x7), 16);
			x7 = Integer.rotateLeft(x7 ^ (x11 += x15), 12);
			x15 = Integer.rotateLeft(x15 ^ (x3 += x7), 8);
			x7 = Integer.rotateLeft(x7 ^ (x11 += x15), 7);
			x15 = Integer.rotateLeft(x15 ^ (x0 += x5), 16);
			x5 = Integer.rotateLeft(x5 ^ (x10 += x15), 12);
			x15 = Integer.rotateLeft(x15 ^ (x0 += x5), 8);
			x5 = Integer.rotateLeft(x5 ^ (x10 += x15), 7);
			x12 = Integer.rotateLeft(x12 ^ (x1 += x6), 16);
			x6 = Integer.rotateLeft(x6 ^ (x11 += x12), 12);
			x12 = Integer.rotateLeft(x12 ^ (x1 += x6), 8);
			x6 = Integer.rotateLeft(x6 ^ (x11 += x12), 7);
			x13 = Integer.rotateLeft(x13 ^ (x2 += x7), 16);
			x7 = Integer.rotateLeft(x7 ^ (x8 += x13), 12);
			x13 = Integer.rotateLeft(x13 ^ (x2 += x7), 8);
			x7 = Integer.rotateLeft(x7 ^ (x8 += x13), 7);
			x14 = Integer.rotateLeft(x14 ^ (x3 += x4), 16);
			x4 = Integer.rotateLeft(x4 ^ (x9 += x14), 12);
			x14 = Integer.rotateLeft(x14 ^ (x3 += x4), 8);
			x4 = Integer.rotateLeft(x4 ^ (x9 += x14), 7);
		}
		LittleEndian.putInt(mask, 0, x0 + C0);
		LittleEndian.putInt(mask, 4, x1 + C1);
		LittleEndian.putInt(mask, 8, x2 + C2);
		LittleEndian.putInt(mask, 12, x3 + C3);
		LittleEndian.putInt(mask, 16, x4 + this.key[0]);
		mask[20] = (byte) (x5 + this.key[1]);
	}

	@Override
	void destroy() {
		Arrays.fill(this.key, 0);
	}

}
