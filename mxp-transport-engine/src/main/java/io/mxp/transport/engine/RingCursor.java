/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

/**
 * Where the consumer of a {@link ByteRing} is: its own object, away from what producers
 * read.
 */
final class RingCursor {

	long position;

	/** Slots of the record that was peeked at, in bytes; 0 when there is none. */
	int span;

	/** Index of that record's header. */
	int start;

	int length;

	boolean attached;

	RingCursor(long position) {
		this.position = position;
	}

}
