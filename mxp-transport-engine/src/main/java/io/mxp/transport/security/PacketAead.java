/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.mxp.transport.CipherSuite;
import org.jspecify.annotations.Nullable;

/**
 * The AEAD of one key in one direction, in place on a packet. HOT: the cipher and its key
 * are reused; what the JCA makes for each call (the parameter object, its own buffers) is
 * all that is allocated.
 */
final class PacketAead {

	static final int TAG_BYTES = 16;

	static final int KEY_BYTES = 32;

	// The JDK's ChaCha20 of 17 copies a ciphertext three times, unless it lies at index
	// 0:
	// 5.6 KB of garbage for a packet instead of 2.4. That of 25 does not care.
	private static final boolean COPIES_UNLESS_AT_ZERO = Runtime.version().feature() < 25;

	private final AeadSource source;

	private final CipherSuite suite;

	// made for the first packet whose nonce is right: junk never pays for it
	private @Nullable Cipher cipher;

	private final SecretKeySpec key;

	private final boolean gcm;

	private final int mode;

	private final byte[] reservedNonce;

	private final boolean opensFromScratch;

	private byte[] scratch = new byte[0];

	/**
	 * An AEAD that seals or opens.
	 * @param reservedNonce 12 bytes that are no packet's nonce under this key
	 */
	PacketAead(AeadSource source, CipherSuite suite, byte[] key, boolean sealing, byte[] reservedNonce) {
		this.gcm = suite.isAes();
		this.source = source;
		this.suite = suite;
		this.key = new SecretKeySpec(key, this.gcm ? "AES" : "ChaCha20");
		this.mode = sealing ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
		this.reservedNonce = reservedNonce;
		this.opensFromScratch = !sealing && !this.gcm && COPIES_UNLESS_AT_ZERO;
	}

	/**
	 * Encrypts in place and puts the tag behind.
	 * @return length of the ciphertext with its tag
	 */
	int seal(byte[] nonce, byte[] packet, int header, int headerLength, int payloadLength) {
		int payload = header + headerLength;
		try {
			Cipher live = cipher();
			live.init(this.mode, this.key, parameters(nonce));
			live.updateAAD(packet, header, headerLength);
			return live.doFinal(packet, payload, payloadLength, packet, payload);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("a packet could not be sealed", ex);
		}
	}

	/**
	 * Decrypts in place.
	 * @param sealedLength length of the ciphertext with its tag
	 * @return whether the tag fits; if not, the ciphertext is no longer what it was
	 */
	boolean open(byte[] nonce, byte[] packet, int header, int headerLength, int sealedLength) {
		int payload = header + headerLength;
		try {
			Cipher live = cipher();
			initToOpen(live, nonce);
			live.updateAAD(packet, header, headerLength);
			if (this.opensFromScratch) {
				openFromScratch(live, packet, payload, sealedLength);
			}
			else {
				live.doFinal(packet, payload, sealedLength, packet, payload);
			}
			return true;
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			// providers disagree about the exception; a packet that does not open is junk
			return false;
		}
	}

	private void openFromScratch(Cipher live, byte[] packet, int payload, int sealedLength)
			throws GeneralSecurityException {
		if (this.scratch.length < sealedLength) {
			this.scratch = new byte[sealedLength];
		}
		System.arraycopy(packet, payload, this.scratch, 0, sealedLength);
		live.doFinal(this.scratch, 0, sealedLength, packet, payload);
	}

	// The JDK's ChaCha20 (at least up to 17) refuses to decrypt with the nonce of its
	// previous init: a forged packet would kill the genuine one of the same number.
	// SPEC packets.md#failed-opens
	private void initToOpen(Cipher live, byte[] nonce) throws GeneralSecurityException {
		try {
			live.init(this.mode, this.key, parameters(nonce));
		}
		catch (InvalidKeyException ex) {
			live.init(this.mode, this.key, parameters(this.reservedNonce));
			live.init(this.mode, this.key, parameters(nonce));
		}
	}

	private Cipher cipher() {
		Cipher live = this.cipher;
		if (live == null) {
			live = this.source.cipher(this.suite);
			this.cipher = live;
		}
		return live;
	}

	private AlgorithmParameterSpec parameters(byte[] nonce) {
		return this.gcm ? new GCMParameterSpec(8 * TAG_BYTES, nonce) : new IvParameterSpec(nonce);
	}

	@Override
	public String toString() {
		return "PacketAead[" + this.suite + ", " + this.source + "]";
	}

}
