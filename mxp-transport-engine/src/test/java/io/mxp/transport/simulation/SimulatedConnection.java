/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import io.mxp.transport.CloseReason;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionFigures;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.message.MessageFlags;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection with a small application on it. Made by {@link SimulatedPeer}.
 */
public final class SimulatedConnection {

	private final SimulatedPeer peer;

	private final Connection connection;

	private final int number;

	private final ArrayDeque<Message> backlog = new ArrayDeque<>();

	private final List<Messages.Received> received = new ArrayList<>();

	private final Map<Long, IncomingStream> incoming = new LinkedHashMap<>();

	private final Map<Long, OutgoingStream> outgoing = new LinkedHashMap<>();

	private final ArrayDeque<OutgoingStream> unopened = new ArrayDeque<>();

	private final Map<DatagramFate, List<Long>> datagrams = new EnumMap<>(DatagramFate.class);

	private ConnectionState lastState = ConnectionState.INITIAL;

	private long messageIds;

	private long countedBytes;

	private long establishedAtNanos = -1;

	private long closedAtNanos = -1;

	private @Nullable CloseReason closeReason;

	SimulatedConnection(SimulatedPeer peer, Connection connection, int number) {
		this.peer = peer;
		this.connection = connection;
		this.number = number;
	}

	/** The real connection. */
	public Connection connection() {
		return this.connection;
	}

	// ---- what an application does

	/** Sends an Event; what is refused is tried again when there is room. */
	public void send(String text) {
		send(MessageType.EVENT, Messages.utf8(text));
	}

	/** Sends a message of any type. */
	public void send(MessageType type, byte[] payload) {
		answer(type, Messages.encode(type, nextMessageId(), payload));
	}

	void answer(MessageType type, byte[] answer) {
		this.backlog.add(new Message(type, answer));
		act(this::flushBacklog);
	}

	/** Calls; the outcome fills itself. */
	public CallOutcome call(String text, long timeoutMillis) {
		long id = nextMessageId();
		byte[] call = Messages.call(id, Messages.utf8(text));
		return await(timeoutMillis, (deadline, outcome) -> this.connection.messages()
			.call(id, deadline, outcome, MessageType.CALL.defaultBand().index(), call, 0, call.length));
	}

	/** Sends an Event that asks for an Ack; the outcome fills itself. */
	public CallOutcome sendAcknowledged(String text, long timeoutMillis) {
		long id = nextMessageId();
		byte[] event = Messages.encode(MessageType.EVENT, MessageFlags.REQUIRES_ACK, id, Messages.utf8(text));
		int band = MessageType.EVENT.defaultBand().index();
		return await(timeoutMillis, (deadline, outcome) -> this.connection.messages()
			.sendAcknowledged(id, deadline, outcome, band, event, 0, event.length));
	}

	private CallOutcome await(long timeoutMillis, BiPredicate<Long, CallOutcome> sending) {
		CallOutcome outcome = new CallOutcome();
		if (!act(() -> sending.test(now() + timeoutMillis * 1_000_000, outcome))) {
			outcome.onFailure(ErrorCode.OVERLOADED, now());
		}
		return outcome;
	}

	/** Sends a message as a datagram; false where it is refused. */
	public boolean datagram(long datagramId, byte[] payload, long timeToLiveMillis) {
		byte[] message = Messages.encode(MessageType.EVENT, nextMessageId(), payload);
		return act(() -> this.connection.messages()
			.datagram(datagramId, message, 0, message.length, now(), now() + timeToLiveMillis * 1_000_000));
	}

	/**
	 * Opens a unidirectional stream and writes so many bytes of random content in chunks.
	 */
	public OutgoingStream upload(long bytes, int chunkBytes) {
		return start(true, "", bytes, chunkBytes);
	}

	/**
	 * Opens a unidirectional stream and writes the same chunk of zeros again and again,
	 * until {@link OutgoingStream#stop()}.
	 */
	public OutgoingStream uploadZeros(int chunkBytes) {
		return start(OutgoingStream.endless(this, chunkBytes));
	}

	/** Opens a bidirectional stream that asks the peer for so many bytes. */
	public OutgoingStream download(long bytes) {
		return start(false, SimulatedPeer.GET + bytes, 0, 1);
	}

	/** Opens a bidirectional stream whose bytes the peer sends back; at most 4,096. */
	public OutgoingStream echo(int bytes) {
		return start(false, SimulatedPeer.ECHO, bytes, bytes);
	}

	private OutgoingStream start(boolean unidirectional, String request, long bytes, int chunkBytes) {
		return start(OutgoingStream.opening(this, unidirectional, Messages.utf8(request), bytes, chunkBytes,
				this.peer.simulation().content(this.peer.name() + this.number + "-" + this.messageIds)));
	}

	private OutgoingStream start(OutgoingStream stream) {
		this.unopened.add(stream);
		act(this::openStreams);
		return stream;
	}

	/** The answering direction of a stream that the peer opened. */
	OutgoingStream answer(long streamId, long bytes, int chunkBytes) {
		OutgoingStream stream = OutgoingStream.answering(this, streamId, bytes, chunkBytes,
				this.peer.simulation().content(this.peer.name() + this.number + "-" + streamId));
		this.outgoing.put(streamId, stream);
		act(stream::advance);
		return stream;
	}

	/** The same with given bytes in one chunk. */
	OutgoingStream answer(long streamId, byte[] content) {
		OutgoingStream stream = OutgoingStream.answering(this, streamId, content);
		this.outgoing.put(streamId, stream);
		act(stream::advance);
		return stream;
	}

	/** Abandons a stream that this end writes. */
	public void reset(OutgoingStream stream, ErrorCode code) {
		stream.abandon();
		act(() -> this.connection.messages().resetStream(stream.streamId(), code));
	}

	/** Wants no more of what the peer writes on a stream. */
	public void stopSending(long streamId, ErrorCode code) {
		act(() -> this.connection.messages().stopSending(streamId, code));
	}

	/** Sends what may be sent now. */
	void flush() {
		this.peer.touch(this);
	}

	public void close() {
		close(ErrorCode.NO_ERROR, "");
	}

	public void close(ErrorCode code, String reason) {
		act(() -> this.connection.close(now(), code, reason));
	}

	// ---- what it sees

	public ConnectionState state() {
		return this.connection.state();
	}

	public ConnectionFigures figures() {
		return this.connection.figures();
	}

	public boolean isEstablished() {
		return this.establishedAtNanos >= 0;
	}

	/** Virtual time at which the connection was established; -1 before. */
	public long establishedAtNanos() {
		return this.establishedAtNanos;
	}

	/** Virtual time at which the application learned of the end; -1 before. */
	public long closedAtNanos() {
		return this.closedAtNanos;
	}

	/** Why it ended; null before. */
	public @Nullable CloseReason closeReason() {
		return this.closeReason;
	}

	/**
	 * The texts of all messages that are neither answers nor parts of streams, in order
	 * of arrival.
	 */
	public List<String> received() {
		return this.received.stream().map(Messages.Received::text).toList();
	}

	List<Messages.Received> receivedMessages() {
		return this.received;
	}

	/** Streams that something arrived on, in the order in which they appeared. */
	public Collection<IncomingStream> incomingStreams() {
		return this.incoming.values();
	}

	/** What came on a stream. */
	public @Nullable IncomingStream incoming(long streamId) {
		return this.incoming.get(streamId);
	}

	/** What this end wrote on a stream. */
	public @Nullable OutgoingStream outgoing(long streamId) {
		return this.outgoing.get(streamId);
	}

	/** Datagrams with a fate, by their ids. */
	public List<Long> datagrams(DatagramFate fate) {
		return this.datagrams.getOrDefault(fate, List.of());
	}

	/** Bytes of messages that {@link PeerListener.Reading#COUNTING} counted. */
	public long countedBytes() {
		return this.countedBytes;
	}

	/** Whether nothing is under way and nothing will be without a new cause. */
	boolean isQuiet() {
		ConnectionFigures figures = this.connection.figures();
		return this.connection.state() == ConnectionState.ESTABLISHED && figures.isConfirmed()
				&& figures.bytesInFlight() == 0 && this.connection.messages().isFlushed() && this.backlog.isEmpty()
				&& figures.pendingCalls() + figures.pendingAcks() == 0;
	}

	/** Notes the change of state since the last call, if any. */
	void noteState(Set<String> transitions) {
		ConnectionState now = this.connection.state();
		if (now != this.lastState) {
			transitions.add(this.lastState + ">" + now);
			this.lastState = now;
		}
	}

	// ---- inputs from the listener

	void onEstablished(long nowNanos) {
		this.establishedAtNanos = nowNanos;
	}

	void onClosed(long nowNanos, CloseReason reason) {
		if (this.closeReason != null) {
			throw new IllegalStateException("a connection ended twice");
		}
		this.closedAtNanos = nowNanos;
		this.closeReason = reason;
		this.backlog.clear();
		this.unopened.clear();
		this.outgoing.values().forEach(OutgoingStream::abandon);
	}

	void onMessage(Messages.Received message) {
		switch (message.type()) {
			case STREAM_OPEN -> stream(message.streamId()).onOpen(message.text());
			case STREAM_CHUNK -> stream(message.streamId()).onChunk(message.payload());
			default -> this.received.add(message);
		}
	}

	void onCounted(int length) {
		this.countedBytes += length;
	}

	void onStreamFinished(long streamId) {
		stream(streamId).onFinished();
	}

	void onStreamReset(long streamId) {
		stream(streamId).onReset();
	}

	void onStopSending(long streamId) {
		OutgoingStream stream = this.outgoing.get(streamId);
		if (stream != null) {
			stream.abandon();
		}
	}

	void onWritable(long streamId) {
		openStreams();
		OutgoingStream stream = this.outgoing.get(streamId);
		if (stream != null) {
			stream.advance();
		}
		flushBacklog();
	}

	void onDatagramFate(long datagramId, DatagramFate fate) {
		this.datagrams.computeIfAbsent(fate, (any) -> new ArrayList<>()).add(datagramId);
	}

	void onOpened(OutgoingStream stream) {
		this.outgoing.put(stream.streamId(), stream);
	}

	long nextMessageId() {
		return ++this.messageIds;
	}

	private IncomingStream stream(long streamId) {
		return this.incoming.computeIfAbsent(streamId, IncomingStream::new);
	}

	private void openStreams() {
		for (OutgoingStream next = this.unopened.peek(); next != null; next = this.unopened.peek()) {
			next.advance();
			if (next.streamId() < 0) {
				return;
			}
			this.unopened.remove();
		}
	}

	private void flushBacklog() {
		for (Message next = this.backlog.peek(); next != null; next = this.backlog.peek()) {
			byte[] bytes = next.bytes;
			if (!this.connection.messages().send(next.type.defaultBand().index(), bytes, 0, bytes.length)) {
				return;
			}
			this.backlog.remove();
		}
	}

	private long now() {
		return this.peer.simulation().nowNanos();
	}

	private void act(Runnable action) {
		act(() -> {
			action.run();
			return true;
		});
	}

	/**
	 * Does something to the connection as its owner's thread would, then lets the
	 * endpoint send.
	 */
	private <T> T act(Supplier<T> action) {
		T result = action.get();
		this.peer.touch(this);
		return result;
	}

	/** A message that waits for room. */
	private record Message(MessageType type, byte[] bytes) {
	}

}
