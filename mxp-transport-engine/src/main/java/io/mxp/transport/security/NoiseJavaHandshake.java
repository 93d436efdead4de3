/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.DHState;
import com.southernstorm.noise.protocol.HandshakeState;
import org.jspecify.annotations.Nullable;

/**
 * A handshake of noise-java 0.1.1, hardened against what is known to be wrong with it:
 * <ul>
 * <li>any throwable discards the state (a forged tag can surface as
 * IllegalArgumentException and leave the state usable);</li>
 * <li>buffers are exact and payloads start at 0 (offsets past the half of a buffer fail
 * open);</li>
 * <li>low-order public keys are refused before the library sees them, or, where they
 * arrive encrypted, right after;</li>
 * <li>messages over 65,535 bytes are refused;</li>
 * <li>its cipher states make one secret for each direction and are destroyed: they never
 * touch a packet.</li>
 * </ul>
 */
final class NoiseJavaHandshake implements NoiseHandshake {

	// e, s and two tags at most, besides the payload
	private static final int OVERHEAD_BYTES = 2 * Curve25519.KEY_BYTES + 2 * NoiseCipher.TAG_BYTES;

	private static final int SECRET_BYTES = 32;

	private @Nullable HandshakeState state;

	private byte @Nullable [] handshakeHash;

	private byte @Nullable [] remoteStatic;

	private boolean ephemeralSeen;

	NoiseJavaHandshake(HandshakeState state) {
		this.state = state;
	}

	@Override
	public byte[] writeMessage(byte[] payload) throws NoiseException {
		HandshakeState live = require(HandshakeState.WRITE_MESSAGE);
		if (payload.length > MAX_MESSAGE_BYTES - OVERHEAD_BYTES) {
			destroy();
			throw NoiseException.failed();
		}
		return failingClosed(() -> {
			byte[] buffer = new byte[payload.length + OVERHEAD_BYTES];
			int length = live.writeMessage(buffer, 0, payload, 0, payload.length);
			return Arrays.copyOf(buffer, length);
		});
	}

	@Override
	public byte[] readMessage(byte[] message) throws NoiseException {
		HandshakeState live = require(HandshakeState.READ_MESSAGE);
		return failingClosed(() -> {
			if (message.length > MAX_MESSAGE_BYTES) {
				throw NoiseException.failed();
			}
			if (!this.ephemeralSeen) {
				refuseLowOrder(Arrays.copyOf(message, Curve25519.KEY_BYTES), message.length);
				this.ephemeralSeen = true;
			}
			byte[] buffer = new byte[message.length];
			int length = live.readMessage(message, 0, message.length, buffer, 0);
			rememberRemoteStatic(live);
			return Arrays.copyOf(buffer, length);
		});
	}

	private void rememberRemoteStatic(HandshakeState live) throws NoiseException {
		DHState remote = live.getRemotePublicKey();
		if (remote != null && remote.hasPublicKey()) {
			byte[] key = new byte[Curve25519.KEY_BYTES];
			remote.getPublicKey(key, 0);
			refuseLowOrder(key, key.length);
			this.remoteStatic = key;
		}
	}

	private static void refuseLowOrder(byte[] key, int available) throws NoiseException {
		if (available < Curve25519.KEY_BYTES || Curve25519.lowOrder(key)) {
			throw NoiseException.failed();
		}
	}

	@Override
	public boolean finished() {
		return this.handshakeHash != null || (this.state != null && this.state.getAction() == HandshakeState.SPLIT);
	}

	@Override
	public byte[] handshakeHash() throws NoiseException {
		if (this.handshakeHash != null) {
			return this.handshakeHash.clone();
		}
		return require(HandshakeState.SPLIT).getHandshakeHash().clone();
	}

	@Override
	public byte @Nullable [] remoteStaticKey() {
		return (this.remoteStatic != null) ? this.remoteStatic.clone() : null;
	}

	@Override
	public byte[][] exportSecrets() throws NoiseException {
		HandshakeState live = require(HandshakeState.SPLIT);
		byte[][] secrets = { new byte[0], new byte[0] };
		failingClosed(() -> {
			byte[] hash = live.getHandshakeHash().clone();
			boolean initiator = live.getRole() == HandshakeState.INITIATOR;
			CipherStatePair pair = live.split();
			secrets[0] = export(initiator ? pair.getSender() : pair.getReceiver());
			secrets[1] = export(initiator ? pair.getReceiver() : pair.getSender());
			pair.destroy();
			live.destroy();
			this.state = null;
			this.handshakeHash = hash;
			return hash;
		});
		return secrets;
	}

	private static byte[] export(CipherState cipherState) throws GeneralSecurityException {
		byte[] sealed = new byte[SECRET_BYTES + NoiseCipher.TAG_BYTES];
		cipherState.encryptWithAd(new byte[0], new byte[SECRET_BYTES], 0, sealed, 0, SECRET_BYTES);
		byte[] secret = Arrays.copyOf(sealed, SECRET_BYTES);
		Erasure.erase(sealed);
		return secret;
	}

	@Override
	public void destroy() {
		if (this.state != null) {
			this.state.destroy();
		}
		this.state = null;
		this.remoteStatic = null;
		this.handshakeHash = null;
	}

	private HandshakeState require(int action) throws NoiseException {
		HandshakeState live = this.state;
		if (live == null || live.getAction() != action) {
			destroy();
			throw NoiseException.failed();
		}
		return live;
	}

	private interface Step {

		byte[] run() throws NoiseException, GeneralSecurityException;

	}

	private byte[] failingClosed(Step step) throws NoiseException {
		boolean done = false;
		try {
			byte[] result = step.run();
			done = true;
			return result;
		}
		catch (GeneralSecurityException | RuntimeException ex) {
			throw NoiseException.failed();
		}
		finally {
			if (!done) {
				destroy();
			}
		}
	}

}
