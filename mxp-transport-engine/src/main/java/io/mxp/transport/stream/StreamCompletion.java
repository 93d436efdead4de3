/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.packet.ControlType;
import io.mxp.transport.packet.ProtocolViolation;

/**
 * What follows from a change of a stream: frames owed, streams over, refused deliveries
 * and writes that can be tried again.
 */
final class StreamCompletion {

	private final StreamRegistry registry;

	private final StreamQueues queues;

	private final ReceiveContext context;

	private final PacketFiller filler;

	/** A stream could not be opened. */
	private boolean openRefused;

	StreamCompletion(StreamRegistry registry, StreamQueues queues, ReceiveContext context, PacketFiller filler) {
		this.registry = registry;
		this.queues = queues;
		this.context = context;
		this.filler = filler;
	}

	/** Something arrived on a stream, or was delivered or consumed. */
	void afterReceive(LiveStream stream, ReceiveStream receive) {
		if (receive.isHeldUp()) {
			this.queues.refused().offer(stream);
		}
		if (receive.waitsForBudget()) {
			this.queues.awaitingAssembly().offer(stream);
		}
		if (receive.creditDue() && !stream.owes(LiveStream.CREDIT) && this.context.mayCredit(stream.id())) {
			this.queues.owe(stream, LiveStream.CREDIT);
		}
		if (StreamId.isBand(stream.id())) {
			return;
		}
		if (stream.isDone()) {
			close(stream);
		}
		else {
			receive.shrink();
		}
	}

	/** Offers again all records that the sink refused. */
	void retryRefused() throws ProtocolViolation {
		retry(this.queues.refused());
	}

	/** Starts the large records for which there is room now. */
	void retryAssembly() throws ProtocolViolation {
		while (this.context.assembly().pollReleased()) {
			retry(this.queues.awaitingAssembly());
		}
	}

	void reset(LiveStream stream, int code) {
		SendStream send = stream.send();
		if (send != null && send.reset(code)) {
			this.queues.unblock(stream);
			this.queues.owe(stream, LiveStream.RESET);
		}
	}

	void stopSending(LiveStream stream, int code) {
		ReceiveStream receive = stream.receive();
		if (receive == null || receive.isClosed()) {
			return;
		}
		receive.discard();
		if (receive.isSizeUnknown()) {
			stream.stopWith(code);
			this.queues.owe(stream, LiveStream.STOP);
		}
		closeIfDone(stream);
	}

	void onOpenRefused() {
		this.filler.blockage().onStreamLimit();
		this.openRefused = true;
	}

	/** The peer allows more streams. */
	void onStreamsAllowed() {
		if (this.openRefused) {
			this.openRefused = false;
			this.context.sink().onStreamWritable(StreamMultiplexer.ANY_STREAM);
		}
	}

	void onFrameAcked(int kind, long a, long b, long c) {
		if (kind == FrameKind.DATAGRAM) {
			this.context.sink().onDatagramAcknowledged(a);
			return;
		}
		LiveStream stream = this.registry.find(a);
		SendStream send = (stream != null) ? stream.send() : null;
		if (stream == null || send == null) {
			return;
		}
		switch (kind) {
			case FrameKind.STREAM_DATA:
				if (send.onDataAcked(b, c)) {
					this.context.sink().onStreamWritable(a);
				}
				break;
			case FrameKind.STREAM_FIN:
				send.onFinAcked();
				break;
			case FrameKind.STREAM_OPEN:
				send.onOpenAcked();
				break;
			case FrameKind.RESET_STREAM:
				send.onResetAcked();
				break;
			default:
				return;
		}
		if (!StreamId.isBand(a)) {
			afterAcked(stream, send);
		}
	}

	void onFrameLost(int kind, long a, long b, long c) {
		switch (kind) {
			case FrameKind.MAX_DATA:
				if (a == this.context.connection().limit()) {
					this.filler.oweMaxData();
				}
				return;
			case FrameKind.MAX_STREAMS:
				if (b == this.registry.peerStreams(a == 1).limit()) {
					this.filler.oweMaxStreams(a == 1);
				}
				return;
			case FrameKind.DATAGRAM:
				this.context.sink().onDatagramDropped(a, DatagramFate.LOST);
				return;
			case FrameKind.DATA_BLOCKED:
				if (a == ControlType.WHOLE_CONNECTION) {
					this.filler.onBlockedLost(b);
					return;
				}
				break;
			default:
				break;
		}
		LiveStream stream = this.registry.find(a);
		if (stream != null) {
			onStreamFrameLost(stream, kind, b, c);
		}
	}

	private void onStreamFrameLost(LiveStream stream, int kind, long b, long c) {
		SendStream send = stream.send();
		ReceiveStream receive = stream.receive();
		if (kind == FrameKind.STOP_SENDING) {
			this.queues.owe(stream, LiveStream.STOP);
		}
		else if (kind == FrameKind.MAX_STREAM_DATA) {
			if (receive != null && receive.limit() == b) {
				this.queues.owe(stream, LiveStream.CREDIT);
			}
		}
		else if (send != null) {
			onSendFrameLost(stream, send, kind, b, c);
		}
	}

	private void onSendFrameLost(LiveStream stream, SendStream send, int kind, long b, long c) {
		switch (kind) {
			case FrameKind.STREAM_DATA:
				send.onDataLost(b, c);
				this.queues.onLost(stream);
				break;
			case FrameKind.STREAM_FIN:
				send.onFinLost();
				this.queues.activate(stream);
				break;
			case FrameKind.STREAM_OPEN:
				send.onOpenLost();
				this.queues.activate(stream);
				break;
			case FrameKind.RESET_STREAM:
				this.queues.owe(stream, LiveStream.RESET);
				break;
			case FrameKind.DATA_BLOCKED:
				if (b == send.limit()) {
					this.queues.owe(stream, LiveStream.BLOCKED);
				}
				break;
			default:
				break;
		}
	}

	private void afterAcked(LiveStream stream, SendStream send) {
		if (send.retained() == 0) {
			send.shrink();
		}
		if (send.pollClosed()) {
			this.context.sink().onStreamSendClosed(stream.id());
		}
		closeIfDone(stream);
	}

	private void closeIfDone(LiveStream stream) {
		if (!stream.isClosed() && stream.isDone()) {
			close(stream);
		}
	}

	private void close(LiveStream stream) {
		if (!stream.isClosed()) {
			this.queues.unblock(stream);
			this.registry.close(stream);
		}
	}

	private void retry(StreamQueue queue) throws ProtocolViolation {
		for (int left = queue.size(); left > 0; left--) {
			LiveStream stream = queue.poll();
			ReceiveStream receive = (stream != null) ? stream.receive() : null;
			if (stream == null || receive == null) {
				return;
			}
			receive.retry();
			afterReceive(stream, receive);
		}
	}

}
