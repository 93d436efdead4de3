/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import io.mxp.transport.MessageType;

/**
 * The bits of a message's flags byte. Bits 4 to 7 are reserved and must be zero.
 */
// SPEC messages.md#flags
public final class MessageFlags {

	/** The payload is compressed with Zstandard. */
	public static final int COMPRESSED = 0x01;

	/** The payload is encrypted end to end, for another agent than the next one. */
	public static final int ENCRYPTED = 0x02;

	/** The receiver answers with an Ack. */
	public static final int REQUIRES_ACK = 0x04;

	/** The last message of a sequence. */
	public static final int FINAL = 0x08;

	/** The payload's layout is found behind decompression, decryption or both. */
	public static final int ENCODED = COMPRESSED | ENCRYPTED;

	/** Every bit that may be set. */
	public static final int DEFINED = 0x0F;

	private MessageFlags() {
	}

	/**
	 * Whether a payload of this type may be compressed. Not what the transport itself
	 * reads to keep its books, nor an Error, which must be readable by everybody.
	 * @param typeCode a type's code
	 * @return true if COMPRESSED has a meaning on it
	 */
	// SPEC messages.md#compressed
	public static boolean mayBeCompressed(int typeCode) {
		return typeCode != MessageType.STREAM_OPEN.code() && typeCode != MessageType.STREAM_CLOSE.code()
				&& typeCode != MessageType.ACK.code() && typeCode != MessageType.ERROR.code();
	}

	/**
	 * Whether a payload of this type may be sealed from agent to agent.
	 * @param typeCode a type's code
	 * @return true if ENCRYPTED has a meaning on it
	 */
	// SPEC messages.md#encrypted
	public static boolean mayBeSealed(int typeCode) {
		return typeCode == MessageType.CALL.code() || typeCode == MessageType.RESPONSE.code()
				|| typeCode == MessageType.EVENT.code();
	}

}
