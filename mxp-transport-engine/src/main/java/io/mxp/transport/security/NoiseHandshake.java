/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.CipherSuite;
import org.jspecify.annotations.Nullable;

/**
 * One run of a Noise handshake. Fails closed: after any exception every secret is erased
 * and every further call fails.
 */
interface NoiseHandshake {

	/** Noise messages have at most 65,535 bytes. */
	int MAX_MESSAGE_BYTES = 65_535;

	/** Makes the next message; only when it is this side's turn. */
	byte[] writeMessage(byte[] payload) throws NoiseException;

	/** Takes the peer's next message and gives back its payload. */
	byte[] readMessage(byte[] message) throws NoiseException;

	/** Whether all messages of the pattern were exchanged. */
	boolean finished();

	/**
	 * The hash of everything that was said, 32 bytes for SHA-256. Not secret.
	 * @throws NoiseException where the handshake is not finished
	 */
	byte[] handshakeHash() throws NoiseException;

	/**
	 * The secret of packets that go right behind the first message, from the chaining key
	 * and the hash behind it; for patterns with a psk.
	 * @param suite of those packets
	 * @return 32 bytes
	 * @throws NoiseException where not exactly the first message went through, or there
	 * is no psk
	 */
	// SPEC handshake.md#early-keys
	default byte[] earlySecret(CipherSuite suite) throws NoiseException {
		throw NoiseException.failed();
	}

	/** The peer's static public key, where the pattern has shown it. */
	byte @Nullable [] remoteStaticKey();

	/**
	 * The secrets of both directions: for the keys k1 (initiator to responder) and k2 of
	 * Split, the first 32 bytes of ENCRYPT(k, 0, empty, 32 zero bytes). In this form any
	 * Noise library can give them, also one that never shows a key. Can be called once;
	 * erases everything but the handshake hash and the peer's static key.
	 * @return two arrays of 32 bytes, initiator to responder first
	 * @throws NoiseException where the handshake is not finished
	 */
	byte[][] exportSecrets() throws NoiseException;

	/** Erases every secret. */
	void destroy();

}
