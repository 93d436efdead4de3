/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * What a Noise handshake starts from.
 *
 * @param protocolName for instance {@code Noise_IK_25519_ChaChaPoly_SHA256}
 * @param initiator whether this side writes the first message
 * @param prologue what both sides must agree on
 * @param localStaticKey this side's private key, {@code null} where the pattern needs
 * none
 * @param remoteStaticKey the responder's public key, {@code null} unless this side is the
 * initiator and the pattern needs it before
 * @param preSharedKey 32 bytes, {@code null} unless the pattern has a psk modifier
 * @param random where the ephemeral key comes from: 32 bytes, drawn once for a handshake
 */
@SuppressWarnings("ArrayRecordComponent")
record NoiseParameters(String protocolName, boolean initiator, byte[] prologue, byte @Nullable [] localStaticKey,
		byte @Nullable [] remoteStaticKey, byte @Nullable [] preSharedKey, RandomSource random) {

	private static final int PARTS = 5;

	NoiseParameters {
		if (localStaticKey != null && localStaticKey.length != Curve25519.KEY_BYTES
				|| remoteStaticKey != null && remoteStaticKey.length != Curve25519.KEY_BYTES
				|| preSharedKey != null && preSharedKey.length != Curve25519.KEY_BYTES) {
			throw new IllegalArgumentException("keys of Noise have 32 bytes");
		}
	}

	/** Pattern, DH, cipher and hash of the name; the first part is "Noise". */
	String[] nameParts() {
		String[] parts = this.protocolName.split("_");
		if (parts.length != PARTS || !parts[0].equals("Noise")) {
			throw new IllegalArgumentException("not the name of a Noise protocol: " + this.protocolName);
		}
		return Arrays.copyOfRange(parts, 1, PARTS);
	}

	@Override
	public String toString() {
		return "NoiseParameters[" + this.protocolName + ", " + (this.initiator ? "initiator" : "responder") + "]";
	}

}
