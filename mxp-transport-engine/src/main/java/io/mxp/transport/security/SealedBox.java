/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.mxp.transport.StaticKey;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens single messages between static keys: HPKE (RFC 9180) in mode Auth with
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305, one context for each
 * message. COLD: two agreements and a new key for each seal.
 */
// SPEC ../security/e2e.md#cryptography
public final class SealedBox {

	private static final byte[] INFO = "mxp e2e 1".getBytes(StandardCharsets.US_ASCII);

	private SealedBox() {
	}

	/**
	 * Seals.
	 * @param senderPrivateKey the sender's X25519 scalar
	 * @param recipient the recipient's key
	 * @param associatedData what is covered besides the content
	 * @param content what only the recipient can read
	 * @return the sealed content, or null where the recipient's key is of low order
	 */
	public static @Nullable Sealed seal(byte[] senderPrivateKey, StaticKey recipient, byte[] associatedData,
			byte[] content) {
		try {
			HPKEContextWithEncapsulation context = hpke().setupAuthS(publicKey(recipient), INFO,
					keyPair(senderPrivateKey));
			byte[] encapsulated = context.getEncapsulation();
			return new Sealed(encapsulated, context.seal(associatedData, content), AnswerBox.of(context, encapsulated));
		}
		catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException ex) {
			return null; // Bouncy Castle's way to say that an agreement is all zero
		}
	}

	/**
	 * Opens.
	 * @param recipientPrivateKey the recipient's X25519 scalar
	 * @param sender the key that must have sealed it
	 * @param encapsulated the encapsulated key that came with it, 32 bytes
	 * @param associatedData what is covered besides the content
	 * @param array holds the ciphertext
	 * @param offset index of its first byte
	 * @param length its length with the tag
	 * @return the content, or null where the sender did not seal exactly this
	 */
	public static @Nullable Opened open(byte[] recipientPrivateKey, StaticKey sender, byte[] encapsulated,
			byte[] associatedData, byte[] array, int offset, int length) {
		try {
			HPKEContext context = hpke().setupAuthR(encapsulated, keyPair(recipientPrivateKey), INFO,
					publicKey(sender));
			byte[] content = context.open(associatedData, Arrays.copyOfRange(array, offset, offset + length));
			return new Opened(content, AnswerBox.of(context, encapsulated));
		}
		catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static HPKE hpke() {
		return new HPKE(HPKE.mode_auth, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
	}

	private static X25519PublicKeyParameters publicKey(StaticKey key) {
		return new X25519PublicKeyParameters(key.bytes(), 0);
	}

	private static AsymmetricCipherKeyPair keyPair(byte[] scalar) {
		X25519PrivateKeyParameters privateKey = new X25519PrivateKeyParameters(scalar, 0);
		return new AsymmetricCipherKeyPair(privateKey.generatePublicKey(), privateKey);
	}

	/**
	 * What was sealed.
	 *
	 * @param encapsulated the key that the recipient needs to open it, 32 bytes
	 * @param ciphertext with its tag
	 * @param answers opens the answer
	 */
	public record Sealed(byte[] encapsulated, byte[] ciphertext, AnswerBox answers) {
	}

	/**
	 * What was opened.
	 *
	 * @param content what the sender sealed
	 * @param answers seals the answer
	 */
	public record Opened(byte[] content, AnswerBox answers) {
	}

}
