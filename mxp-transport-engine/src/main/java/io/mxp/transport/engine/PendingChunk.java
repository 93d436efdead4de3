/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import org.jspecify.annotations.Nullable;

/**
 * A message of a stream that nobody has taken yet. There may be one for each of ten
 * thousand streams, so that each field is paid for.
 */
class PendingChunk {

	final byte[] bytes;

	final int creditBytes;

	@Nullable PendingChunk next;

	PendingChunk(byte[] bytes, int creditBytes) {
		this.bytes = bytes;
		this.creditBytes = creditBytes;
	}

	/** Whether the bytes are a whole message that is not decompressed yet. */
	boolean isEncoded() {
		return false;
	}

	static final class Encoded extends PendingChunk {

		Encoded(byte[] bytes, int creditBytes) {
			super(bytes, creditBytes);
		}

		@Override
		boolean isEncoded() {
			return true;
		}

	}

}
