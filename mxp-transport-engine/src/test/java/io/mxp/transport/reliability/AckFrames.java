/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;

/** ACK frames as they stand in a packet. */
final class AckFrames {

	private AckFrames() {
	}

	/**
	 * A reader on an ACK frame.
	 * @param ranges largest and smallest number of each range, descending
	 */
	static FrameReader ack(long delayMicros, long... ranges) {
		return frame(delayMicros, false, 0, 0, 0, ranges);
	}

	static FrameReader ackWithEcn(long ect0, long ect1, long ce, long... ranges) {
		return frame(0, true, ect0, ect1, ce, ranges);
	}

	static FrameReader read(byte[] bytes, int length) {
		FrameReader reader = new FrameReader().wrap(bytes, 0, length);
		try {
			if (!reader.next()) {
				throw new AssertionError("there is no frame");
			}
		}
		catch (ProtocolViolation ex) {
			throw new AssertionError(ex);
		}
		return reader;
	}

	private static FrameReader frame(long delayMicros, boolean ecn, long ect0, long ect1, long ce, long... ranges) {
		int count = ranges.length / 2;
		long[] largest = new long[count];
		long[] smallest = new long[count];
		for (int i = 0; i < count; i++) {
			largest[i] = ranges[2 * i];
			smallest[i] = ranges[2 * i + 1];
		}
		byte[] bytes = new byte[1_024];
		FrameWriter writer = new FrameWriter().wrap(bytes, 0, bytes.length);
		if (!writer.ack(delayMicros, largest, smallest, count, ecn, ect0, ect1, ce)) {
			throw new AssertionError("the ACK does not fit");
		}
		return read(bytes, writer.position());
	}

}
