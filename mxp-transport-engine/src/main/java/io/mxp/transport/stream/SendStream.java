/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.packet.FrameWriter;

import org.jspecify.annotations.Nullable;

/**
 * The sending side of one stream, from STREAM_OPEN to the acknowledged end.
 */
final class SendStream {

	private final long id;

	private final boolean unordered;

	private final FrameCutter cutter;

	private boolean openSent;

	private boolean openAcked;

	private boolean ended;

	private boolean finSent;

	private boolean finAcked;

	private boolean reset;

	private boolean resetAcked;

	private boolean closeReported;

	/** The limit at which the stream was found to lack credit. */
	private long blockedAt = -1;

	private int resetCode;

	/** Bytes of a write that was refused, 0 where none was. */
	private long refusedBytes;

	/** Messages whose way is measured; null where none ever was. */
	private @Nullable StreamProbes probes;

	/**
	 * The sending side of a stream.
	 * @param opener whether this side opens the stream, and says so with STREAM_OPEN
	 */
	SendStream(long id, boolean unordered, boolean opener, SendBudget budget, int capacityBytes) {
		this.id = id;
		this.unordered = unordered;
		this.openSent = !opener;
		this.openAcked = !opener;
		this.cutter = new FrameCutter(id, budget, capacityBytes);
	}

	/** Whether the application may still write. */
	boolean isOpen() {
		return !this.ended && !this.reset;
	}

	/** How many of these bytes there is room for; remembers a refusal. */
	int accept(int bytes) {
		long room = this.cutter.room();
		if (room >= bytes) {
			return bytes;
		}
		this.refusedBytes = Math.min(bytes, this.cutter.capacityBytes());
		return (int) Math.max(room, 0);
	}

	/** Longest record that an unordered stream takes. */
	long undividedBytes() {
		return this.cutter.undividedBytes();
	}

	int capacityBytes() {
		return this.cutter.capacityBytes();
	}

	void append(byte[] bytes, int offset, int length) {
		this.cutter.append(bytes, offset, length);
	}

	void finish() {
		this.ended = true;
	}

	/** Abandons the stream; returns false where it is over already. */
	boolean reset(int code) {
		if (this.reset || (this.finAcked && this.cutter.allAcked())) {
			return false;
		}
		this.reset = true;
		this.resetCode = code;
		unfollow();
		this.cutter.clear();
		return true;
	}

	boolean raise(long limit) {
		return this.cutter.raise(limit);
	}

	long limit() {
		return this.cutter.limit();
	}

	long retained() {
		return this.cutter.retained();
	}

	/** Whether the peer should be told that the stream lacks credit; once for a limit. */
	boolean pollBlocked() {
		if (this.blockedAt == limit()) {
			return false;
		}
		this.blockedAt = limit();
		return true;
	}

	/** Bytes that the application wrote, those of the last message included. */
	long writtenBytes() {
		return this.cutter.sentBytes() + this.cutter.unsent();
	}

	/** Whether the peer has acknowledged all bytes of a span. */
	boolean isAcked(long from, long to) {
		return this.cutter.isAcked(from, to);
	}

	StreamProbes follow(MessageLatency latency, int band) {
		StreamProbes followed = this.probes;
		if (followed == null) {
			followed = new StreamProbes(latency, band);
			this.probes = followed;
		}
		return followed;
	}

	private void unfollow() {
		if (this.probes != null) {
			this.probes.clear();
		}
	}

	/** Whether something can be tried for the first time. */
	boolean hasMore() {
		return !this.openSent || isFinDue() || (!this.reset && this.cutter.unsent() > 0);
	}

	boolean hasLost() {
		return this.cutter.hasLost();
	}

	/** Writes what was never sent; returns one of {@link FrameCutter}'s outcomes. */
	int fill(FrameWriter writer, FrameRecorder recorder, int band, int packetRoom) {
		boolean opens = !this.openSent;
		if (opens && !writeOpen(writer, recorder, band)) {
			return FrameCutter.NO_ROOM;
		}
		int outcome = FrameCutter.DRAINED;
		if (!this.reset) {
			outcome = this.cutter.fill(writer, recorder, this.ended, packetRoom);
			if (this.probes != null) {
				this.probes.onSent(this.cutter.sentBytes());
			}
		}
		if (isFinDue()) {
			if (writer.streamFin(this.id, this.cutter.sentBytes())) {
				this.finSent = true;
				recorder.recordFrame(FrameKind.STREAM_FIN, this.id, 0, 0);
				return FrameCutter.WROTE;
			}
			outcome = (outcome == FrameCutter.WROTE) ? FrameCutter.WROTE : FrameCutter.NO_ROOM;
		}
		return opens ? FrameCutter.WROTE : outcome;
	}

	/** Writes what was lost; returns false where some is left. */
	boolean fillLost(FrameWriter writer, FrameRecorder recorder, int band, int packetRoom) {
		if (!this.openSent && !writeOpen(writer, recorder, band)) {
			return false;
		}
		return this.cutter.fillLost(writer, recorder, packetRoom);
	}

	/** Writes RESET_STREAM; returns false where there is no room. */
	boolean writeReset(FrameWriter writer, FrameRecorder recorder, int band) {
		if (!this.openSent && !writeOpen(writer, recorder, band)) {
			return false;
		}
		if (!writer.resetStream(this.id, this.cutter.sentBytes(), this.resetCode)) {
			return false;
		}
		recorder.recordFrame(FrameKind.RESET_STREAM, this.id, 0, 0);
		return true;
	}

	/**
	 * Bytes were acknowledged.
	 * @return whether a refused write may be tried again
	 */
	boolean onDataAcked(long offset, long lengthAndFlag) {
		long to = this.cutter.onAcked(offset, lengthAndFlag);
		if (this.probes != null) {
			this.probes.onAcked(this, to);
		}
		if (this.refusedBytes == 0) {
			return false;
		}
		long capacity = this.cutter.capacityBytes();
		if (this.cutter.retained() > Math.min(capacity >> 1, capacity - this.refusedBytes)) {
			return false;
		}
		this.refusedBytes = 0;
		return isOpen();
	}

	void onDataLost(long offset, long lengthAndFlag) {
		if (!this.reset) {
			this.cutter.onLost(offset, lengthAndFlag);
		}
	}

	void onOpenAcked() {
		this.openSent = true;
		this.openAcked = true;
	}

	void onOpenLost() {
		this.openSent = this.openAcked;
	}

	void onFinAcked() {
		this.finSent = true;
		this.finAcked = true;
	}

	void onFinLost() {
		this.finSent = this.finAcked;
	}

	void onResetAcked() {
		this.resetAcked = true;
	}

	boolean isReset() {
		return this.reset;
	}

	/** Whether RESET_STREAM still has to reach the peer. */
	boolean isResetPending() {
		return this.reset && !this.resetAcked;
	}

	/** Whether the peer has acknowledged the end. */
	boolean isClosed() {
		if (!this.openAcked) {
			return false;
		}
		return this.reset ? this.resetAcked : this.finAcked && this.cutter.allAcked();
	}

	/** Whether all data and the end were acknowledged; true once. */
	boolean pollClosed() {
		if (this.closeReported || this.reset || !isClosed()) {
			return false;
		}
		this.closeReported = true;
		return true;
	}

	/** Gives back what the stream holds of the connection's budget. */
	void release() {
		unfollow();
		this.cutter.clear();
	}

	void shrink() {
		this.cutter.shrink();
	}

	private boolean isFinDue() {
		return this.ended && !this.finSent && !this.reset && this.cutter.unsent() == 0;
	}

	private boolean writeOpen(FrameWriter writer, FrameRecorder recorder, int band) {
		if (!writer.streamOpen(this.id, band, this.unordered, StreamId.isUnidirectional(this.id))) {
			return false;
		}
		this.openSent = true;
		recorder.recordFrame(FrameKind.STREAM_OPEN, this.id, 0, 0);
		return true;
	}

}
