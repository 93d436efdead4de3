/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.FrameWriter;

/**
 * One frame of a reserved type in each direction of a connection, so that ignoring them
 * stays tested (RFC 9287, RFC 8701 for the idea).
 */
// SPEC frames.md#types
final class Grease {

	private static final int TYPES = FrameType.GREASE_LAST - FrameType.GREASE_FIRST + 1;

	private static final int MAX_LENGTH = 24;

	private boolean due = true;

	/** Writes the frame where it is due and there is room. */
	void writeTo(FrameWriter writer, ConnectionIds ids) {
		// Our id is random, and nothing else depends on which of its bits say what here.
		int random = (int) (ids.local() ^ (ids.local() >>> 32));
		if (this.due && writer.grease(FrameType.GREASE_FIRST + (random & 0x7FFF_FFFF) % TYPES,
				(random >>> 8 & 0xFF) % (MAX_LENGTH + 1))) {
			this.due = false;
		}
	}

}
