/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import java.util.UUID;

import io.mxp.transport.packet.LittleEndian;

/**
 * A UUID in 16 bytes, big-endian as in RFC 9562 §4: the one exception to MXP's byte
 * order.
 */
final class UuidBytes {

	static final int LENGTH = 16;

	static final UUID NIL = new UUID(0, 0);

	private UuidBytes() {
	}

	static long high(byte[] bytes, int offset) {
		return Long.reverseBytes(LittleEndian.getLong(bytes, offset));
	}

	static long low(byte[] bytes, int offset) {
		return Long.reverseBytes(LittleEndian.getLong(bytes, offset + 8));
	}

	static UUID read(byte[] bytes, int offset) {
		return new UUID(high(bytes, offset), low(bytes, offset));
	}

	static void write(byte[] target, int offset, long high, long low) {
		LittleEndian.putLong(target, offset, Long.reverseBytes(high));
		LittleEndian.putLong(target, offset + 8, Long.reverseBytes(low));
	}

}
