/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A peer that was written from docs/security/e2e.md and RFC 9180 alone, with nothing but
 * the JDK: it shares no line with the code that it is held against.
 */
public final class StrangersSeal {

	private static final byte[] KEM = bytes("KEM", 0x0020);

	private static final byte[] HPKE = concat(bytes("HPKE", 0x0020), u16(0x0001), u16(0x0003));

	private static final String PKCS8_X25519 = "302e020100300506032b656e04220420";

	private static final String SPKI_X25519 = "302a300506032b656e032100";

	private final byte[] encapsulated;

	private final byte[] key;

	private final byte[] nonce;

	private final byte[] exporterSecret;

	private StrangersSeal(byte[] encapsulated, byte[] sharedSecret) throws GeneralSecurityException {
		byte[] info = ascii("mxp e2e 1");
		byte[] context = concat(new byte[] { 2 }, labeledExtract(HPKE, new byte[0], "psk_id_hash", new byte[0]),
				labeledExtract(HPKE, new byte[0], "info_hash", info));
		byte[] secret = labeledExtract(HPKE, sharedSecret, "secret", new byte[0]);
		this.encapsulated = encapsulated;
		this.key = labeledExpand(HPKE, secret, "key", context, 32);
		this.nonce = labeledExpand(HPKE, secret, "base_nonce", context, 12);
		this.exporterSecret = labeledExpand(HPKE, secret, "exp", context, 32);
	}

	/** The sender's side, with an ephemeral key of the caller's choice. */
	public static StrangersSeal sender(byte[] ephemeral, byte[] sender, byte[] recipientPublic) {
		try {
			byte[] encapsulated = publicKey(ephemeral);
			byte[] agreed = concat(agree(ephemeral, recipientPublic), agree(sender, recipientPublic));
			return new StrangersSeal(encapsulated,
					sharedSecret(agreed, concat(encapsulated, recipientPublic, publicKey(sender))));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The recipient's side. */
	public static StrangersSeal recipient(byte[] encapsulated, byte[] recipient, byte[] senderPublic) {
		try {
			byte[] agreed = concat(agree(recipient, encapsulated), agree(recipient, senderPublic));
			return new StrangersSeal(encapsulated,
					sharedSecret(agreed, concat(encapsulated, publicKey(recipient), senderPublic)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public byte[] encapsulated() {
		return this.encapsulated;
	}

	public byte[] seal(byte[] associatedData, byte[] content) {
		return aead(Cipher.ENCRYPT_MODE, this.key, this.nonce, associatedData, content);
	}

	public byte[] open(byte[] associatedData, byte[] ciphertext) {
		return aead(Cipher.DECRYPT_MODE, this.key, this.nonce, associatedData, ciphertext);
	}

	public byte[] sealAnswer(byte[] answerNonce, byte[] associatedData, byte[] content) {
		return answer(Cipher.ENCRYPT_MODE, answerNonce, associatedData, content);
	}

	public byte[] openAnswer(byte[] answerNonce, byte[] associatedData, byte[] ciphertext) {
		return answer(Cipher.DECRYPT_MODE, answerNonce, associatedData, ciphertext);
	}

	private byte[] answer(int mode, byte[] answerNonce, byte[] associatedData, byte[] input) {
		try {
			byte[] secret = labeledExpand(HPKE, this.exporterSecret, "sec", ascii("mxp e2e answer"), 32);
			byte[] prk = hmac(concat(this.encapsulated, answerNonce), secret);
			return aead(mode, expand(prk, ascii("key"), 32), expand(prk, ascii("nonce"), 12), associatedData, input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static byte[] publicKey(byte[] scalar) {
		try {
			byte[] base = new byte[32];
			base[0] = 9;
			return agree(scalar, base);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static byte[] sha256(byte[] input) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] sharedSecret(byte[] agreed, byte[] context) throws GeneralSecurityException {
		return labeledExpand(KEM, labeledExtract(KEM, new byte[0], "eae_prk", agreed), "shared_secret", context, 32);
	}

	private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] input)
			throws GeneralSecurityException {
		return hmac((salt.length > 0) ? salt : new byte[32], concat(ascii("HPKE-v1"), suite, ascii(label), input));
	}

	private static byte[] labeledExpand(byte[] suite, byte[] secret, String label, byte[] info, int length)
			throws GeneralSecurityException {
		return expand(secret, concat(u16(length), ascii("HPKE-v1"), suite, ascii(label), info), length);
	}

	/** One block of HKDF-Expand is enough for everything here. */
	private static byte[] expand(byte[] secret, byte[] info, int length) throws GeneralSecurityException {
		return Arrays.copyOf(hmac(secret, concat(info, new byte[] { 1 })), length);
	}

	private static byte[] hmac(byte[] key, byte[] input) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(key, "HmacSHA256"));
		return mac.doFinal(input);
	}

	private static byte[] aead(int mode, byte[] key, byte[] nonce, byte[] associatedData, byte[] input) {
		try {
			Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
			cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
			cipher.updateAAD(associatedData);
			return cipher.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static byte[] agree(byte[] scalar, byte[] point) throws GeneralSecurityException {
		KeyFactory factory = KeyFactory.getInstance("X25519");
		KeyAgreement agreement = KeyAgreement.getInstance("X25519");
		agreement.init(factory
			.generatePrivate(new PKCS8EncodedKeySpec(concat(HexFormat.of().parseHex(PKCS8_X25519), scalar))));
		agreement.doPhase(
				factory.generatePublic(new X509EncodedKeySpec(concat(HexFormat.of().parseHex(SPKI_X25519), point))),
				true);
		return agreement.generateSecret();
	}

	private static byte[] bytes(String name, int id) {
		return concat(ascii(name), u16(id));
	}

	private static byte[] u16(int value) {
		return ByteBuffer.allocate(2).order(ByteOrder.BIG_ENDIAN).putShort((short) value).array();
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] concat(byte[]... parts) {
		byte[] all = new byte[Arrays.stream(parts).mapToInt((part) -> part.length).sum()];
		int at = 0;
		for (byte[] part : parts) {
			System.arraycopy(part, 0, all, at, part.length);
			at += part.length;
		}
		return all;
	}

}
