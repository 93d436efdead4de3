/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

import io.mxp.transport.CipherSuite;
import org.jspecify.annotations.Nullable;

/**
 * HandshakeState of Noise (revision 34, §5.3) with psk modifiers (§9), for every pattern
 * of {@link NoisePattern}.
 */
final class CoreNoiseHandshake implements NoiseHandshake {

	private final NoisePattern pattern;

	private final NoiseDh dh;

	private final boolean initiator;

	private final SymmetricState symmetric;

	private final RandomSource random;

	private byte @Nullable [] staticPrivate;

	private byte @Nullable [] ephemeralPrivate;

	private byte @Nullable [] remoteStatic;

	private byte @Nullable [] remoteEphemeral;

	private byte @Nullable [] preSharedKey;

	private int messageIndex;

	private Status status = Status.RUNNING;

	private enum Status {

		RUNNING, EXPORTED, FAILED

	}

	CoreNoiseHandshake(NoiseParameters parameters) {
		String[] name = parameters.nameParts();
		NoisePattern pattern = NoisePattern.parse(name[0]);
		NoiseCipher cipher = NoiseCipher.ofName(name[2]);
		NoiseHash hash = NoiseHash.ofName(name[3]);
		NoiseDh dh = NoiseDh.ofName(name[1]);
		if (pattern == null || dh == null || cipher == null || hash == null) {
			throw new IllegalArgumentException("unknown Noise protocol " + parameters.protocolName());
		}
		this.pattern = pattern;
		this.dh = dh;
		this.initiator = parameters.initiator();
		this.random = parameters.random();
		this.staticPrivate = copy(parameters.localStaticKey());
		this.preSharedKey = copy(parameters.preSharedKey());
		if ((pattern.needsStaticKey(this.initiator) && this.staticPrivate == null)
				|| pattern.usesPsk() != (this.preSharedKey != null)
				|| (this.initiator && pattern.responderKnown()) != (parameters.remoteStaticKey() != null)) {
			throw new IllegalArgumentException("a key is missing or not used in " + parameters);
		}
		this.remoteStatic = copy(parameters.remoteStaticKey());
		this.symmetric = new SymmetricState(parameters.protocolName(), cipher, hash);
		this.symmetric.mixHash(parameters.prologue());
		if (pattern.responderKnown()) {
			byte[] responder = this.initiator ? this.remoteStatic : publicKey(this.staticPrivate);
			this.symmetric.mixHash(present(responder));
		}
	}

	@Override
	public byte[] writeMessage(byte[] payload) throws NoiseException {
		return failingClosed(() -> write(payload));
	}

	@Override
	public byte[] readMessage(byte[] message) throws NoiseException {
		return failingClosed(() -> read(message));
	}

	private byte[] write(byte[] payload) throws NoiseException {
		requireTurn(true);
		ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 128);
		for (NoisePattern.Token token : this.pattern.messages().get(this.messageIndex)) {
			switch (token) {
				case E -> out.writeBytes(writeEphemeral());
				case S -> out.writeBytes(this.symmetric.encryptAndHash(publicKey(this.staticPrivate)));
				default -> mix(token);
			}
		}
		out.writeBytes(this.symmetric.encryptAndHash(payload));
		if (out.size() > MAX_MESSAGE_BYTES) {
			throw NoiseException.failed();
		}
		this.messageIndex++;
		return out.toByteArray();
	}

	private byte[] read(byte[] message) throws NoiseException {
		requireTurn(false);
		if (message.length > MAX_MESSAGE_BYTES) {
			throw NoiseException.failed();
		}
		int at = 0;
		for (NoisePattern.Token token : this.pattern.messages().get(this.messageIndex)) {
			switch (token) {
				case E -> {
					readEphemeral(slice(message, at, this.dh.publicKeyBytes()));
					at += this.dh.publicKeyBytes();
				}
				case S -> {
					int length = this.dh.publicKeyBytes() + (this.symmetric.hasKey() ? NoiseCipher.TAG_BYTES : 0);
					this.remoteStatic = this.symmetric.decryptAndHash(slice(message, at, length));
					at += length;
				}
				default -> mix(token);
			}
		}
		byte[] payload = this.symmetric.decryptAndHash(Arrays.copyOfRange(message, at, message.length));
		this.messageIndex++;
		return payload;
	}

	// SPEC handshake.md#ephemeral-keys
	private byte[] writeEphemeral() throws NoiseException {
		if (this.ephemeralPrivate != null) {
			throw NoiseException.failed();
		}
		byte[] fresh = this.dh.generate(this.random);
		this.ephemeralPrivate = fresh;
		byte[] ephemeral = this.dh.publicKey(fresh);
		mixEphemeral(ephemeral);
		return ephemeral;
	}

	private void readEphemeral(byte[] ephemeral) throws NoiseException {
		if (this.remoteEphemeral != null) {
			throw NoiseException.failed();
		}
		this.remoteEphemeral = ephemeral;
		mixEphemeral(ephemeral);
	}

	private void mixEphemeral(byte[] ephemeral) {
		this.symmetric.mixHash(ephemeral);
		if (this.preSharedKey != null) {
			this.symmetric.mixKey(ephemeral);
		}
	}

	/**
	 * In ES and SE the first letter is the initiator's key, the second the responder's.
	 */
	private void mix(NoisePattern.Token token) throws NoiseException {
		switch (token) {
			case EE -> mixAgreement(this.ephemeralPrivate, this.remoteEphemeral);
			case SS -> mixAgreement(this.staticPrivate, this.remoteStatic);
			case ES -> mixAgreement(this.initiator ? this.ephemeralPrivate : this.staticPrivate,
					this.initiator ? this.remoteStatic : this.remoteEphemeral);
			case SE -> mixAgreement(this.initiator ? this.staticPrivate : this.ephemeralPrivate,
					this.initiator ? this.remoteEphemeral : this.remoteStatic);
			case PSK -> this.symmetric.mixKeyAndHash(present(this.preSharedKey));
			default -> throw NoiseException.failed();
		}
	}

	private void mixAgreement(byte @Nullable [] privateKey, byte @Nullable [] publicKey) throws NoiseException {
		if (privateKey == null || publicKey == null) {
			throw NoiseException.failed();
		}
		byte[] secret = this.dh.agree(privateKey, publicKey);
		this.symmetric.mixKey(secret);
		Erasure.erase(secret);
	}

	@Override
	public boolean finished() {
		return this.status != Status.FAILED && this.messageIndex == this.pattern.messages().size();
	}

	@Override
	public byte[] handshakeHash() throws NoiseException {
		if (!finished()) {
			throw NoiseException.failed();
		}
		return this.symmetric.handshakeHash();
	}

	@Override
	public byte[] earlySecret(CipherSuite suite) throws NoiseException {
		if (this.status != Status.RUNNING || this.messageIndex != 1 || this.preSharedKey == null) {
			throw NoiseException.failed();
		}
		return this.symmetric.earlySecret(suite);
	}

	@Override
	public byte @Nullable [] remoteStaticKey() {
		return (this.status != Status.FAILED) ? copy(this.remoteStatic) : null;
	}

	@Override
	public byte[][] exportSecrets() throws NoiseException {
		CipherState[] pair = split();
		byte[][] secrets = { pair[0].exportSecret(), pair[1].exportSecret() };
		pair[0].destroy();
		pair[1].destroy();
		return secrets;
	}

	CipherState[] split() throws NoiseException {
		if (!finished() || this.status != Status.RUNNING) {
			throw NoiseException.failed();
		}
		CipherState[] pair = this.symmetric.split();
		erase();
		this.status = Status.EXPORTED;
		return pair;
	}

	@Override
	public void destroy() {
		erase();
		this.status = Status.FAILED;
	}

	private void erase() {
		this.symmetric.destroy();
		Erasure.eraseIfPresent(this.staticPrivate);
		Erasure.eraseIfPresent(this.ephemeralPrivate);
		Erasure.eraseIfPresent(this.preSharedKey);
		this.staticPrivate = null;
		this.ephemeralPrivate = null;
		this.preSharedKey = null;
	}

	private void requireTurn(boolean writing) throws NoiseException {
		boolean initiatorsTurn = this.messageIndex % 2 == 0;
		if (this.status != Status.RUNNING || finished() || (writing == this.initiator) != initiatorsTurn) {
			throw NoiseException.failed();
		}
	}

	private interface Step {

		byte[] run() throws NoiseException;

	}

	// whatever goes wrong, nothing of this handshake can be used again
	private byte[] failingClosed(Step step) throws NoiseException {
		boolean done = false;
		try {
			byte[] result = step.run();
			done = true;
			return result;
		}
		finally {
			if (!done) {
				destroy();
			}
		}
	}

	private static byte[] slice(byte[] message, int at, int length) throws NoiseException {
		if (message.length - at < length) {
			throw NoiseException.failed();
		}
		return Arrays.copyOfRange(message, at, at + length);
	}

	private byte[] publicKey(byte @Nullable [] privateKey) {
		return this.dh.publicKey(present(privateKey));
	}

	private static byte[] present(byte @Nullable [] key) {
		if (key == null) {
			throw new IllegalStateException("a key that the pattern needs is not there");
		}
		return key;
	}

	private static byte @Nullable [] copy(byte @Nullable [] key) {
		return (key != null) ? key.clone() : null;
	}

}
