/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.packet.ControlType;
import io.mxp.transport.packet.FrameWriter;
import org.jspecify.annotations.Nullable;

/**
 * Fills a packet: control frames first, then what was lost, then what the scheduler says.
 */
// SPEC streams.md#order-in-a-packet
final class PacketFiller {

	/** No frame with a stream in it is shorter. */
	private static final int LEAST_FRAME_BYTES = 16;

	private static final int TWO_LONGS_BYTES = 24;

	/** A round of reminders fits a packet. */
	private static final int MAX_REMINDERS = 32;

	private static final long NO_LIMIT = Long.MAX_VALUE;

	private final StreamRegistry registry;

	private final StreamQueues queues;

	private final SendBudget budget;

	private final ReceiveContext context;

	private final FlowWindow connection;

	private final FlowBlockage blockage = new FlowBlockage();

	private final StreamScheduler scheduler;

	private final DatagramQueue datagrams;

	private int largestDatagram = Integer.MAX_VALUE;

	private boolean maxDataOwed;

	/** Bit 0 bidirectional, bit 1 unidirectional. */
	private int maxStreamsOwed;

	private boolean blockedOwed;

	/** The limit of the connection that the last DATA_BLOCKED named. */
	private long blockedAt = -1;

	PacketFiller(StreamRegistry registry, StreamQueues queues, SendBudget budget, ReceiveContext context,
			StreamScheduler scheduler, DatagramQueue datagrams) {
		this.registry = registry;
		this.queues = queues;
		this.budget = budget;
		this.context = context;
		this.connection = context.connection();
		this.scheduler = scheduler;
		this.datagrams = datagrams;
	}

	void onLargestDatagram(int bytes) {
		this.largestDatagram = bytes;
	}

	FlowBlockage blockage() {
		return this.blockage;
	}

	boolean hasPending() {
		unparkWhereDue();
		oweWithheld();
		return this.queues.readyBands() != 0 || !this.datagrams.isEmpty() || !this.queues.owing().isEmpty()
				|| this.queues.hasLost() || hasConnectionFrames();
	}

	boolean fill(FrameWriter writer, FrameRecorder recorder, long nowNanos) {
		int start = writer.position();
		unparkWhereDue();
		oweWithheld();
		this.blockage.onTurn(this.queues.blocked(), nowNanos);
		if (hasConnectionFrames()) {
			writeConnectionFrames(writer, recorder);
		}
		writeOwed(writer, recorder);
		int packetRoom = writer.streamDataCapacity();
		writeLost(writer, recorder, packetRoom);
		writeScheduled(writer, recorder, packetRoom, nowNanos);
		this.blockage.onTurn(this.queues.blocked(), nowNanos);
		return writer.position() > start;
	}

	void oweMaxData() {
		this.maxDataOwed = true;
	}

	void oweMaxStreams(boolean unidirectional) {
		this.maxStreamsOwed |= unidirectional ? 2 : 1;
	}

	/** A DATA_BLOCKED of the connection was lost. */
	void onBlockedLost(long limit) {
		if (limit == this.budget.limit() && limit == this.blockedAt) {
			this.blockedOwed = true;
		}
	}

	/**
	 * What the peer was told it may have heard before it gave the credit that was lost.
	 */
	// SPEC streams.md#credit
	void remindPeer(long nowNanos) {
		this.blockage.onTurn(this.queues.blocked(), nowNanos);
		if (this.queues.hasParked() && this.blockedAt == this.budget.limit()) {
			this.blockedOwed = true;
		}
		this.registry.remindOf(this.queues, MAX_REMINDERS);
	}

	/** The connection has credit again. */
	void onCredit() {
		this.blockedOwed = false;
		this.queues.unpark();
	}

	private void unparkWhereDue() {
		if (this.budget.pollRoomForLarge()) {
			this.queues.unpark();
		}
	}

	/** The agent's budget has room again: bands get the credit that was withheld. */
	// SPEC streams.md#agent-budget
	private void oweWithheld() {
		this.context.reportHeld();
		if (this.context.pollBandCredit()) {
			for (int band = 0; band < StreamId.BANDS; band++) {
				LiveStream stream = this.registry.bandIn(band);
				ReceiveStream receive = stream.receive();
				if (receive != null && receive.creditDue() && !stream.owes(LiveStream.CREDIT)) {
					this.queues.owe(stream, LiveStream.CREDIT);
				}
			}
		}
	}

	private boolean isMaxDataDue() {
		return this.connection.updateDue(NO_LIMIT) && this.context.mayCreditStreams();
	}

	private boolean hasConnectionFrames() {
		return this.maxDataOwed || this.blockedOwed || this.maxStreamsOwed != 0 || isMaxDataDue()
				|| this.registry.peerStreams(false).updateDue() || this.registry.peerStreams(true).updateDue();
	}

	private void writeConnectionFrames(FrameWriter writer, FrameRecorder recorder) {
		if (writer.remaining() < TWO_LONGS_BYTES) {
			return;
		}
		boolean maxDataDue = isMaxDataDue();
		if (maxDataDue) {
			this.connection.tune(this.context.nowNanos(), this.context.roundTripNanos());
			this.connection.advertise(NO_LIMIT);
		}
		if (this.maxDataOwed || maxDataDue) {
			long limit = this.connection.limit();
			writer.maxData(limit);
			recorder.recordFrame(FrameKind.MAX_DATA, limit, 0, 0);
			this.maxDataOwed = false;
		}
		writeMaxStreams(writer, recorder, false);
		writeMaxStreams(writer, recorder, true);
		if (this.blockedOwed && writer.dataBlocked(ControlType.WHOLE_CONNECTION, this.blockedAt)) {
			recorder.recordFrame(FrameKind.DATA_BLOCKED, ControlType.WHOLE_CONNECTION, this.blockedAt, 0);
			this.blockage.onBlockedSent();
			this.blockedOwed = false;
		}
	}

	private void writeMaxStreams(FrameWriter writer, FrameRecorder recorder, boolean unidirectional) {
		int bit = unidirectional ? 2 : 1;
		PeerStreams peer = this.registry.peerStreams(unidirectional);
		if (((this.maxStreamsOwed & bit) == 0 && !peer.updateDue()) || writer.remaining() < TWO_LONGS_BYTES) {
			return;
		}
		long limit = peer.advertise();
		writer.maxStreams(unidirectional, limit);
		recorder.recordFrame(FrameKind.MAX_STREAMS, unidirectional ? 1 : 0, limit, 0);
		this.maxStreamsOwed &= ~bit;
	}

	private void writeOwed(FrameWriter writer, FrameRecorder recorder) {
		StreamQueue owing = this.queues.owing();
		while (!owing.isEmpty()) {
			LiveStream stream = owing.poll();
			if (stream == null) {
				return;
			}
			if (!writeOwed(stream, writer, recorder)) {
				owing.putBack(stream);
				return;
			}
		}
	}

	private boolean writeOwed(LiveStream stream, FrameWriter writer, FrameRecorder recorder) {
		SendStream send = stream.send();
		ReceiveStream receive = stream.receive();
		if (stream.owes(LiveStream.RESET) && send != null && send.isResetPending()
				&& !send.writeReset(writer, recorder, stream.band())) {
			return false;
		}
		stream.settle(LiveStream.RESET);
		if (writer.remaining() < TWO_LONGS_BYTES) {
			return stream.owesNothing();
		}
		if (stream.owes(LiveStream.STOP) && receive != null && receive.isSizeUnknown()) {
			writer.stopSending(stream.id(), stream.stopCode());
			recorder.recordFrame(FrameKind.STOP_SENDING, stream.id(), 0, 0);
		}
		stream.settle(LiveStream.STOP);
		if (writer.remaining() < TWO_LONGS_BYTES) {
			return stream.owesNothing();
		}
		if (stream.owes(LiveStream.CREDIT) && receive != null && receive.isReceiving()) {
			long limit = receive.advertise();
			writer.maxStreamData(stream.id(), limit);
			recorder.recordFrame(FrameKind.MAX_STREAM_DATA, stream.id(), limit, 0);
		}
		stream.settle(LiveStream.CREDIT);
		return writeBlocked(stream, send, writer, recorder);
	}

	private boolean writeBlocked(LiveStream stream, @Nullable SendStream send, FrameWriter writer,
			FrameRecorder recorder) {
		if (stream.owes(LiveStream.BLOCKED) && send != null && !send.isReset()) {
			if (!writer.dataBlocked(stream.id(), send.limit())) {
				return false;
			}
			recorder.recordFrame(FrameKind.DATA_BLOCKED, stream.id(), send.limit(), 0);
			this.blockage.onBlockedSent();
		}
		stream.settle(LiveStream.BLOCKED);
		return true;
	}

	private void writeLost(FrameWriter writer, FrameRecorder recorder, int packetRoom) {
		for (int band = 0; band < StreamId.BANDS; band++) {
			StreamQueue queue = this.queues.lost(band);
			while (!queue.isEmpty()) {
				LiveStream stream = queue.poll();
				SendStream send = (stream != null) ? stream.send() : null;
				if (stream != null && send != null && !send.fillLost(writer, recorder, band, packetRoom)) {
					queue.putBack(stream);
					return;
				}
			}
		}
	}

	private void writeScheduled(FrameWriter writer, FrameRecorder recorder, int packetRoom, long nowNanos) {
		int flows = this.queues.readyBands()
				| (this.datagrams.dropExpired(nowNanos) ? 1 << StreamScheduler.DATAGRAMS : 0);
		this.scheduler.onBacklog(flows);
		while (flows != 0 && writer.remaining() >= LEAST_FRAME_BYTES) {
			int flow = this.scheduler.next(flows);
			int before = writer.position();
			boolean wrote = (flow == StreamScheduler.DATAGRAMS)
					? this.datagrams.fill(writer, recorder, this.largestDatagram, nowNanos)
					: fillBand(flow, writer, recorder, packetRoom);
			if (wrote) {
				this.scheduler.onServed(flow, writer.position() - before);
			}
			boolean isEmpty = (flow == StreamScheduler.DATAGRAMS) ? this.datagrams.isEmpty()
					: this.queues.ready(flow).isEmpty();
			if (!wrote || isEmpty) {
				flows &= ~(1 << flow);
			}
		}
	}

	/** Lets the first stream of a band that can write one frame. */
	private boolean fillBand(int band, FrameWriter writer, FrameRecorder recorder, int packetRoom) {
		StreamQueue ready = this.queues.ready(band);
		LiveStream stream = ready.poll();
		while (stream != null) {
			SendStream send = stream.send();
			int outcome = (send != null) ? send.fill(writer, recorder, band, packetRoom) : FrameCutter.DRAINED;
			if (outcome == FrameCutter.WROTE && send != null) {
				if (send.hasMore()) {
					ready.offer(stream);
				}
				return true;
			}
			if (outcome == FrameCutter.NO_ROOM) {
				ready.putBack(stream);
				return false;
			}
			if (send != null) {
				onStuck(stream, send, outcome);
			}
			stream = ready.poll();
		}
		return false;
	}

	private void onStuck(LiveStream stream, SendStream send, int outcome) {
		if (outcome == FrameCutter.STREAM_BLOCKED) {
			this.queues.block(stream);
			if (send.pollBlocked()) {
				this.queues.owe(stream, LiveStream.BLOCKED);
			}
		}
		else if (outcome == FrameCutter.CONNECTION_BLOCKED) {
			this.queues.block(stream);
			this.queues.park(stream);
			if (this.blockedAt != this.budget.limit()) {
				this.blockedAt = this.budget.limit();
				this.blockedOwed = true;
			}
		}
		else if (outcome == FrameCutter.LARGE_WAITING) {
			this.queues.park(stream);
		}
	}

}
