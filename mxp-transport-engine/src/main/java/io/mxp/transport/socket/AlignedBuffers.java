/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Direct buffers for system calls. They begin at a cache line: the kernel copies whole
 * lines, and no line belongs to two buffers.
 */
final class AlignedBuffers {

	/** A cache line, and twice the 32 bytes of a vector register. */
	static final int ALIGNMENT = 64;

	private AlignedBuffers() {
	}

	/** An empty buffer of a fixed capacity; releasing it frees its memory. */
	static ByteBuf direct(int bytes) {
		ByteBuf whole = Unpooled.directBuffer(bytes + ALIGNMENT, bytes + ALIGNMENT);
		int skipped = whole.hasMemoryAddress() ? (int) -whole.memoryAddress() & (ALIGNMENT - 1) : 0;
		return whole.slice(skipped, bytes).clear();
	}

}
