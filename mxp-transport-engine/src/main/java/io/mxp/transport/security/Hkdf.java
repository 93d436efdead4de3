/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;

/**
 * HKDF with SHA-256 (RFC 5869), and an expansion with a label and a context in the manner
 * of TLS 1.3 (RFC 8446 §7.1).
 */
// SPEC handshake.md#labelled-expansion
final class Hkdf {

	static final int HASH_BYTES = 32;

	private Hkdf() {
	}

	static byte[] extract(byte[] salt, byte[]... input) {
		return NoiseHash.SHA256.hmac(salt, input);
	}

	static byte[] expand(byte[] secret, byte[] info, int length) {
		if (length > 255 * HASH_BYTES) {
			throw new IllegalArgumentException("HKDF gives at most 8,160 bytes, not " + length);
		}
		byte[] output = new byte[length];
		byte[] block = new byte[0];
		int done = 0;
		for (int i = 1; done < length; i++) {
			byte[] next = NoiseHash.SHA256.hmac(secret, block, info, new byte[] { (byte) i });
			Erasure.erase(block);
			block = next;
			int part = Math.min(HASH_BYTES, length - done);
			System.arraycopy(block, 0, output, done, part);
			done += part;
		}
		Erasure.erase(block);
		return output;
	}

	/**
	 * info = u16 length, u8 length of the label, label, u8 length of the context,
	 * context.
	 */
	static byte[] expandLabel(byte[] secret, String label, byte[] context, int length) {
		byte[] name = label.getBytes(StandardCharsets.US_ASCII);
		if (name.length > 255 || context.length > 255) {
			throw new IllegalArgumentException("label and context have at most 255 bytes");
		}
		byte[] info = new byte[4 + name.length + context.length];
		info[0] = (byte) length;
		info[1] = (byte) (length >>> 8);
		info[2] = (byte) name.length;
		System.arraycopy(name, 0, info, 3, name.length);
		info[3 + name.length] = (byte) context.length;
		System.arraycopy(context, 0, info, 4 + name.length, context.length);
		return expand(secret, info, length);
	}

}
