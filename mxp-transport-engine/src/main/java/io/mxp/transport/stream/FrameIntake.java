/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.packet.ControlType;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * Takes the frames of the peer that concern streams, and checks that each may come.
 */
final class FrameIntake {

	/** No limit and no size passes this. */
	// SPEC streams.md#stream-ids
	private static final long MAX_OFFSET = (1L << 62) - 1;

	private final StreamRegistry registry;

	private final StreamQueues queues;

	private final SendBudget budget;

	private final ReceiveContext context;

	private final PacketFiller filler;

	private final StreamCompletion completion;

	FrameIntake(StreamRegistry registry, StreamQueues queues, SendBudget budget, ReceiveContext context,
			PacketFiller filler, StreamCompletion completion) {
		this.registry = registry;
		this.queues = queues;
		this.budget = budget;
		this.context = context;
		this.filler = filler;
		this.completion = completion;
	}

	void onFrame(FrameReader frame) throws ProtocolViolation {
		switch (frame.type()) {
			case FrameType.STREAM_DATA:
				onData(frame);
				break;
			case FrameType.STREAM_OPEN:
				onOpen(frame);
				break;
			case FrameType.STREAM_FIN:
				onFin(frame);
				break;
			case FrameType.DATAGRAM:
				onDatagram(frame);
				break;
			case FrameType.CONTROL:
				onControl(frame);
				break;
			default:
				throw notMine(frame);
		}
	}

	private void onData(FrameReader frame) throws ProtocolViolation {
		long id = frame.streamId();
		long offset = frame.streamOffset();
		int length = frame.dataLength();
		checkOffset(offset + length, FrameType.STREAM_DATA);
		LiveStream stream = this.registry.receiving(id, FrameType.STREAM_DATA);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream != null && receive != null) {
			receive.onData(offset, frame.array(), frame.dataOffset(), length, frame.messageBoundary());
			this.completion.afterReceive(stream, receive);
		}
	}

	// SPEC streams.md#opening
	private void onOpen(FrameReader frame) throws ProtocolViolation {
		long id = frame.streamId();
		int band = frame.flags() & FrameType.OPEN_BAND_MASK;
		boolean unordered = (frame.flags() & FrameType.OPEN_UNORDERED) != 0;
		boolean unidirectional = (frame.flags() & FrameType.OPEN_UNIDIRECTIONAL) != 0;
		if (StreamId.isBand(id) || this.registry.isMine(id) || unidirectional != StreamId.isUnidirectional(id)) {
			throw wrongState(id, FrameType.STREAM_OPEN, "cannot be opened like this");
		}
		LiveStream stream = this.registry.receiving(id, FrameType.STREAM_OPEN);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream == null || receive == null) {
			return;
		}
		if (receive.isOpened()) {
			if (stream.band() != band || stream.isUnordered() != unordered) {
				throw wrongState(id, FrameType.STREAM_OPEN, "is opened twice, and differently");
			}
			return;
		}
		stream.describe(band, unordered);
		receive.onOpen(band, !unordered);
		if (stream.isPeerStopped()) {
			stopped(stream, stream.peerStopCode());
		}
		this.completion.afterReceive(stream, receive);
	}

	private void onFin(FrameReader frame) throws ProtocolViolation {
		long id = frame.streamId();
		if (StreamId.isBand(id)) {
			throw wrongState(id, FrameType.STREAM_FIN, "never ends");
		}
		checkOffset(frame.finalSize(), FrameType.STREAM_FIN);
		LiveStream stream = this.registry.receiving(id, FrameType.STREAM_FIN);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream != null && receive != null) {
			receive.onFin(frame.finalSize());
			this.completion.afterReceive(stream, receive);
		}
	}

	// SPEC streams.md#datagrams
	private void onDatagram(FrameReader frame) throws ProtocolViolation {
		int length = frame.bodyLength();
		if (this.context.walker().lengthAt(frame.array(), frame.bodyOffset(), length) != length) {
			throw new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, FrameType.DATAGRAM,
					"a datagram is not exactly one message");
		}
		this.context.sink().onDatagram(frame.array(), frame.bodyOffset(), length);
	}

	private void onControl(FrameReader frame) throws ProtocolViolation {
		switch (frame.control()) {
			case ControlType.MAX_DATA:
				onMaxData(frame.bodyLong(0));
				break;
			case ControlType.MAX_STREAM_DATA:
				onMaxStreamData(frame.bodyLong(0), frame.bodyLong(1));
				break;
			case ControlType.MAX_STREAMS:
				onMaxStreams(frame.word(), frame.bodyLong(0));
				break;
			case ControlType.DATA_BLOCKED:
				onDataBlocked(frame.bodyLong(0), frame.bodyLong(1));
				break;
			case ControlType.RESET_STREAM:
				onReset(frame.bodyLong(0), frame.bodyLong(1), frame.code());
				break;
			case ControlType.STOP_SENDING:
				onStopSending(frame.bodyLong(0), frame.code());
				break;
			default:
				throw notMine(frame);
		}
	}

	private void onMaxData(long limit) throws ProtocolViolation {
		checkOffset(limit, FrameType.CONTROL);
		if (this.budget.raise(limit)) {
			this.filler.onCredit();
		}
	}

	private void onMaxStreamData(long id, long limit) throws ProtocolViolation {
		checkOffset(limit, FrameType.CONTROL);
		LiveStream stream = this.registry.sending(id, FrameType.CONTROL);
		SendStream send = (stream != null) ? stream.send() : null;
		if (stream != null && send != null && send.raise(limit)) {
			stream.settle(LiveStream.BLOCKED);
			this.queues.unblock(stream);
			this.queues.activate(stream);
		}
	}

	private void onMaxStreams(long direction, long count) throws ProtocolViolation {
		if (direction > 1) {
			throw new ProtocolViolation(ErrorCode.FRAME_ENCODING_ERROR, FrameType.CONTROL,
					"MAX_STREAMS names neither direction");
		}
		checkOffset(count, FrameType.CONTROL);
		if (this.registry.raiseMaxStreams(direction == 1, Math.min(count, MAX_OFFSET >> 2))) {
			this.completion.onStreamsAllowed();
		}
	}

	/**
	 * The peer lacks credit. Credit goes out when it is due, asked or not; but what was
	 * given and is not known to the peer may be lost, so it is told again.
	 */
	// SPEC streams.md#credit
	private void onDataBlocked(long id, long limit) throws ProtocolViolation {
		this.filler.blockage().onPeerBlocked();
		if (id == ControlType.WHOLE_CONNECTION) {
			if (Long.compareUnsigned(limit, this.context.connection().limit()) < 0) {
				this.filler.oweMaxData();
			}
			return;
		}
		LiveStream stream = this.registry.receiving(id, FrameType.CONTROL);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream != null && receive != null && Long.compareUnsigned(limit, receive.limit()) < 0
				&& !stream.owes(LiveStream.CREDIT) && this.context.mayCredit(id)) {
			this.queues.owe(stream, LiveStream.CREDIT);
		}
	}

	private void onReset(long id, long finalSize, int code) throws ProtocolViolation {
		if (StreamId.isBand(id)) {
			throw wrongState(id, FrameType.CONTROL, "cannot be reset");
		}
		checkOffset(finalSize, FrameType.CONTROL);
		LiveStream stream = this.registry.receiving(id, FrameType.CONTROL);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream != null && receive != null) {
			receive.onReset(code, finalSize);
			this.completion.afterReceive(stream, receive);
		}
	}

	private void onStopSending(long id, int code) throws ProtocolViolation {
		if (StreamId.isBand(id)) {
			throw wrongState(id, FrameType.CONTROL, "cannot be stopped");
		}
		LiveStream stream = this.registry.sending(id, FrameType.CONTROL);
		if (stream == null) {
			return;
		}
		ReceiveStream receive = stream.receive();
		if (receive != null && !receive.isOpened()) {
			stream.rememberPeerStop(code);
			return;
		}
		stopped(stream, code);
	}

	private void stopped(LiveStream stream, int code) {
		SendStream send = stream.send();
		if (send == null || send.isReset() || send.isClosed()) {
			return;
		}
		this.context.sink().onStopSending(stream.id(), code);
		this.completion.reset(stream, code);
	}

	private static void checkOffset(long value, int frameType) throws ProtocolViolation {
		if (value < 0 || value > MAX_OFFSET) {
			throw new ProtocolViolation(ErrorCode.FRAME_ENCODING_ERROR, frameType,
					"an offset or limit of 2^62 or more");
		}
	}

	private static ProtocolViolation wrongState(long id, int frameType, String what) {
		return new ProtocolViolation(ErrorCode.STREAM_STATE_ERROR, frameType,
				"stream " + Long.toUnsignedString(id) + " " + what);
	}

	private static ProtocolViolation notMine(FrameReader frame) {
		return new ProtocolViolation(ErrorCode.PROTOCOL_VIOLATION, frame.type(),
				"a frame that is not about streams came to the streams");
	}

}
