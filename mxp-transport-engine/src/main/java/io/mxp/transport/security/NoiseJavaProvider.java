/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.NoSuchAlgorithmException;
import java.util.Set;

import com.southernstorm.noise.protocol.HandshakeState;

/**
 * Handshakes by the noise-java library: the second provider, and a witness for our own
 * core in the tests. Knows IK, NK, XX and NX, no psk modifiers.
 */
final class NoiseJavaProvider implements NoiseProvider {

	private static final Set<String> PATTERNS = Set.of("IK", "NK", "XX", "NX");

	@Override
	public String name() {
		return "noise-java";
	}

	@Override
	public NoiseHandshake start(NoiseParameters parameters) {
		String pattern = parameters.nameParts()[0];
		if (!PATTERNS.contains(pattern)) {
			throw new IllegalArgumentException(
					"noise-java has no pattern " + pattern + "; set handshake.noise-provider to 'core'");
		}
		try {
			return new NoiseJavaHandshake(prepare(parameters));
		}
		catch (NoSuchAlgorithmException | RuntimeException ex) {
			// the library's text may quote what it was given
			throw new IllegalArgumentException("noise-java cannot start " + parameters);
		}
	}

	private static HandshakeState prepare(NoiseParameters parameters) throws NoSuchAlgorithmException {
		HandshakeState state = new HandshakeState(parameters.protocolName(),
				parameters.initiator() ? HandshakeState.INITIATOR : HandshakeState.RESPONDER);
		byte[] prologue = parameters.prologue();
		state.setPrologue(prologue, 0, prologue.length);
		byte[] local = parameters.localStaticKey();
		if (state.needsLocalKeyPair() && local != null) {
			state.getLocalKeyPair().setPrivateKey(local, 0);
		}
		byte[] remote = parameters.remoteStaticKey();
		if (state.needsRemotePublicKey() && remote != null) {
			if (Curve25519.lowOrder(remote)) {
				throw new IllegalArgumentException("the remote static key is of low order");
			}
			state.getRemotePublicKey().setPublicKey(remote, 0);
		}
		// the library draws from a SecureRandom of its own unless it is given the key
		byte[] ephemeral = new byte[Curve25519.KEY_BYTES];
		parameters.random().nextBytes(ephemeral);
		state.getFixedEphemeralKey().setPrivateKey(ephemeral, 0);
		Erasure.erase(ephemeral);
		state.start();
		return state;
	}

}
