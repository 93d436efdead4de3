/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * The receiving side of one stream: credit, final size, and when it is over.
 */
final class ReceiveStream {

	private static final long UNKNOWN = -1;

	/** Knows id, context and window, so that they are kept once for each stream. */
	private final RecordDelivery delivery;

	private long finalSize = UNKNOWN;

	/** Bytes of delivered records that the application consumed. */
	private long consumed;

	private boolean discarding;

	private boolean reset;

	private int resetCode;

	private boolean finished;

	ReceiveStream(long id, ReceiveContext context) {
		this.delivery = new RecordDelivery(id, context);
	}

	/**
	 * The stream is open without a word: a built-in one, or one that this side opened.
	 */
	void openQuietly(int band, boolean ordered) {
		this.delivery.open(band, ordered);
	}

	/** The peer opened the stream; data may have come before. */
	void onOpen(int band, boolean ordered) throws ProtocolViolation {
		this.delivery.open(band, ordered);
		context().sink().onStreamOpened(id(), band, StreamId.isUnidirectional(id()));
		if (this.reset) {
			context().sink().onStreamReset(id(), this.resetCode, this.finalSize);
			return;
		}
		retry();
	}

	boolean isOpened() {
		return this.delivery.isOpened();
	}

	void onData(long offset, byte[] bytes, int at, int length, boolean boundary) throws ProtocolViolation {
		receiveUpTo(offset + length, FrameType.STREAM_DATA);
		if (this.discarding) {
			return;
		}
		this.delivery.onData(offset, bytes, at, length, boundary);
		if (this.finalSize != UNKNOWN) {
			checkEnd();
		}
	}

	void onFin(long size) throws ProtocolViolation {
		settleFinalSize(size, FrameType.STREAM_FIN);
		checkEnd();
	}

	/** The peer abandons the stream. */
	void onReset(int code, long size) throws ProtocolViolation {
		settleFinalSize(size, FrameType.CONTROL);
		if (this.reset || this.finished) {
			return;
		}
		boolean wanted = !this.discarding;
		this.reset = true;
		this.resetCode = code;
		discard();
		if (wanted && isOpened()) {
			context().sink().onStreamReset(id(), code, size);
		}
	}

	/** Offers again what could not be delivered. */
	void retry() throws ProtocolViolation {
		if (this.discarding) {
			return;
		}
		this.delivery.retry();
		checkEnd();
	}

	/** Nobody wants the rest: gives back all credit, now and for what still comes. */
	void discard() {
		if (this.discarding) {
			return;
		}
		this.discarding = true;
		this.delivery.discard();
		long rest = flow().received() - flow().consumed();
		flow().onDiscarded(rest);
		connection().onDiscarded(rest);
	}

	/** The application consumed bytes of delivered records. */
	// SPEC streams.md#credit
	void onConsumed(long bytes) {
		if (this.discarding) {
			return;
		}
		if (bytes < 0 || bytes > flow().received() - this.consumed) {
			throw new IllegalArgumentException("stream " + id() + " delivered fewer bytes than " + bytes);
		}
		long from = this.consumed;
		this.consumed += bytes;
		long credit = bytes - this.delivery.settlePrepaid(from, this.consumed);
		flow().onConsumed(credit);
		connection().onConsumed(credit);
	}

	private long id() {
		return this.delivery.id();
	}

	private ReceiveContext context() {
		return this.delivery.context();
	}

	private FlowWindow flow() {
		return this.delivery.flow();
	}

	private FlowWindow connection() {
		return context().connectionFor(id());
	}

	/** Whether a raised limit should be sent. */
	boolean creditDue() {
		return this.finalSize == UNKNOWN && !this.discarding && flow().updateDue(ceiling());
	}

	/** Raises the limit, where the agent's budget allows it, and returns it. */
	long advertise() {
		if (!context().mayCredit(id())) {
			return flow().limit();
		}
		flow().tune(context().nowNanos(), context().roundTripNanos());
		return flow().advertise(ceiling());
	}

	/** The limit that the peer was told last. */
	long limit() {
		return flow().limit();
	}

	/** Whether the peer may still send something. */
	boolean isReceiving() {
		return this.finalSize == UNKNOWN && !this.discarding;
	}

	/** Whether the final size is not known yet. */
	boolean isSizeUnknown() {
		return this.finalSize == UNKNOWN;
	}

	boolean isHeldUp() {
		return this.delivery.isRefused();
	}

	boolean waitsForBudget() {
		return this.delivery.waitsForBudget();
	}

	/** Whether nothing more can happen on this side. */
	boolean isClosed() {
		if (this.finalSize == UNKNOWN || !isOpened()) {
			return false;
		}
		return this.discarding || (this.finished && this.consumed == this.finalSize);
	}

	/** Bytes kept until their record is whole or the sink takes them. */
	long keptBytes() {
		return this.delivery.reassembler().keptBytes();
	}

	long heapBytes() {
		return this.delivery.reassembler().heapBytes();
	}

	void shrink() {
		this.delivery.reassembler().shrink();
	}

	/**
	 * How far the peer may send whatever was consumed: a quarter window past one window
	 * behind the oldest gap, so that what is kept on an unordered stream never spreads
	 * over more memory than that.
	 */
	// SPEC streams.md#credit
	private long ceiling() {
		long window = flow().windowBytes();
		return this.delivery.reassembler().front() + window + (window >> 2);
	}

	// SPEC streams.md#final-size
	private void settleFinalSize(long size, int frameType) throws ProtocolViolation {
		if (size < flow().received() || (this.finalSize != UNKNOWN && size != this.finalSize)) {
			throw new ProtocolViolation(ErrorCode.FINAL_SIZE_ERROR, frameType,
					"the final size of stream " + id() + " changes or is less than what arrived");
		}
		receiveUpTo(size, frameType);
		this.finalSize = size;
	}

	// SPEC streams.md#limits-hold
	private void receiveUpTo(long end, int frameType) throws ProtocolViolation {
		long more = end - flow().received();
		if (more <= 0) {
			return;
		}
		if (this.finalSize != UNKNOWN) {
			throw new ProtocolViolation(ErrorCode.FINAL_SIZE_ERROR, frameType,
					"data behind the final size of stream " + id());
		}
		if (!flow().allows(more)) {
			throw new ProtocolViolation(ErrorCode.FLOW_CONTROL_ERROR, frameType,
					"stream " + id() + " passes its limit of " + flow().limit() + " bytes");
		}
		if (!connection().allows(more)) {
			throw new ProtocolViolation(ErrorCode.FLOW_CONTROL_ERROR, frameType,
					"the connection passes its limit of " + connection().limit() + " bytes");
		}
		flow().onReceived(more);
		connection().onReceived(more);
		if (this.discarding) {
			flow().onDiscarded(more);
			connection().onDiscarded(more);
		}
	}

	private void checkEnd() throws ProtocolViolation {
		if (this.finalSize == UNKNOWN || this.finished || this.discarding || this.delivery.isHeldUp()
				|| !this.delivery.hasArrived(this.finalSize)) {
			return;
		}
		if (!this.delivery.isComplete(this.finalSize)) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.STREAM_FIN,
					"stream " + id() + " ends within a message");
		}
		this.finished = true;
		context().sink().onStreamFinished(id());
	}

}
