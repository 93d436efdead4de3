/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.mxp.transport.CipherSuite;

/**
 * SymmetricState of Noise (revision 34, §5.2): chaining key, handshake hash and a
 * CipherState.
 */
final class SymmetricState {

	private final NoiseHash hash;

	private final NoiseCipher cipher;

	private final CipherState cipherState;

	private byte[] chainingKey;

	private byte[] handshakeHash;

	SymmetricState(String protocolName, NoiseCipher cipher, NoiseHash hash) {
		this.hash = hash;
		this.cipher = cipher;
		this.cipherState = new CipherState(cipher);
		byte[] name = protocolName.getBytes(StandardCharsets.US_ASCII);
		this.handshakeHash = (name.length <= hash.hashBytes()) ? Arrays.copyOf(name, hash.hashBytes())
				: hash.hash(name);
		this.chainingKey = this.handshakeHash.clone();
	}

	void mixKey(byte[] input) {
		byte[][] output = this.hash.hkdf(this.chainingKey, input, 2);
		replaceChainingKey(output[0]);
		this.cipherState.initializeKey(output[1]);
		Erasure.erase(output[1]);
	}

	void mixHash(byte[] data) {
		this.handshakeHash = this.hash.hash(this.handshakeHash, data);
	}

	void mixKeyAndHash(byte[] input) {
		byte[][] output = this.hash.hkdf(this.chainingKey, input, 3);
		replaceChainingKey(output[0]);
		mixHash(output[1]);
		this.cipherState.initializeKey(output[2]);
		Erasure.erase(output[1], output[2]);
	}

	byte[] encryptAndHash(byte[] plaintext) throws NoiseException {
		byte[] ciphertext = this.cipherState.encryptWithAd(this.handshakeHash, plaintext);
		mixHash(ciphertext);
		return ciphertext;
	}

	byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
		byte[] plaintext = this.cipherState.decryptWithAd(this.handshakeHash, ciphertext);
		mixHash(ciphertext);
		return plaintext;
	}

	boolean hasKey() {
		return this.cipherState.hasKey();
	}

	byte[] handshakeHash() {
		return this.handshakeHash.clone();
	}

	/** Two cipher states: initiator to responder, responder to initiator. */
	CipherState[] split() {
		byte[][] output = this.hash.hkdf(this.chainingKey, new byte[0], 2);
		CipherState[] pair = { new CipherState(this.cipher), new CipherState(this.cipher) };
		pair[0].initializeKey(output[0]);
		pair[1].initializeKey(output[1]);
		Erasure.erase(output);
		return pair;
	}

	byte[] earlySecret(CipherSuite suite) {
		return KeySchedule.earlySecret(this.handshakeHash, this.chainingKey, suite);
	}

	void destroy() {
		Erasure.erase(this.chainingKey);
		this.cipherState.destroy();
	}

	private void replaceChainingKey(byte[] next) {
		Erasure.erase(this.chainingKey);
		this.chainingKey = next;
	}

}
