/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * How many separate ranges all streams of a connection may have together. What one stream
 * may have is little beside its window; a thousand streams that use a few kilobytes of
 * theirs each would cost many times the window that they share.
 */
// SPEC streams.md#gaps
final class RangeBudget {

	private static final int WINDOW_BYTES_PER_RANGE = 64;

	private static final int BANDS = 4;

	private final long most;

	private long ranges;

	RangeBudget(long most) {
		this.most = most;
	}

	static RangeBudget of(FlowConfig config) {
		return new RangeBudget(
				(config.connectionWindowBytes() + BANDS * config.bandWindowBytes()) / WINDOW_BYTES_PER_RANGE);
	}

	/** The number of ranges of a stream changed by so many. */
	void onChanged(int change) {
		this.ranges += change;
	}

	/** Fails where there are more than may be. */
	void check() throws ProtocolViolation {
		if (this.ranges > this.most) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_DATA,
					"all streams together arrive in more than " + this.most + " separate ranges");
		}
	}

	long ranges() {
		return this.ranges;
	}

}
