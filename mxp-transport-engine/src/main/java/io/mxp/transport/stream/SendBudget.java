/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;

/**
 * What the sending streams of a connection share: the peer's connection-wide credit, and
 * how much of its room for large records is taken.
 *
 * <p>
 * A record up to 16 KiB is begun only with the credit for all of it in hand, and large
 * records only as many as every receiver can assemble at a time. So nothing that was
 * begun ever waits for credit that something else begun holds.
 */
// SPEC streams.md#connection-credit
final class SendBudget {

	private final RecordWalker walker;

	private final ChunkPool pool;

	private final int bandCapacityBytes;

	private final int streamCapacityBytes;

	private long limit;

	private long used;

	/** Credit set aside for the rest of small records that were begun. */
	private long committed;

	/** Lengths of the large records that were begun and not sent to their end. */
	private long unfinishedLarge;

	private boolean roomForLarge;

	SendBudget(RecordWalker walker, ChunkPool pool, FlowConfig flow, SchedulerConfig scheduler) {
		this.walker = walker;
		this.pool = pool;
		this.bandCapacityBytes = scheduler.bandQueueBytes();
		this.streamCapacityBytes = flow.streamSendBufferBytes();
	}

	/** How many bytes a stream keeps until they are acknowledged. */
	int capacityBytes(long streamId) {
		return StreamId.isBand(streamId) ? this.bandCapacityBytes : this.streamCapacityBytes;
	}

	RecordWalker walker() {
		return this.walker;
	}

	ChunkPool pool() {
		return this.pool;
	}

	long limit() {
		return this.limit;
	}

	/** Raises the limit; returns whether it was lower. */
	boolean raise(long newLimit) {
		if (newLimit <= this.limit) {
			return false;
		}
		this.limit = newLimit;
		return true;
	}

	/** Credit that is neither used nor set aside. */
	long available() {
		return this.limit - this.used - this.committed;
	}

	void onSent(long bytes, long newlyCommitted) {
		this.used += bytes;
		this.committed += newlyCommitted;
	}

	void release(long committedBytes) {
		this.committed -= committedBytes;
	}

	boolean mayBeginLarge(long length) {
		return this.unfinishedLarge + length <= FlowConfig.MIN_ASSEMBLY_BUDGET_BYTES;
	}

	void onLargeBegun(long length) {
		this.unfinishedLarge += length;
	}

	void onLargeEnded(long length) {
		this.unfinishedLarge -= length;
		this.roomForLarge = true;
	}

	/** Whether a large record ended since the last call. */
	boolean pollRoomForLarge() {
		boolean was = this.roomForLarge;
		this.roomForLarge = false;
		return was;
	}

}
