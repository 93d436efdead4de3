/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import io.mxp.transport.packet.LittleEndian;

/**
 * The secret that all address tokens of a transport come from; its event loops share it,
 * so that each of them reads what another one gave out. It lives as long as the process.
 */
public final class AddressTokenSecret {

	private static final int BYTES = 32;

	private final byte[] bytes = new byte[BYTES];

	/** Draws a secret. */
	public AddressTokenSecret(RandomSource random) {
		random.nextBytes(this.bytes);
	}

	/** The key of a generation of tokens. */
	byte[] key(String label, long generation) {
		byte[] context = new byte[Long.BYTES];
		LittleEndian.putLong(context, 0, generation);
		return Hkdf.expandLabel(this.bytes, label, context, PacketAead.KEY_BYTES);
	}

	@Override
	public String toString() {
		return "AddressTokenSecret";
	}

}
