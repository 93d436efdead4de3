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

	private final SendBudget budget;

	/** Made for the first byte: most streams that a peer opens never send one. */
	private @Nullable FrameCutter cutter;

	/** The peer's limit while there is no cutter that knows it. */
	private long firstLimit;

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
	private int refusedBytes;

	/** Messages whose way is measured; null where none ever was. */
	private @Nullable StreamProbes probes;

	/**
	 * The sending side of a stream.
	 * @param opener whether this side opens the stream, and says so with STREAM_OPEN
	 */
	SendStream(long id, boolean unordered, boolean opener, SendBudget budget) {
		this.id = id;
		this.unordered = unordered;
		this.openSent = !opener;
		this.openAcked = !opener;
		this.budget = budget;
	}

	/** Whether the application may still write. */
	boolean isOpen() {
		return !this.ended && !this.reset;
	}

	/** How many of these bytes there is room for; remembers a refusal. */
	int accept(int bytes) {
		int capacity = capacityBytes();
		long room = capacity - retained();
		if (room >= bytes) {
			return bytes;
		}
		this.refusedBytes = Math.min(bytes, capacity);
		return (int) Math.max(room, 0);
	}

	/** Longest record that an unordered stream takes. */
	long undividedBytes() {
		FrameCutter cutting = this.cutter;
		return (cutting != null) ? cutting.undividedBytes()
				: Math.min(this.firstLimit >> 1, FrameCutter.SMALL_RECORD_BYTES);
	}

	/** How many bytes are kept until they are acknowledged. */
	int capacityBytes() {
		return this.budget.capacityBytes(this.id);
	}

	void append(byte[] bytes, int offset, int length) {
		cutter().append(bytes, offset, length);
	}

	void finish() {
		this.ended = true;
	}

	/** Abandons the stream; returns false where it is over already. */
	boolean reset(int code) {
		if (this.reset || (this.finAcked && allAcked())) {
			return false;
		}
		this.reset = true;
		this.resetCode = code;
		release();
		return true;
	}

	boolean raise(long limit) {
		if (limit <= limit()) {
			return false;
		}
		if (this.cutter == null && this.firstLimit == 0) {
			this.firstLimit = limit;
			return true;
		}
		return cutter().raise(limit);
	}

	long limit() {
		FrameCutter cutting = this.cutter;
		return (cutting != null) ? cutting.limit() : this.firstLimit;
	}

	long retained() {
		FrameCutter cutting = this.cutter;
		return (cutting != null) ? cutting.retained() : 0;
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
		return sentBytes() + unsent();
	}

	/** Whether the peer has acknowledged all bytes of a span. */
	boolean isAcked(long from, long to) {
		FrameCutter cutting = this.cutter;
		return cutting != null && cutting.isAcked(from, to);
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
		return !this.openSent || isFinDue() || (!this.reset && unsent() > 0);
	}

	boolean hasLost() {
		FrameCutter cutting = this.cutter;
		return cutting != null && cutting.hasLost();
	}

	/** Writes what was never sent; returns one of {@link FrameCutter}'s outcomes. */
	int fill(FrameWriter writer, FrameRecorder recorder, int band, int packetRoom) {
		boolean opens = !this.openSent;
		if (opens && !writeOpen(writer, recorder, band)) {
			return FrameCutter.NO_ROOM;
		}
		int outcome = FrameCutter.DRAINED;
		FrameCutter cutting = this.cutter;
		if (!this.reset && cutting != null) {
			outcome = cutting.fill(writer, recorder, this.ended, packetRoom);
			if (this.probes != null) {
				this.probes.onSent(cutting.sentBytes());
			}
		}
		if (isFinDue()) {
			if (writer.streamFin(this.id, sentBytes())) {
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
		FrameCutter cutting = this.cutter;
		return cutting == null || cutting.fillLost(writer, recorder, packetRoom);
	}

	/** Writes RESET_STREAM; returns false where there is no room. */
	boolean writeReset(FrameWriter writer, FrameRecorder recorder, int band) {
		if (!this.openSent && !writeOpen(writer, recorder, band)) {
			return false;
		}
		if (!writer.resetStream(this.id, sentBytes(), this.resetCode)) {
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
		long to = cutter().onAcked(offset, lengthAndFlag);
		if (this.probes != null) {
			this.probes.onAcked(this, to);
		}
		if (this.refusedBytes == 0) {
			return false;
		}
		long capacity = capacityBytes();
		if (retained() > Math.min(capacity >> 1, capacity - this.refusedBytes)) {
			return false;
		}
		this.refusedBytes = 0;
		return isOpen();
	}

	void onDataLost(long offset, long lengthAndFlag) {
		if (!this.reset) {
			cutter().onLost(offset, lengthAndFlag);
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
		return this.reset ? this.resetAcked : this.finAcked && allAcked();
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
		FrameCutter cutting = this.cutter;
		if (cutting != null) {
			cutting.clear();
		}
	}

	void shrink() {
		FrameCutter cutting = this.cutter;
		if (cutting != null) {
			cutting.shrink();
		}
	}

	private FrameCutter cutter() {
		FrameCutter cutting = this.cutter;
		if (cutting == null) {
			cutting = new FrameCutter(this.id, this.budget);
			cutting.raise(this.firstLimit);
			this.cutter = cutting;
		}
		return cutting;
	}

	private long unsent() {
		FrameCutter cutting = this.cutter;
		return (cutting != null) ? cutting.unsent() : 0;
	}

	private long sentBytes() {
		FrameCutter cutting = this.cutter;
		return (cutting != null) ? cutting.sentBytes() : 0;
	}

	private boolean allAcked() {
		FrameCutter cutting = this.cutter;
		return cutting == null || cutting.allAcked();
	}

	private boolean isFinDue() {
		return this.ended && !this.finSent && !this.reset && unsent() == 0;
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
