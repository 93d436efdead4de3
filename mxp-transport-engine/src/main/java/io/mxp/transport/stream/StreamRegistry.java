/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are not over: who may open them, how many, and by which id they are
 * found.
 */
final class StreamRegistry {

	private final boolean client;

	private final SendBudget budget;

	private final ReceiveContext context;

	private final LiveStream[] bandsOut = new LiveStream[StreamId.BANDS];

	private final LiveStream[] bandsIn = new LiveStream[StreamId.BANDS];

	/** By the two low bits of the id. */
	private final StreamTable[] tables = { new StreamTable(), new StreamTable(), new StreamTable(), new StreamTable() };

	private final PeerStreams peerBidirectional;

	private final PeerStreams peerUnidirectional;

	private long nextBidirectional;

	private long nextUnidirectional = StreamId.FIRST_DYNAMIC_UNIDIRECTIONAL;

	private long maxBidirectional;

	private long maxUnidirectional;

	private long peerStreamLimit;

	/** Where the next round of reminders begins: a table, and an id in it. */
	private int remindedTable;

	private long remindedUpTo;

	StreamRegistry(boolean client, FlowConfig config, SendBudget budget, ReceiveContext context) {
		this.client = client;
		this.budget = budget;
		this.context = context;
		this.peerBidirectional = new PeerStreams(false, config.maxStreamsBidirectional());
		this.peerUnidirectional = new PeerStreams(true, config.maxStreamsUnidirectional());
		for (int band = 0; band < StreamId.BANDS; band++) {
			long out = StreamId.ofBand(band, client);
			SendStream send = new SendStream(out, true, false, budget);
			this.bandsOut[band] = new LiveStream(out, band, true, send, null);
			long in = StreamId.ofBand(band, !client);
			ReceiveStream receive = new ReceiveStream(in, context);
			receive.openQuietly(band, false);
			this.bandsIn[band] = new LiveStream(in, band, true, null, receive);
		}
	}

	/** The built-in stream on which this side sends a band. */
	LiveStream band(int band) {
		return this.bandsOut[band];
	}

	/** The built-in stream on which the peer sends a band. */
	LiveStream bandIn(int band) {
		return this.bandsIn[band];
	}

	PeerStreams peerStreams(boolean unidirectional) {
		return unidirectional ? this.peerUnidirectional : this.peerBidirectional;
	}

	/** Opens a stream, or returns null where the peer's limit is reached. */
	@Nullable LiveStream open(int band, boolean unidirectional, boolean unordered) {
		long number = unidirectional ? this.nextUnidirectional : this.nextBidirectional;
		long count = unidirectional ? number - StreamId.FIRST_DYNAMIC_UNIDIRECTIONAL : number;
		if (count >= (unidirectional ? this.maxUnidirectional : this.maxBidirectional)) {
			return null;
		}
		long id = StreamId.of(number, unidirectional, this.client);
		ReceiveStream receive = null;
		if (unidirectional) {
			this.nextUnidirectional++;
		}
		else {
			this.nextBidirectional++;
			receive = new ReceiveStream(id, this.context);
			receive.openQuietly(band, !unordered);
		}
		SendStream send = new SendStream(id, unordered, true, this.budget);
		send.raise(this.peerStreamLimit);
		LiveStream stream = new LiveStream(id, band, unordered, send, receive);
		table(id).put(stream);
		return stream;
	}

	/** Raises how many streams this side may open; returns whether it was less. */
	boolean raiseMaxStreams(boolean unidirectional, long count) {
		if (unidirectional) {
			boolean raised = count > this.maxUnidirectional;
			this.maxUnidirectional = Math.max(count, this.maxUnidirectional);
			return raised;
		}
		boolean raised = count > this.maxBidirectional;
		this.maxBidirectional = Math.max(count, this.maxBidirectional);
		return raised;
	}

	/** Raises the limit with which streams start. */
	void raiseStreamLimit(long streamLimit, long bandLimit) {
		this.peerStreamLimit = Math.max(this.peerStreamLimit, streamLimit);
		for (LiveStream band : this.bandsOut) {
			raise(band, bandLimit);
		}
		for (StreamTable table : this.tables) {
			for (int i = 0; i < table.size(); i++) {
				raise(table.at(i), streamLimit);
			}
		}
	}

	/** A stream that is not over, or null. */
	@Nullable LiveStream find(long id) {
		if (StreamId.isBand(id)) {
			int band = (int) StreamId.number(id);
			return isMine(id) ? this.bandsOut[band] : this.bandsIn[band];
		}
		return table(id).find(id);
	}

	/**
	 * The stream on which the peer sends, new where this is its first frame, or null
	 * where it is over.
	 */
	// SPEC streams.md#stream-limits
	@Nullable LiveStream receiving(long id, int frameType) throws ProtocolViolation {
		boolean mine = isMine(id);
		if (StreamId.isUnidirectional(id)) {
			if (mine) {
				throw wrongSide(id, frameType);
			}
			if (StreamId.number(id) < StreamId.BANDS) {
				return this.bandsIn[(int) StreamId.number(id)];
			}
		}
		return mine ? opened(id, frameType) : peerStream(id, frameType);
	}

	/** The stream on which this side sends, or null where it is over. */
	@Nullable LiveStream sending(long id, int frameType) throws ProtocolViolation {
		boolean mine = isMine(id);
		if (StreamId.isUnidirectional(id)) {
			if (!mine) {
				throw wrongSide(id, frameType);
			}
			if (StreamId.number(id) < StreamId.BANDS) {
				return this.bandsOut[(int) StreamId.number(id)];
			}
		}
		return mine ? opened(id, frameType) : peerStream(id, frameType);
	}

	/** Forgets a stream that is over. */
	void close(LiveStream stream) {
		stream.close();
		release(stream);
		table(stream.id()).remove(stream.id());
		if (!isMine(stream.id())) {
			peerStreams(StreamId.isUnidirectional(stream.id())).onOver(StreamId.number(stream.id()));
		}
	}

	/**
	 * Owes DATA_BLOCKED once more for streams that lack credit of their own: for the
	 * bands, and for others in turn, from where the last call ended.
	 */
	void remindOf(StreamQueues queues, int most) {
		int left = most;
		for (int band = 0; band < StreamId.BANDS; band++) {
			left -= remindOf(this.bandsOut[band], queues);
		}
		// The table where the turn begins is seen twice: from there on, and up to there.
		for (int seen = 0; seen <= this.tables.length && left > 0; seen++) {
			StreamTable table = this.tables[this.remindedTable];
			int index = table.indexFrom(this.remindedUpTo);
			while (index < table.size() && left > 0) {
				left -= remindOf(table.at(index++), queues);
			}
			boolean over = index == table.size();
			this.remindedUpTo = over ? 0 : table.idAt(index);
			this.remindedTable = (this.remindedTable + (over ? 1 : 0)) % this.tables.length;
		}
	}

	private static int remindOf(@Nullable LiveStream stream, StreamQueues queues) {
		if (stream == null || !queues.lacksOwnCredit(stream)) {
			return 0;
		}
		queues.owe(stream, LiveStream.BLOCKED);
		return 1;
	}

	/** Gives back the buffers of all streams; they stay, and nothing comes of them. */
	void release() {
		for (int band = 0; band < StreamId.BANDS; band++) {
			release(this.bandsOut[band]);
			release(this.bandsIn[band]);
		}
		for (StreamTable table : this.tables) {
			for (int i = 0; i < table.size(); i++) {
				release(table.at(i));
			}
		}
	}

	private static void release(@Nullable LiveStream stream) {
		SendStream send = (stream != null) ? stream.send() : null;
		if (send != null) {
			send.release();
		}
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (receive != null) {
			receive.discard();
		}
	}

	boolean isMine(long id) {
		return StreamId.isClientInitiated(id) == this.client;
	}

	/** Streams that are open, the built-in ones not counted. */
	int openStreams() {
		int count = 0;
		for (StreamTable table : this.tables) {
			count += table.size();
		}
		return count;
	}

	/** Streams of the peer that are open, the built-in ones not counted. */
	int peerOpenStreams(boolean unidirectional) {
		return table(StreamId.of(0, unidirectional, !this.client)).size();
	}

	/** Bytes written and not acknowledged. */
	long bufferedSendBytes() {
		long bytes = 0;
		for (LiveStream band : this.bandsOut) {
			bytes += retained(band);
		}
		for (StreamTable table : this.tables) {
			for (int i = 0; i < table.size(); i++) {
				bytes += retained(table.at(i));
			}
		}
		return bytes;
	}

	/** Bytes received and not delivered, those of large records not counted. */
	long bufferedReceiveBytes() {
		long bytes = 0;
		for (LiveStream band : this.bandsIn) {
			bytes += kept(band);
		}
		for (StreamTable table : this.tables) {
			for (int i = 0; i < table.size(); i++) {
				bytes += kept(table.at(i));
			}
		}
		return bytes;
	}

	private static long retained(@Nullable LiveStream stream) {
		SendStream send = (stream != null) ? stream.send() : null;
		return (send != null) ? send.retained() : 0;
	}

	private static long kept(@Nullable LiveStream stream) {
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		return (receive != null) ? receive.keptBytes() : 0;
	}

	private static void raise(@Nullable LiveStream stream, long limit) {
		SendStream send = (stream != null) ? stream.send() : null;
		if (send != null) {
			send.raise(limit);
		}
	}

	private @Nullable LiveStream opened(long id, int frameType) throws ProtocolViolation {
		long next = StreamId.isUnidirectional(id) ? this.nextUnidirectional : this.nextBidirectional;
		if (StreamId.number(id) >= next) {
			throw new ProtocolViolation(ErrorCode.STREAM_STATE_ERROR, frameType,
					"stream " + Long.toUnsignedString(id) + " was never opened");
		}
		return table(id).find(id);
	}

	private @Nullable LiveStream peerStream(long id, int frameType) throws ProtocolViolation {
		boolean unidirectional = StreamId.isUnidirectional(id);
		PeerStreams peer = peerStreams(unidirectional);
		peer.onNumber(StreamId.number(id), frameType);
		LiveStream stream = table(id).find(id);
		if (stream != null || peer.isOver(StreamId.number(id))) {
			return stream;
		}
		SendStream send = null;
		if (!unidirectional) {
			send = new SendStream(id, false, false, this.budget);
			send.raise(this.peerStreamLimit);
		}
		stream = new LiveStream(id, 0, false, send, new ReceiveStream(id, this.context));
		table(id).put(stream);
		return stream;
	}

	private StreamTable table(long id) {
		return this.tables[(int) id & 3];
	}

	private static ProtocolViolation wrongSide(long id, int frameType) {
		return new ProtocolViolation(ErrorCode.STREAM_STATE_ERROR, frameType,
				"stream " + Long.toUnsignedString(id) + " does not carry data in this direction");
	}

}
