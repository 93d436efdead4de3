/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/**
 * An agent's long-lived public key, what a Noise handshake proves the possession of: an
 * X25519 key of 32 bytes (RFC 7748 §5, Noise revision 34 §4.1), or an uncompressed point
 * of P-256 of 65 bytes (SEC 1 §2.3.3) where approved algorithms are required. A value:
 * two keys with the same bytes are equal.
 */
public final class StaticKey {

	/** Length of an X25519 public key in bytes. */
	public static final int LENGTH_BYTES = 32;

	/** Length of a P-256 public key in bytes. */
	public static final int P256_LENGTH_BYTES = 65;

	private final byte[] bytes;

	private StaticKey(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * A key from its 32 bytes, in the little-endian form of RFC 7748, or the 65 of an
	 * uncompressed point (copied).
	 * @param bytes 32 or 65 bytes
	 * @return the key
	 * @throws IllegalArgumentException if the length is another one
	 */
	public static StaticKey of(byte[] bytes) {
		if (bytes.length != LENGTH_BYTES && (bytes.length != P256_LENGTH_BYTES || bytes[0] != 4)) {
			throw new IllegalArgumentException(
					"An X25519 public key has 32 bytes and a P-256 one 65 that begin with 04, but this one has "
							+ bytes.length + ". Give the raw key, its hex or its base64, or a PEM file that holds it.");
		}
		return new StaticKey(bytes.clone());
	}

	/**
	 * A key from text: 64 or 130 hex digits, or base64 (with or without padding, standard
	 * or URL alphabet) of the bytes.
	 * @param text the text, blanks around it are ignored
	 * @return the key
	 * @throws IllegalArgumentException if the text is neither
	 */
	public static StaticKey parse(String text) {
		String trimmed = text.strip();
		try {
			if (trimmed.length() == 2 * LENGTH_BYTES || trimmed.length() == 2 * P256_LENGTH_BYTES) {
				return of(HexFormat.of().parseHex(trimmed));
			}
			return of(Base64.getDecoder().decode(trimmed.replace('-', '+').replace('_', '/')));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"This is no X25519 public key. Give 64 hex digits or 44 characters of base64, as 'mxp identity show' prints them.",
					ex);
		}
	}

	/** Whether it is a point of P-256 and no X25519 key. */
	public boolean isP256() {
		return this.bytes.length == P256_LENGTH_BYTES;
	}

	/**
	 * The 32 or 65 bytes of the key.
	 * @return a copy
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * SHA-256 of the key as "sha256:" and 64 hex digits. Its first 8 digits are the key
	 * id that a client's first packet names.
	 * @return the fingerprint
	 */
	public String fingerprint() {
		return "sha256:" + HexFormat.of().formatHex(digest());
	}

	/**
	 * The agent id of a key that no certificate and no pin gives another id: the first 16
	 * bytes of SHA-256 of the key, as a UUID of version 8 (RFC 9562 §5.8). Nobody can
	 * claim it without the private key.
	 * @return the id
	 */
	public UUID derivedAgentId() {
		byte[] digest = digest();
		long high = 0;
		long low = 0;
		for (int i = 0; i < 8; i++) {
			high = (high << 8) | (digest[i] & 0xFF);
			low = (low << 8) | (digest[i + 8] & 0xFF);
		}
		return new UUID((high & ~0xF000L) | 0x8000L, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
	}

	/**
	 * Compares with raw key bytes in constant time.
	 * @param other the other key's bytes
	 * @return whether they are the same
	 */
	public boolean matches(byte[] other) {
		return MessageDigest.isEqual(this.bytes, other);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof StaticKey that && MessageDigest.isEqual(this.bytes, that.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	/** Only the fingerprint. */
	@Override
	public String toString() {
		return fingerprint();
	}

	private byte[] digest() {
		try {
			return MessageDigest.getInstance("SHA-256").digest(this.bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
