/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Takes note of a frame written into the packet that is being built, so that its loss or
 * acknowledgement can come back to
 * {@link StreamMultiplexer#onFrameAcked(int, long, long, long)} and
 * {@link StreamMultiplexer#onFrameLost(int, long, long, long)}.
 */
public interface FrameRecorder {

	/**
	 * Notes one frame; the values mean something to the stream plane only.
	 * @param kind between {@link StreamMultiplexer#FIRST_KIND} and
	 * {@link StreamMultiplexer#LAST_KIND}
	 * @param a first value
	 * @param b second value
	 * @param c third value
	 */
	void recordFrame(int kind, long a, long b, long c);

}
