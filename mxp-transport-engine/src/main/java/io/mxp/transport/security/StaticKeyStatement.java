/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.time.Instant;
import java.util.Arrays;

import io.mxp.transport.CipherSuite;
import io.mxp.transport.StaticKey;

/**
 * The word of a certificate's key for a static key (form B): until when it holds,
 * milliseconds since 1970, and an Ed25519 or P-256 signature. Verified in constant form:
 * any bytes are a statement that holds or one that does not.
 */
// SPEC identity.md#statement
public final class StaticKeyStatement {

	/** Length of a statement: 8 bytes of time, 64 of signature. */
	public static final int LENGTH_BYTES = 72;

	private static final byte[] LABEL = "MXP-noise-static-v1".getBytes(StandardCharsets.US_ASCII);

	private static final int HALF_SIGNATURE_BYTES = 32;

	/** Suites 1 and 2 use the same kind of static key; the first stands for it. */
	private static final int X25519_SUITE = CipherSuite.CHACHA20_POLY1305_SHA256.wireId();

	private static final int P256_SUITE = 3;

	private StaticKeyStatement() {
	}

	/**
	 * Signs a static key.
	 * @param signer the private key of the certificate: Ed25519 or EC on P-256
	 * @param key the static key
	 * @param notAfter until when the statement holds
	 * @return the statement
	 * @throws IllegalArgumentException if the private key is of another kind
	 */
	public static byte[] sign(PrivateKey signer, StaticKey key, Instant notAfter) {
		long end = notAfter.toEpochMilli();
		try {
			Signature signature = Signature.getInstance(algorithm(signer.getAlgorithm()));
			signature.initSign(signer);
			signature.update(message(key, end));
			byte[] signed = signature.sign();
			if (signed.length != LENGTH_BYTES - Long.BYTES) {
				throw new IllegalArgumentException("The certificate's key is on another curve than P-256.");
			}
			return ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(end).put(signed).array();
		}
		catch (GeneralSecurityException ex) {
			// Without the cause: its text may quote a part of the key.
			throw new IllegalArgumentException("The certificate's private key cannot sign. Use Ed25519 or P-256.");
		}
	}

	/**
	 * Until when the statement of a PEM block says it holds.
	 * @param block a block 'MXP STATIC KEY STATEMENT'
	 * @return the end
	 * @throws IllegalArgumentException if its length is a wrong one
	 */
	public static Instant notAfter(PemBlock block) {
		if (!isWhole(block.content())) {
			throw new IllegalArgumentException("The statement has a wrong length. Copy it again.");
		}
		return Instant.ofEpochMilli(notAfterMillis(statementOf(block.content())));
	}

	/** Whether the content of a PEM block has a static key's length and a statement's. */
	static boolean isWhole(byte[] content) {
		int key = content.length - LENGTH_BYTES;
		return key == StaticKey.LENGTH_BYTES || key == StaticKey.P256_LENGTH_BYTES;
	}

	/** The key in the content of a PEM block, which is followed by its statement. */
	static StaticKey keyOf(byte[] content) {
		return StaticKey.of(Arrays.copyOf(content, content.length - LENGTH_BYTES));
	}

	static byte[] statementOf(byte[] content) {
		return Arrays.copyOfRange(content, content.length - LENGTH_BYTES, content.length);
	}

	/** The content of a PEM block. */
	static byte[] blockContent(StaticKey key, byte[] statement) {
		byte[] first = key.bytes();
		byte[] content = Arrays.copyOf(first, first.length + statement.length);
		System.arraycopy(statement, 0, content, first.length, statement.length);
		return content;
	}

	/** Whether a certificate's key may sign static keys. */
	static boolean canSign(PublicKey key) {
		if (key instanceof EdECPublicKey edwards) {
			return edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
		}
		return key instanceof ECPublicKey elliptic && P256.isOnCurve(elliptic);
	}

	/** Until when a statement says it holds. */
	static long notAfterMillis(byte[] statement) {
		return ByteBuffer.wrap(statement).order(ByteOrder.LITTLE_ENDIAN).getLong();
	}

	/** Whether the owner of a certificate's key has signed this static key. */
	static boolean verify(byte[] statement, PublicKey signer, StaticKey key) {
		if (statement.length != LENGTH_BYTES || !canSign(signer) || hasZeroHalf(statement)) {
			return false;
		}
		try {
			Signature signature = Signature.getInstance(algorithm(signer.getAlgorithm()));
			signature.initVerify(signer);
			signature.update(message(key, notAfterMillis(statement)));
			return signature.verify(statement, Long.BYTES, LENGTH_BYTES - Long.BYTES);
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			return false;
		}
	}

	private static byte[] message(StaticKey key, long notAfterMillis) {
		byte[] bytes = key.bytes();
		return ByteBuffer.allocate(LABEL.length + Short.BYTES + bytes.length + Long.BYTES)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put(LABEL)
			.putShort((short) ((bytes.length == StaticKey.LENGTH_BYTES) ? X25519_SUITE : P256_SUITE))
			.put(bytes)
			.putLong(notAfterMillis)
			.array();
	}

	// r and s side by side, not as DER: one signature has one form.
	private static String algorithm(String keyAlgorithm) throws GeneralSecurityException {
		return switch (keyAlgorithm) {
			case "EdDSA", "Ed25519" -> "Ed25519";
			case "EC" -> "SHA256withECDSAinP1363Format";
			default -> throw new GeneralSecurityException("no signature for a key of the kind " + keyAlgorithm);
		};
	}

	// Platforms before CVE-2022-21449 was repaired take r = s = 0 for everything.
	private static boolean hasZeroHalf(byte[] statement) {
		int middle = Long.BYTES + HALF_SIGNATURE_BYTES;
		return isZero(Arrays.copyOfRange(statement, Long.BYTES, middle))
				|| isZero(Arrays.copyOfRange(statement, middle, LENGTH_BYTES));
	}

	private static boolean isZero(byte[] number) {
		return new BigInteger(number).signum() == 0;
	}

}
