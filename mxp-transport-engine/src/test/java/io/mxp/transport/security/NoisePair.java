/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/** Two ends of a Noise handshake with keys from a seed. */
record NoisePair(NoiseHandshake initiator, NoiseHandshake responder) {

	static final byte[] INITIATOR_KEY = new SeededRandom(101).bytes(32);

	static final byte[] RESPONDER_KEY = new SeededRandom(102).bytes(32);

	static final byte[] PSK = new SeededRandom(103).bytes(32);

	private static final byte[] PROLOGUE = { 1, 2, 3 };

	static NoisePair start(NoiseProvider initiator, NoiseProvider responder, String protocol, long seed) {
		return new NoisePair(initiator.start(parameters(protocol, true, PROLOGUE, seed)),
				responder.start(parameters(protocol, false, PROLOGUE, seed + 1)));
	}

	static NoiseParameters parameters(String protocol, boolean initiator, byte[] prologue, long seed) {
		boolean anonymous = protocol.contains("_N");
		boolean known = (protocol.contains("_IK") || protocol.contains("_NK"));
		byte[] local = initiator ? (anonymous ? null : INITIATOR_KEY) : RESPONDER_KEY;
		byte[] remote = (initiator && known) ? Curve25519.publicKey(RESPONDER_KEY) : null;
		return new NoiseParameters(protocol, initiator, prologue, local, remote, protocol.contains("psk") ? PSK : null,
				new SeededRandom(seed));
	}

}
