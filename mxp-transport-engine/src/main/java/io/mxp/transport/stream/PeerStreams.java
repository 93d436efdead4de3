/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The streams of one direction that the peer may open: how many, and which are over. An
 * id that was skipped costs nothing; since a limit counts ids and not streams, the books
 * are never longer than the limit.
 */
// SPEC streams.md#stream-limits
final class PeerStreams {

	private final long firstNumber;

	private final int maxOpen;

	/** Numbers of the streams that are over. */
	private final ByteRanges over = new ByteRanges();

	private long overCount;

	private long limit;

	/** One more than the highest count of streams that a frame has named. */
	private long highest;

	PeerStreams(boolean unidirectional, int maxOpen) {
		this.firstNumber = unidirectional ? StreamId.FIRST_DYNAMIC_UNIDIRECTIONAL : 0;
		this.maxOpen = maxOpen;
		this.limit = maxOpen;
	}

	/** Takes note of a frame for a stream. */
	void onNumber(long number, int frameType) throws ProtocolViolation {
		long count = number - this.firstNumber + 1;
		if (count > this.limit) {
			throw new ProtocolViolation(ErrorCode.STREAM_LIMIT_ERROR, frameType,
					"a stream behind the limit of " + this.limit);
		}
		this.highest = Math.max(this.highest, count);
	}

	boolean isOver(long number) {
		return this.over.coveredUntil(number) > number;
	}

	void onOver(long number) {
		this.over.add(number, number + 1, false);
		this.overCount++;
	}

	/** The limit that the peer was told last. */
	long limit() {
		return this.limit;
	}

	/**
	 * Whether a new limit is worth a frame: it frees half of the streams, or as many as
	 * the peer has left.
	 */
	boolean updateDue() {
		long gain = this.overCount + this.maxOpen - this.limit;
		return gain > 0 && (gain >= this.maxOpen >> 1 || gain >= this.limit - this.highest);
	}

	long advertise() {
		this.limit = this.overCount + this.maxOpen;
		return this.limit;
	}

	/** Ranges in the books. */
	int ranges() {
		return this.over.size();
	}

}
