/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.Collection;
import java.util.List;
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

	private final SimulatedInbox inbox = new SimulatedInbox();

	private final SimulatedOutbox outbox;

	private ConnectionState lastState = ConnectionState.INITIAL;

	private long messageIds;

	private long establishedAtNanos = -1;

	private long closedAtNanos = -1;

	private @Nullable CloseReason closeReason;

	SimulatedConnection(SimulatedPeer peer, Connection connection, int number) {
		this.peer = peer;
		this.connection = connection;
		this.number = number;
		this.outbox = new SimulatedOutbox(connection);
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
		act(() -> this.outbox.send(type, answer));
	}

	/** Calls; the outcome fills itself. */
	public CallOutcome call(String text, long timeoutMillis) {
		long id = nextMessageId();
		byte[] call = Messages.call(id, Messages.utf8(text));
		return await(timeoutMillis, (deadline, outcome) -> this.connection.messages()
			.call(id, deadline, outcome, MessageType.CALL.defaultBand().index(), call, 0, call.length));
	}

	/** Calls what may be called twice; the outcome fills itself. */
	public CallOutcome callIdempotent(String text, long timeoutMillis) {
		long id = nextMessageId();
		byte[] call = Messages.idempotentCall(id, "key " + id, Messages.utf8(text));
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
		act(() -> this.outbox.open(stream));
		return stream;
	}

	/** The answering direction of a stream that the peer opened. */
	OutgoingStream answer(long streamId, long bytes, int chunkBytes) {
		OutgoingStream stream = OutgoingStream.answering(this, streamId, bytes, chunkBytes,
				this.peer.simulation().content(this.peer.name() + this.number + "-" + streamId));
		this.outbox.onOpened(stream);
		act(stream::advance);
		return stream;
	}

	/** The same with given bytes in one chunk. */
	OutgoingStream answer(long streamId, byte[] content) {
		OutgoingStream stream = OutgoingStream.answering(this, streamId, content);
		this.outbox.onOpened(stream);
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
	public void flush() {
		this.peer.touch(this);
	}

	/**
	 * Goes on from another socket of the peer's, if the other end is reached from there.
	 */
	public boolean migrate(int local) {
		return act(() -> this.connection.migrate(now(), local));
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
		return this.inbox.messages().stream().map(Messages.Received::text).toList();
	}

	List<Messages.Received> receivedMessages() {
		return this.inbox.messages();
	}

	/** Streams that something arrived on, in the order in which they appeared. */
	public Collection<IncomingStream> incomingStreams() {
		return this.inbox.streams();
	}

	/** What came on a stream. */
	public @Nullable IncomingStream incoming(long streamId) {
		return this.inbox.stream(streamId);
	}

	/** What this end wrote on a stream. */
	public @Nullable OutgoingStream outgoing(long streamId) {
		return this.outbox.stream(streamId);
	}

	/** Datagrams with a fate, by their ids. */
	public List<Long> datagrams(DatagramFate fate) {
		return this.outbox.datagrams(fate);
	}

	/** Bytes of messages that {@link PeerListener.Reading#COUNTING} counted. */
	public long countedBytes() {
		return this.inbox.countedBytes();
	}

	/** Whether nothing is under way and nothing will be without a new cause. */
	boolean isQuiet() {
		ConnectionFigures figures = this.connection.figures();
		return this.connection.state() == ConnectionState.ESTABLISHED && figures.isConfirmed()
				&& figures.bytesInFlight() == 0 && this.connection.messages().isFlushed() && this.outbox.isEmpty()
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
		this.outbox.abandon();
	}

	/** What arrived. */
	SimulatedInbox inbox() {
		return this.inbox;
	}

	/** What waits to be sent. */
	SimulatedOutbox outbox() {
		return this.outbox;
	}

	long nextMessageId() {
		return ++this.messageIds;
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

}
