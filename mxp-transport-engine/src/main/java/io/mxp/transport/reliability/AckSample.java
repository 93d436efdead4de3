/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.reliability;

/**
 * What one ACK told about the path. Reused: valid during the call that it is given to.
 * Bytes are those of whole packets that were in flight, times nanoseconds, rates bytes a
 * second.
 */
public final class AckSample {

	long nowNanos;

	long ackedBytes;

	long growthBytes;

	long lostBytes;

	long bytesInFlight;

	long priorBytesInFlight;

	long deliveredBytes;

	long priorDeliveredBytes;

	long previouslyDeliveredBytes;

	long rateBytesPerSecond;

	long inFlightAtSendBytes;

	long lostSinceSendBytes;

	long rttNanos;

	boolean applicationLimited;

	boolean roundStart;

	void begin(long bytesInFlight, long delivered) {
		this.priorBytesInFlight = bytesInFlight;
		this.previouslyDeliveredBytes = delivered;
		this.priorDeliveredBytes = delivered;
		this.rateBytesPerSecond = 0;
		this.inFlightAtSendBytes = 0;
		this.lostSinceSendBytes = 0;
		this.rttNanos = 0;
		this.applicationLimited = false;
		this.roundStart = false;
	}

	/** When the ACK was processed. */
	public long nowNanos() {
		return this.nowNanos;
	}

	/** Bytes in flight that it acknowledged. */
	public long ackedBytes() {
		return this.ackedBytes;
	}

	/**
	 * Those of them that may let a window grow: sent after the last episode began, and
	 * the window was what held the sender back.
	 */
	public long growthBytes() {
		return this.growthBytes;
	}

	/** Bytes that it, or time, showed to be lost. */
	public long lostBytes() {
		return this.lostBytes;
	}

	/** What is still in flight. */
	public long bytesInFlight() {
		return this.bytesInFlight;
	}

	/** What was in flight before it. */
	public long priorBytesInFlight() {
		return this.priorBytesInFlight;
	}

	/** All that was delivered on this connection, this ACK included. */
	public long deliveredBytes() {
		return this.deliveredBytes;
	}

	/** What had been delivered when the newest packet acknowledged left. */
	public long priorDeliveredBytes() {
		return this.priorDeliveredBytes;
	}

	/**
	 * Rate of delivery over the round trip of the newest packet acknowledged, 0 where it
	 * could not be measured.
	 */
	public long rateBytesPerSecond() {
		return this.rateBytesPerSecond;
	}

	/** What was in flight right after the newest packet acknowledged left. */
	public long inFlightAtSendBytes() {
		return this.inFlightAtSendBytes;
	}

	/** What was lost since the newest packet acknowledged left. */
	public long lostSinceSendBytes() {
		return this.lostSinceSendBytes;
	}

	/** The round-trip sample of this ACK with the peer's delay in it, 0 where none. */
	public long rttNanos() {
		return this.rttNanos;
	}

	/** Whether the rate says more about the application than about the path. */
	public boolean isApplicationLimited() {
		return this.applicationLimited;
	}

	/** Whether it is the first ACK of a round trip. */
	public boolean isRoundStart() {
		return this.roundStart;
	}

}
