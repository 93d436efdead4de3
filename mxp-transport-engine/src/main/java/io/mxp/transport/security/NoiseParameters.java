/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** What a Noise handshake starts from. */
final class NoiseParameters {

	private static final int PARTS = 5;

	private static final int KEY_BYTES = 32;

	private final String protocolName;

	private final boolean initiator;

	private final byte[] prologue;

	private final byte @Nullable [] localStaticKey;

	private final byte @Nullable [] remoteStaticKey;

	private final byte @Nullable [] preSharedKey;

	private final RandomSource random;

	/**
	 * Collects them; the arrays are shared, not copied.
	 * @param protocolName for instance {@code Noise_IK_25519_ChaChaPoly_SHA256}
	 * @param initiator whether this side writes the first message
	 * @param prologue what both sides must agree on
	 * @param localStaticKey this side's private key, {@code null} where the pattern needs
	 * none
	 * @param remoteStaticKey the responder's public key, {@code null} unless this side is
	 * the initiator and the pattern needs it before
	 * @param preSharedKey 32 bytes, {@code null} unless the pattern has a psk modifier
	 * @param random where the ephemeral key comes from: 32 bytes, drawn once for a
	 * handshake
	 */
	NoiseParameters(String protocolName, boolean initiator, byte[] prologue, byte @Nullable [] localStaticKey,
			byte @Nullable [] remoteStaticKey, byte @Nullable [] preSharedKey, RandomSource random) {
		this.protocolName = protocolName;
		this.initiator = initiator;
		this.prologue = prologue;
		NoiseDh dh = NoiseDh.ofName(nameParts()[1]);
		this.localStaticKey = checked(localStaticKey, (dh != null) ? dh.privateKeyBytes() : KEY_BYTES);
		this.remoteStaticKey = checked(remoteStaticKey, (dh != null) ? dh.publicKeyBytes() : KEY_BYTES);
		this.preSharedKey = checked(preSharedKey, KEY_BYTES);
		this.random = random;
	}

	private static byte @Nullable [] checked(byte @Nullable [] key, int length) {
		if (key != null && key.length != length) {
			throw new IllegalArgumentException("a key has " + length + " bytes, not " + key.length);
		}
		return key;
	}

	String protocolName() {
		return this.protocolName;
	}

	/** Pattern, DH, cipher and hash of the name; the first part is "Noise". */
	String[] nameParts() {
		String[] parts = this.protocolName.split("_", -1);
		if (parts.length != PARTS || !parts[0].equals("Noise")) {
			throw new IllegalArgumentException("not the name of a Noise protocol: " + this.protocolName);
		}
		return Arrays.copyOfRange(parts, 1, PARTS);
	}

	boolean initiator() {
		return this.initiator;
	}

	byte[] prologue() {
		return this.prologue;
	}

	byte @Nullable [] localStaticKey() {
		return this.localStaticKey;
	}

	byte @Nullable [] remoteStaticKey() {
		return this.remoteStaticKey;
	}

	byte @Nullable [] preSharedKey() {
		return this.preSharedKey;
	}

	RandomSource random() {
		return this.random;
	}

	@Override
	public String toString() {
		return "NoiseParameters[" + this.protocolName + ", " + (this.initiator ? "initiator" : "responder") + "]";
	}

}
