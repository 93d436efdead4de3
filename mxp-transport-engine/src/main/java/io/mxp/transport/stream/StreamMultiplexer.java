/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

import java.util.function.LongSupplier;

import io.mxp.transport.DatagramConfig;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.SchedulerConfig;
import io.mxp.transport.packet.FrameReader;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import org.jspecify.annotations.Nullable;

/**
 * All streams and datagrams of one connection.
 *
 * <p>
 * Bytes written wait in bounded buffers, go out by {@link #fill} and are kept until
 * {@link #onFrameAcked} names them; frames of the peer come in by {@link #onFrame} and
 * leave as whole records through the {@link RecordSink}. Bands are 0 critical, 1 control,
 * 2 streaming, 3 background. Not for several threads.
 */
// SPEC streams.md#streams
public final class StreamMultiplexer {

	/** Kinds of frame records run from this one to {@link #LAST_KIND}. */
	public static final int FIRST_KIND = 16;

	/** Kinds of frame records run to this one. */
	public static final int LAST_KIND = 31;

	/** Names no stream: {@link #openStream} where the peer's limit is reached. */
	public static final long ANY_STREAM = -1;

	/** Longest record of a band's built-in stream; a longer one needs its own stream. */
	public static final int MAX_BAND_RECORD_BYTES = FrameCutter.SMALL_RECORD_BYTES;

	private static final long POOL_BYTES = 4 * 1024 * 1024;

	private final SendBudget budget;

	private final ReceiveContext context;

	private final StreamRegistry registry;

	private final StreamQueues queues = new StreamQueues();

	private final DatagramQueue datagrams;

	private final PacketFiller filler;

	private final StreamCompletion completion;

	private final FrameIntake intake;

	private final RecordWalker walker;

	private final StreamWriting writing;

	private final StreamFigures figures;

	private final MessageLatency latency;

	private final StreamMemory memory;

	private long maxDatagramBytes;

	private long peerMaxDatagramBytes;

	private boolean delivering;

	/** Creates a multiplexer with buffers of its own. */
	public StreamMultiplexer(boolean client, FlowConfig flow, SchedulerConfig scheduler, DatagramConfig datagram,
			MessageFraming framing, RecordSink sink) {
		this(client, flow, scheduler, datagram, framing, sink, new ChunkPool(POOL_BYTES));
	}

	/**
	 * Creates a multiplexer.
	 * @param client whether this side is the client
	 * @param flow credit for the peer, bounds for this side
	 * @param scheduler weights and queues of the bands
	 * @param datagram the queue of datagrams
	 * @param framing where records end
	 * @param sink where records go
	 * @param pool chunks for buffers, shared by connections of one event loop
	 */
	public StreamMultiplexer(boolean client, FlowConfig flow, SchedulerConfig scheduler, DatagramConfig datagram,
			MessageFraming framing, RecordSink sink, ChunkPool pool) {
		this.walker = new RecordWalker(framing, FlowConfig.MAX_MESSAGE_BYTES);
		this.budget = new SendBudget(this.walker, pool, flow, scheduler);
		this.context = new ReceiveContext(sink, this.walker, pool, flow);
		this.registry = new StreamRegistry(client, flow, this.budget, this.context);
		this.datagrams = new DatagramQueue(datagram, sink);
		this.filler = new PacketFiller(this.registry, this.queues, this.budget, this.context,
				new StreamScheduler(scheduler), this.datagrams);
		this.completion = new StreamCompletion(this.registry, this.queues, this.context, this.filler);
		this.intake = new FrameIntake(this.registry, this.queues, this.budget, this.context, this.filler,
				this.completion);
		this.memory = new StreamMemory(this.context, this.queues.awaitingMemory(), this.registry);
		this.writing = new StreamWriting(this.queues, this.walker, this.memory);
		this.latency = new MessageLatency(this.registry, sink);
		this.figures = new StreamFigures(this.registry, this.context, this.datagrams, this.filler.blockage());
		onMaxPayload(1152);
	}

	/**
	 * The peer's transport parameters. Limits that are lower than known ones change
	 * nothing.
	 * @param maxData first connection limit
	 * @param maxStreamData first limit of each stream that is not built in
	 * @param maxBandData first limit of each built-in stream
	 * @param maxStreamsBidirectional how many bidirectional streams this side may open
	 * @param maxStreamsUnidirectional the same for unidirectional ones, the built-in ones
	 * not counted
	 * @param maxDatagram longest message in a datagram that the peer takes, 0 for none
	 */
	public void onPeerParameters(long maxData, long maxStreamData, long maxBandData, long maxStreamsBidirectional,
			long maxStreamsUnidirectional, long maxDatagram) {
		this.registry.raiseStreamLimit(maxStreamData, maxBandData);
		this.budget.raise(maxData);
		this.peerMaxDatagramBytes = maxDatagram;
		for (int band = 0; band < StreamId.BANDS; band++) {
			this.queues.unblock(this.registry.band(band));
			this.queues.activate(this.registry.band(band));
		}
		this.filler.onCredit();
		boolean allowed = this.registry.raiseMaxStreams(false, maxStreamsBidirectional);
		if (this.registry.raiseMaxStreams(true, maxStreamsUnidirectional) || allowed) {
			this.completion.onStreamsAllowed();
		}
	}

	/** Where the smoothed round trip is read; 0 while it is not known. */
	public void measureRoundTripBy(LongSupplier nanos) {
		this.context.measureRoundTripBy(nanos);
	}

	/** The peer is known: its connections share a budget from here on. */
	public void shareBudget(AgentBudget agent) {
		this.context.shareBudget(agent);
	}

	/** A packet arrived whose frames follow. */
	public void onTime(long nowNanos) {
		this.context.onTime(nowNanos);
	}

	/**
	 * The path takes packets of another size.
	 * @param bytes room for frames in a packet with nothing else in it
	 */
	public void onMaxPayload(int bytes) {
		this.maxDatagramBytes = bytes - 8L;
		this.filler.onLargestDatagram((int) this.maxDatagramBytes);
	}

	/**
	 * Takes one frame of a stream or datagram, or CONTROL from MAX_DATA to STOP_SENDING.
	 * @param frame a reader that stands on the frame
	 * @throws ProtocolViolation where the peer breaks a rule
	 */
	public void onFrame(FrameReader frame) throws ProtocolViolation {
		this.delivering = true;
		try {
			this.intake.onFrame(frame);
			this.completion.retryAssembly();
		}
		finally {
			this.delivering = false;
		}
	}

	/**
	 * Writes one record to the built-in stream of a band.
	 * @param band 0 to 3
	 * @param length at most {@link #MAX_BAND_RECORD_BYTES}
	 * @return false where the band's queue is full;
	 * {@link RecordSink#onStreamWritable(long)} follows
	 */
	public boolean write(int band, byte[] bytes, int offset, int length) {
		return this.writing.writeAll(this.registry.band(band), bytes, offset, length);
	}

	/** Opens an ordered stream; see {@link #openStream(int, boolean, boolean)}. */
	public long openStream(int band, boolean unidirectional) {
		return openStream(band, unidirectional, false);
	}

	/**
	 * Opens a stream.
	 * @param band 0 to 3
	 * @param unidirectional whether only this side sends
	 * @param unordered whether the peer delivers each record as soon as it is whole; then
	 * no record may be longer than {@link #MAX_BAND_RECORD_BYTES} nor than half of the
	 * peer's first limit for the stream
	 * @return its id, or {@link #ANY_STREAM} where the peer's limit is reached;
	 * {@link RecordSink#onStreamWritable(long)} follows
	 */
	public long openStream(int band, boolean unidirectional, boolean unordered) {
		LiveStream stream = this.registry.open(band, unidirectional, unordered);
		if (stream == null) {
			this.completion.onOpenRefused();
			return ANY_STREAM;
		}
		this.queues.activate(stream);
		return stream.id();
	}

	/**
	 * Writes whole records to a stream that this side or the peer opened.
	 * @return false where there is no room for all of it,
	 * {@link RecordSink#onStreamWritable(long)} follows; false without that where the
	 * stream takes nothing more, see {@link #isWritable(long)}
	 * @throws IllegalArgumentException where it could never fit; write it in pieces
	 */
	public boolean write(long streamId, byte[] bytes, int offset, int length) {
		LiveStream stream = this.registry.find(streamId);
		return stream != null && this.writing.writeAll(stream, bytes, offset, length);
	}

	/**
	 * Writes as much as there is room for of records that follow each other, to an
	 * ordered stream.
	 * @return how many bytes were taken; where it is less than {@code length} and the
	 * stream takes more at all, {@link RecordSink#onStreamWritable(long)} follows
	 */
	public int writeSome(long streamId, byte[] bytes, int offset, int length) {
		LiveStream stream = this.registry.find(streamId);
		return (stream != null) ? this.writing.writeSome(stream, bytes, offset, length) : 0;
	}

	/** Whether a stream takes anything more from this side, now or later. */
	public boolean isWritable(long streamId) {
		LiveStream stream = this.registry.find(streamId);
		SendStream send = (stream != null) ? stream.send() : null;
		return send != null && send.isOpen();
	}

	/** Ends this side of a stream behind what was written; built-in streams never end. */
	public void finish(long streamId) {
		LiveStream stream = dynamic(streamId);
		SendStream send = (stream != null) ? stream.send() : null;
		if (stream != null && send != null && send.isOpen()) {
			send.finish();
			this.queues.activate(stream);
		}
	}

	/** Abandons this side of a stream: what was not delivered yet may never be. */
	public void reset(long streamId, int code) {
		LiveStream stream = dynamic(streamId);
		if (stream != null) {
			this.completion.reset(stream, code);
		}
	}

	/** Wants no more of the peer's side of a stream; nothing more is delivered. */
	public void stopSending(long streamId, int code) {
		LiveStream stream = dynamic(streamId);
		if (stream != null) {
			this.completion.stopSending(stream, code);
		}
	}

	/**
	 * Queues a datagram.
	 * @param datagramId named in {@link RecordSink#onDatagramDropped}
	 * @param expiryNanos when it is worth nothing any more, or Long.MAX_VALUE; the
	 * configured time to live holds too
	 * @return false where it is refused: the peer takes none so long, the path carries
	 * none so long, or the queue is full and keeps what it has
	 */
	public boolean writeDatagram(long datagramId, byte[] bytes, int offset, int length, long nowNanos,
			long expiryNanos) {
		if (length > maxDatagramBytes()) {
			return false;
		}
		if (this.walker.lengthAt(bytes, offset, length) != length) {
			throw new IllegalArgumentException("a datagram is one whole message");
		}
		return this.memory.admits(length)
				&& this.datagrams.offer(datagramId, bytes, offset, length, nowNanos, expiryNanos);
	}

	/** Longest message that a datagram carries now; 0 where the peer takes none. */
	public int maxDatagramBytes() {
		return (int) Math.max(0, Math.min(this.maxDatagramBytes, this.peerMaxDatagramBytes));
	}

	/** Drops and reports datagrams that waited too long; {@link #fill} does it too. */
	public void dropExpiredDatagrams(long nowNanos) {
		this.datagrams.dropExpired(nowNanos);
	}

	/**
	 * Whether a packet could carry something now. A stream that turns out to lack credit
	 * can make {@link #fill} write nothing all the same; then it is false afterwards.
	 */
	public boolean hasPending() {
		return this.filler.hasPending();
	}

	/**
	 * Appends as many frames as fit: credit, lost data, new data by the scheduler.
	 * @return whether a frame was written; all of them want to be acknowledged
	 */
	public boolean fill(FrameWriter writer, FrameRecorder recorder, long nowNanos) {
		this.context.onTime(nowNanos);
		return this.filler.fill(writer, recorder, nowNanos);
	}

	/** Asks for the credit that is lacking once more. */
	public void remindPeer(long nowNanos) {
		this.filler.remindPeer(nowNanos);
	}

	/** Whether a frame record stands for a DATAGRAM, which is never sent twice. */
	public static boolean isDatagram(int kind) {
		return kind == FrameKind.DATAGRAM;
	}

	/** A recorded frame arrived. */
	public void onFrameAcked(int kind, long a, long b, long c) {
		this.completion.onFrameAcked(kind, a, b, c);
	}

	/** A recorded frame was lost; what it carried goes out again, datagrams do not. */
	public void onFrameLost(int kind, long a, long b, long c) {
		this.completion.onFrameLost(kind, a, b, c);
	}

	/**
	 * The application consumed bytes of delivered records. Streams are over only then.
	 * @throws ProtocolViolation where room for large records lets one be seen that breaks
	 * a rule
	 */
	public void onConsumed(long streamId, long bytes) throws ProtocolViolation {
		LiveStream stream = this.registry.find(streamId);
		ReceiveStream receive = (stream != null) ? stream.receive() : null;
		if (stream == null || receive == null) {
			return;
		}
		receive.onConsumed(bytes);
		this.completion.afterReceive(stream, receive);
		if (!this.delivering) {
			retry(false);
		}
	}

	/**
	 * The sink has room again for what it refused.
	 * @throws ProtocolViolation where a record that is seen now breaks a rule
	 */
	public void retryDelivery() throws ProtocolViolation {
		retry(true);
	}

	/** What the streams may take, and who waits for more. */
	public StreamMemory memory() {
		return this.memory;
	}

	/** What is open, buffered and queued now. */
	public StreamFigures figures() {
		return this.figures;
	}

	/** Measures the way of single messages. */
	public MessageLatency latency() {
		return this.latency;
	}

	private void retry(boolean refused) throws ProtocolViolation {
		this.delivering = true;
		try {
			if (refused) {
				this.completion.retryRefused();
			}
			this.completion.retryAssembly();
		}
		finally {
			this.delivering = false;
		}
	}

	private @Nullable LiveStream dynamic(long streamId) {
		if (StreamId.isBand(streamId)) {
			throw new IllegalArgumentException("built-in streams are always open");
		}
		return this.registry.find(streamId);
	}

}
