/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.PriorityBand;
import io.mxp.transport.stream.StreamMultiplexer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were sent with the option <em>ordered</em>: one unidirectional ordered
 * stream for each band, opened on first use and never ended. What a stream has no room
 * for waits here in its turn.
 */
// SPEC streams.md#message-placement
final class OrderedMessages {

	/** Bytes that may wait on one connection. */
	static final long MAX_BUFFERED_BYTES = 64L << 20;

	private final StreamMultiplexer streams;

	private final List<Lane> lanes = new ArrayList<>();

	private long bufferedBytes;

	OrderedMessages(StreamMultiplexer streams) {
		this.streams = streams;
		for (PriorityBand band : PriorityBand.values()) {
			this.lanes.add(new Lane(band.index()));
		}
	}

	/** Takes a message; false where too much waits. */
	boolean offer(int band, byte[] bytes, int offset, int length) {
		Lane lane = this.lanes.get(band);
		boolean straight = lane.waiting.isEmpty() && lane.open();
		if (!straight && this.bufferedBytes + length > MAX_BUFFERED_BYTES) {
			return false;
		}
		int taken = straight ? this.streams.writeSome(lane.streamId, bytes, offset, length) : 0;
		if (taken < length) {
			byte[] rest = new byte[length - taken];
			System.arraycopy(bytes, offset + taken, rest, 0, rest.length);
			lane.add(rest);
		}
		return true;
	}

	/** Whether the stream is one of ours; then it took what it could. */
	boolean onWritable(long streamId) {
		if (streamId < 0) {
			this.lanes.forEach(Lane::advance);
			return false;
		}
		Lane lane = lane(streamId);
		if (lane != null) {
			lane.advance();
		}
		return lane != null;
	}

	/**
	 * The peer wants no more of a stream; true where it was one of ours. What follows
	 * goes on a new one.
	 */
	boolean abandon(long streamId) {
		Lane lane = lane(streamId);
		if (lane != null) {
			lane.clear();
		}
		return lane != null;
	}

	boolean isPending() {
		return this.bufferedBytes > 0;
	}

	/** Bytes of a band that its stream has not taken yet. */
	long bufferedBytes(int band) {
		return this.lanes.get(band).bytes;
	}

	void clear() {
		this.lanes.forEach(Lane::clear);
	}

	private @Nullable Lane lane(long streamId) {
		for (Lane lane : this.lanes) {
			if (lane.streamId == streamId) {
				return lane;
			}
		}
		return null;
	}

	/** One band: its stream and what waits for it. */
	private final class Lane {

		private static final long NOT_OPEN = StreamMultiplexer.ANY_STREAM;

		private final int band;

		private final ArrayDeque<byte[]> waiting = new ArrayDeque<>(0);

		private long streamId = NOT_OPEN;

		/** How much of the first one that waits is written. */
		private int position;

		private long bytes;

		Lane(int band) {
			this.band = band;
		}

		boolean open() {
			if (this.streamId == NOT_OPEN) {
				this.streamId = OrderedMessages.this.streams.openStream(this.band, true);
			}
			return this.streamId != NOT_OPEN;
		}

		void add(byte[] rest) {
			this.waiting.add(rest);
			this.bytes += rest.length;
			OrderedMessages.this.bufferedBytes += rest.length;
		}

		void advance() {
			while (!this.waiting.isEmpty() && open()) {
				byte[] next = this.waiting.getFirst();
				int taken = OrderedMessages.this.streams.writeSome(this.streamId, next, this.position,
						next.length - this.position);
				this.position += taken;
				this.bytes -= taken;
				OrderedMessages.this.bufferedBytes -= taken;
				if (this.position < next.length) {
					return;
				}
				this.waiting.removeFirst();
				this.position = 0;
			}
		}

		void clear() {
			OrderedMessages.this.bufferedBytes -= this.bytes;
			this.bytes = 0;
			this.position = 0;
			this.waiting.clear();
			this.streamId = NOT_OPEN;
		}

	}

}
