/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Kinds of frame records, and what their values mean.
 */
final class FrameKind {

	/** Stream id, offset, length and flag. */
	static final int STREAM_DATA = StreamMultiplexer.FIRST_KIND;

	/** Stream id. */
	static final int STREAM_FIN = STREAM_DATA + 1;

	/** Stream id. */
	static final int STREAM_OPEN = STREAM_DATA + 2;

	/** Limit. */
	static final int MAX_DATA = STREAM_DATA + 3;

	/** Stream id, limit. */
	static final int MAX_STREAM_DATA = STREAM_DATA + 4;

	/** 1 for unidirectional streams, limit. */
	static final int MAX_STREAMS = STREAM_DATA + 5;

	/** Stream id. */
	static final int RESET_STREAM = STREAM_DATA + 6;

	/** Stream id. */
	static final int STOP_SENDING = STREAM_DATA + 7;

	/** Stream id or -1, limit. */
	static final int DATA_BLOCKED = STREAM_DATA + 8;

	/** The sender's name for a datagram. */
	static final int DATAGRAM = STREAM_DATA + 9;

	private FrameKind() {
	}

}
