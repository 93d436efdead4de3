/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * Learns what became of the frames that were recorded with a packet.
 *
 * <p>
 * A record is a kind (zero or more) and three longs whose meaning only their owner knows.
 * For each record of a sent packet exactly one of {@link #onFrameAcked},
 * {@link #onFrameLost} or an accepted {@link #onFrameProbed} is called, once; none is
 * called where its number space is discarded first. A packet that was wrongly declared
 * lost and is acknowledged later does not report its frames again. Called within
 * {@link LossRecovery#onAckFrame}, {@link LossRecovery#onTimeout} and, where more packets
 * are open than can be remembered, {@link LossRecovery#onPacketSent}; the listener must
 * not call back.
 */
public interface FrameListener {

	/** The peer has the frame. */
	void onFrameAcked(int kind, long a, long b, long c);

	/** The frame is lost: what it said must be sent again, in a new packet. */
	void onFrameLost(int kind, long a, long b, long c);

	/**
	 * A probe timeout expired and the packet with this frame is the oldest that is not
	 * acknowledged: the frame may be carried again by the probe, though it is not known
	 * to be lost.
	 * @return true where the frame was queued to be sent again, which ends this record;
	 * false (for frames that are never sent twice) to leave it as it is
	 */
	default boolean onFrameProbed(int kind, long a, long b, long c) {
		onFrameLost(kind, a, b, c);
		return true;
	}

}
