/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

/**
 * The bits of a message's flags byte. Bits 4 to 7 are reserved and must be zero.
 */
// SPEC messages.md#flags
public final class MessageFlags {

	/** The payload is compressed with Zstandard. */
	public static final int COMPRESSED = 0x01;

	/** The payload is encrypted end to end, by the application. */
	public static final int ENCRYPTED = 0x02;

	/** The receiver answers with an Ack. */
	public static final int REQUIRES_ACK = 0x04;

	/** The last message of a sequence. */
	public static final int FINAL = 0x08;

	/** Every bit that may be set. */
	public static final int DEFINED = 0x0F;

	private MessageFlags() {
	}

}
