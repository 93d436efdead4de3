/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The hash functions of Noise (revision 34, §12.3 to §12.6) with HMAC and the HKDF of
 * Noise (§4.3) over them.
 */
enum NoiseHash {

	SHA256("SHA256", 32, 64), SHA512("SHA512", 64, 128), BLAKE2S("BLAKE2s", 32, 64), BLAKE2B("BLAKE2b", 64, 128);

	private final String noiseName;

	private final int hashBytes;

	private final int blockBytes;

	NoiseHash(String noiseName, int hashBytes, int blockBytes) {
		this.noiseName = noiseName;
		this.hashBytes = hashBytes;
		this.blockBytes = blockBytes;
	}

	static @Nullable NoiseHash ofName(String noiseName) {
		for (NoiseHash hash : values()) {
			if (hash.noiseName.equals(noiseName)) {
				return hash;
			}
		}
		return null;
	}

	int hashBytes() {
		return this.hashBytes;
	}

	byte[] hash(byte[]... parts) {
		return switch (this) {
			case SHA256 -> jdk("SHA-256", parts);
			case SHA512 -> jdk("SHA-512", parts);
			case BLAKE2S -> Blake2.s(parts);
			case BLAKE2B -> Blake2.b(parts);
		};
	}

	byte[] hmac(byte[] key, byte[]... parts) {
		byte[] padded = Arrays.copyOf((key.length > this.blockBytes) ? hash(key) : key, this.blockBytes);
		byte[][] inner = new byte[parts.length + 1][];
		inner[0] = xor(padded, 0x36);
		System.arraycopy(parts, 0, inner, 1, parts.length);
		byte[] outer = xor(padded, 0x5C);
		byte[] innerHash = hash(inner);
		byte[] mac = hash(outer, innerHash);
		Erasure.erase(padded, inner[0], outer, innerHash);
		return mac;
	}

	/** HKDF of Noise: {@code outputs} values of the hash's length. */
	byte[][] hkdf(byte[] chainingKey, byte[] input, int outputs) {
		byte[] tempKey = hmac(chainingKey, input);
		byte[][] result = new byte[outputs][];
		byte[] previous = new byte[0];
		for (int i = 0; i < outputs; i++) {
			previous = hmac(tempKey, previous, new byte[] { (byte) (i + 1) });
			result[i] = previous;
		}
		Erasure.erase(tempKey);
		return result;
	}

	private static byte[] xor(byte[] bytes, int with) {
		byte[] result = new byte[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			result[i] = (byte) (bytes[i] ^ with);
		}
		return result;
	}

	private static byte[] jdk(String algorithm, byte[]... parts) {
		try {
			MessageDigest digest = MessageDigest.getInstance(algorithm);
			for (byte[] part : parts) {
				digest.update(part);
			}
			return digest.digest();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has " + algorithm, ex);
		}
	}

}
