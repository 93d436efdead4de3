/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.AEAD;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens the answers to one sealed message, as OHTTP does (RFC 9458 §4.4): with
 * a key from the exporter of the message's own context, which nobody has but its sender
 * and its recipient. So an answer to another message does not open.
 */
// SPEC ../security/e2e.md#answers
public final class AnswerBox {

	/** Bytes of the nonce that makes the key of each answer another one. */
	public static final int NONCE_BYTES = 32;

	private static final byte[] EXPORTER_CONTEXT = ascii("mxp e2e answer");

	private static final int SECRET_BYTES = 32;

	private static final int AEAD_NONCE_BYTES = 12;

	private final byte[] secret;

	private final byte[] encapsulated;

	private AnswerBox(byte[] secret, byte[] encapsulated) {
		this.secret = secret;
		this.encapsulated = encapsulated;
	}

	static AnswerBox of(HPKEContext context, byte[] encapsulated) {
		return new AnswerBox(context.export(EXPORTER_CONTEXT, SECRET_BYTES), encapsulated);
	}

	/**
	 * Seals an answer.
	 * @param nonce 32 random bytes
	 * @param associatedData what is covered besides the content
	 * @param content what only the caller can read
	 * @return the ciphertext with its tag
	 */
	public byte[] seal(byte[] nonce, byte[] associatedData, byte[] content) {
		try {
			return aead(nonce).seal(associatedData, content);
		}
		catch (InvalidCipherTextException ex) {
			throw new IllegalStateException("Sealing has no reason to fail", ex);
		}
	}

	/**
	 * Opens an answer.
	 * @param nonce the nonce that came with it
	 * @param associatedData what is covered besides the content
	 * @param array holds the ciphertext
	 * @param offset index of its first byte
	 * @param length its length with the tag
	 * @return the content, or null where the recipient did not answer exactly this to
	 * this message
	 */
	public byte @Nullable [] open(byte[] nonce, byte[] associatedData, byte[] array, int offset, int length) {
		try {
			return aead(nonce).open(associatedData, Arrays.copyOfRange(array, offset, offset + length));
		}
		catch (InvalidCipherTextException | IllegalArgumentException ex) {
			return null;
		}
	}

	private AEAD aead(byte[] nonce) {
		byte[] salt = Arrays.copyOf(this.encapsulated, this.encapsulated.length + nonce.length);
		System.arraycopy(nonce, 0, salt, this.encapsulated.length, nonce.length);
		byte[] prk = Hkdf.extract(salt, this.secret);
		return new AEAD(HPKE.aead_CHACHA20_POLY1305, Hkdf.expand(prk, ascii("key"), SECRET_BYTES),
				Hkdf.expand(prk, ascii("nonce"), AEAD_NONCE_BYTES));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
