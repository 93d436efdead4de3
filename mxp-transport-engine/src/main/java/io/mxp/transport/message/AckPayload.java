/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import io.mxp.transport.packet.LittleEndian;

/**
 * The payload of an Ack: the id of the message that asked for it, which is the Ack's own
 * message id too.
 */
// SPEC messages.md#ack
public final class AckPayload {

	/** Bytes of the payload. */
	public static final int LENGTH = 8;

	private AckPayload() {
	}

	/**
	 * Writes the payload. Allocates nothing.
	 * @param target where to
	 * @param offset index of the first byte written
	 * @param messageId the id that is acknowledged
	 * @return bytes written: 8
	 */
	public static int write(byte[] target, int offset, long messageId) {
		LittleEndian.putLong(target, offset, messageId);
		return LENGTH;
	}

	/**
	 * Checks a payload. Allocates nothing.
	 * @param bytes holds the payload
	 * @param offset index of its first byte
	 * @param length its length
	 * @param messageId the message id in the Ack's header
	 * @return NONE, or why it is not such a payload
	 */
	public static DecodeError check(byte[] bytes, int offset, int length, long messageId) {
		if (length < LENGTH) {
			return DecodeError.PAYLOAD_TOO_SHORT;
		}
		if (length > LENGTH) {
			return DecodeError.TRAILING_BYTES;
		}
		return (LittleEndian.getLong(bytes, offset) != messageId) ? DecodeError.INVALID_VALUE : DecodeError.NONE;
	}

}
