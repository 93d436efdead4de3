/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Stream ids: bit 0 tells the initiator (0 client, 1 server), bit 1 the direction (0
 * bidirectional, 1 unidirectional), the rest counts from zero.
 */
// SPEC streams.md#stream-ids
public final class StreamId {

	/** Number of priority bands, and of built-in streams of each side. */
	public static final int BANDS = 4;

	/** The first number of a unidirectional stream that is not built in. */
	static final long FIRST_DYNAMIC_UNIDIRECTIONAL = BANDS;

	private static final int UNIDIRECTIONAL = 2;

	private StreamId() {
	}

	/** The built-in stream of a band on which the client or the server sends. */
	public static long ofBand(int band, boolean client) {
		return ((long) band << 2) | UNIDIRECTIONAL | (client ? 0 : 1);
	}

	public static long of(long number, boolean unidirectional, boolean client) {
		return (number << 2) | (unidirectional ? UNIDIRECTIONAL : 0) | (client ? 0 : 1);
	}

	public static long number(long streamId) {
		return streamId >>> 2;
	}

	public static boolean isUnidirectional(long streamId) {
		return (streamId & UNIDIRECTIONAL) != 0;
	}

	/** Whether the client opens, or opened, the stream. */
	public static boolean isClientInitiated(long streamId) {
		return (streamId & 1) == 0;
	}

	/** Whether the stream is one of the built-in ones, which are open from the start. */
	public static boolean isBand(long streamId) {
		return isUnidirectional(streamId) && number(streamId) < BANDS;
	}

}
