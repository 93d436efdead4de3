/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageExchange;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.reliability.LossRecovery;
import io.mxp.transport.stream.AgentBudget;
import io.mxp.transport.stream.RecordSink;
import io.mxp.transport.stream.StreamMultiplexer;

import org.jspecify.annotations.Nullable;

/**
 * Messages of one connection: where each travels, which call waits for which answer.
 * Takes and gives whole encoded MXP messages.
 */
public final class MessagePlane {

	/** Largest encoded message that travels on a band stream. */
	// SPEC streams.md#message-placement
	public static final int MAX_BAND_MESSAGE_BYTES = 16 * 1024;

	private final Connection connection;

	private final ConnectionListener listener;

	private final MessageExchange calls;

	/** Messages that wait for their Ack. */
	private final MessageExchange acks;

	private final MessageExchange.EndedCalls expired = (id, call) -> fail(call, ErrorCode.DEADLINE_EXCEEDED);

	private final MessageSink sink;

	private @Nullable StreamMultiplexer streams;

	private @Nullable LargeMessages large;

	private @Nullable OrderedMessages ordered;

	private long messagesSent;

	private boolean peerProfile;

	private boolean peerCompression;

	MessagePlane(Connection connection, ConnectionSettings settings, ConnectionListener listener) {
		this.connection = connection;
		this.listener = listener;
		int maxPending = settings.config().session().maxPendingCalls();
		long hashKey = settings.hashKey();
		this.calls = new MessageExchange(maxPending, hashKey);
		this.acks = new MessageExchange(maxPending, hashKey);
		this.sink = new MessageSink(connection, this, listener);
	}

	void bind(StreamMultiplexer streams) {
		this.streams = streams;
		streams.measureRoundTripBy(this::roundTripNanos);
		this.large = new LargeMessages(streams);
		this.ordered = new OrderedMessages(streams);
	}

	RecordSink sink() {
		return this.sink;
	}

	LargeMessages large() {
		LargeMessages queue = this.large;
		if (queue == null) {
			throw new IllegalStateException("streams are not bound");
		}
		return queue;
	}

	OrderedMessages ordered() {
		OrderedMessages queue = this.ordered;
		if (queue == null) {
			throw new IllegalStateException("streams are not bound");
		}
		return queue;
	}

	/**
	 * Sends one encoded message behind all others that were sent so in its band, on the
	 * ordered stream of the band.
	 * @return false where too much waits; nothing was taken then
	 */
	public boolean sendOrdered(int band, byte[] bytes, int offset, int length) {
		boolean accepted = !this.connection.isEarlyOpen() && ordered().offer(band, bytes, offset, length);
		if (accepted) {
			this.messagesSent++;
		}
		return accepted;
	}

	/**
	 * Sends one encoded message on the stream of its size and band.
	 * @return false where a bounded queue is full; nothing was taken then
	 */
	public boolean send(int band, byte[] bytes, int offset, int length) {
		EarlySending early = this.connection.resumption().sending();
		boolean accepted = early.admits(bytes, offset, length) && ((length <= MAX_BAND_MESSAGE_BYTES)
				? streams().write(band, bytes, offset, length) : large().offer(band, bytes, offset, length));
		if (accepted) {
			this.messagesSent++;
			early.onAccepted(length);
		}
		return accepted;
	}

	/** Whether something was refused for lack of memory that waits to be tried again. */
	public boolean isShortOfMemory() {
		return streams().memory().deadlineNanos() != Long.MAX_VALUE;
	}

	/**
	 * Sends a Call and remembers who waits for its answer.
	 * @param call given back with the answer
	 * @return false where a queue is full or too many calls wait
	 */
	public boolean call(long messageId, long deadlineNanos, Object call, int band, byte[] bytes, int offset,
			int length) {
		return register(this.calls, messageId, deadlineNanos, call, band, bytes, offset, length);
	}

	/**
	 * Sends a message with REQUIRES_ACK and remembers who waits for its Ack.
	 * @param sender given back with the Ack or Error
	 * @return false where a queue is full or too many messages wait for their Acks
	 */
	// SPEC messages.md#requires-ack
	public boolean sendAcknowledged(long messageId, long deadlineNanos, Object sender, int band, byte[] bytes,
			int offset, int length) {
		return register(this.acks, messageId, deadlineNanos, sender, band, bytes, offset, length);
	}

	private boolean register(MessageExchange exchange, long messageId, long deadlineNanos, Object waiting, int band,
			byte[] bytes, int offset, int length) {
		if (exchange.register(messageId, deadlineNanos, waiting) != MessageExchange.Registration.ACCEPTED) {
			return false;
		}
		if (!send(band, bytes, offset, length)) {
			exchange.complete(messageId);
			return false;
		}
		return true;
	}

	/**
	 * Measures the way of the message that {@link #send}, {@link #call} or
	 * {@link #sendAcknowledged} just accepted.
	 * @param length its bytes
	 * @param acceptedNanos since when it is on its way; given back with
	 * {@link ConnectionListener#onMessageSent} and
	 * {@link ConnectionListener#onMessageAcknowledged}
	 * @param weight how many messages it stands for, itself included
	 */
	public void follow(int band, int length, long acceptedNanos, int weight) {
		if (length <= MAX_BAND_MESSAGE_BYTES) {
			streams().latency().follow(band, length, acceptedNanos, weight);
		}
		else {
			large().follow(acceptedNanos, weight);
		}
	}

	/** The same for a message that was written to a stream of its own, to its end. */
	public void followStream(long streamId, int length, long acceptedNanos, int weight) {
		streams().latency().follow(streamId, length, acceptedNanos, weight);
	}

	/** Takes a waiting call out, because it was answered by a stream or given up. */
	public @Nullable Object takeCall(long messageId) {
		return this.calls.complete(messageId);
	}

	/** Whoever waited for an Ack waits no longer: an Ack that comes is ignored. */
	public void forgetAck(long messageId) {
		this.acks.complete(messageId);
	}

	/**
	 * Who waits for an answer of this type under this id: a Response ends a call, an Ack
	 * a message that asked for it, an Error either; null for nobody.
	 */
	@Nullable Object waiting(int type, long messageId) {
		return exchange(type, messageId).attachment(messageId);
	}

	/** The answer was taken. */
	void onAnswered(int type, long messageId) {
		exchange(type, messageId).complete(messageId);
	}

	private MessageExchange exchange(int type, long messageId) {
		boolean ack = type == MessageType.ACK.code()
				|| (type == MessageType.ERROR.code() && this.acks.isPending(messageId));
		return ack ? this.acks : this.calls;
	}

	/** Opens an ordered stream; -1 where the peer's limit is reached. */
	public long openStream(int band, boolean unidirectional) {
		return streams().openStream(band, unidirectional);
	}

	/**
	 * Writes part of an encoded message on an own stream.
	 * @return how many bytes were taken
	 */
	public int writeSome(long streamId, byte[] bytes, int offset, int length) {
		return streams().writeSome(streamId, bytes, offset, length);
	}

	/** A message that was written in parts is complete. */
	public void onWritten() {
		this.messagesSent++;
	}

	/**
	 * Bytes of one band that were accepted and are not acknowledged yet, large messages
	 * and those that wait for their ordered stream included.
	 */
	public long queuedBytes(int band) {
		return streams().figures().queuedBytes(band) + large().bufferedBytes(band) + ordered().bufferedBytes(band);
	}

	/** What was given with a call that waits under this id; null for none. */
	public @Nullable Object call(long messageId) {
		return this.calls.attachment(messageId);
	}

	public void finishStream(long streamId) {
		streams().finish(streamId);
	}

	public void resetStream(long streamId, ErrorCode code) {
		streams().reset(streamId, code.code());
	}

	public void stopSending(long streamId, ErrorCode code) {
		streams().stopSending(streamId, code.code());
	}

	/**
	 * Queues one message for one DATAGRAM frame; false where it is too large for the path
	 * or the queue is full.
	 */
	public boolean datagram(long datagramId, byte[] bytes, int offset, int length, long nowNanos, long expiryNanos) {
		if (this.connection.isEarlyOpen()
				|| !streams().writeDatagram(datagramId, bytes, offset, length, nowNanos, expiryNanos)) {
			return false;
		}
		this.messagesSent++;
		return true;
	}

	/** Largest message that a datagram can carry now. */
	public int maxDatagramMessageBytes() {
		return streams().maxDatagramBytes();
	}

	/** Whether Call, Response, Event and StreamOpen of this connection carry metadata. */
	public boolean hasProfile() {
		return this.peerProfile;
	}

	/** Whether the peer accepts compressed payloads. */
	public boolean isCompressionAccepted() {
		return this.peerCompression;
	}

	/** The peer is known: its connections share this budget from here on. */
	public void shareBudget(AgentBudget budget) {
		streams().shareBudget(budget);
	}

	/** Whether anything that was accepted still waits to be sent or acknowledged. */
	public boolean isFlushed() {
		return !large().isPending() && !ordered().isPending() && streams().figures().bufferedSendBytes() == 0;
	}

	void onPeerProfile(int profile, int compression) {
		this.peerProfile = profile == 1;
		this.peerCompression = compression == 1;
	}

	void onTimeout(long nowNanos) {
		this.calls.expire(nowNanos, this.expired);
		this.acks.expire(nowNanos, this.expired);
		streams().memory().onTimeout(nowNanos);
	}

	long nextDeadlineNanos() {
		long answers = Math.min(this.calls.nextDeadlineNanos(), this.acks.nextDeadlineNanos());
		long streams = Math.min(streams().figures().nextDatagramExpiryNanos(), streams().memory().deadlineNanos());
		return Math.min(answers, streams);
	}

	void onClosed() {
		this.calls.failAll((id, call) -> fail(call, this.connection.life().reason().code()));
		this.acks.failAll((id, sender) -> fail(sender, this.connection.life().reason().code()));
		large().clear();
		ordered().clear();
	}

	long messagesSent() {
		return this.messagesSent;
	}

	long messagesMalformed() {
		return this.sink.messagesMalformed();
	}

	long datagramsRefused() {
		return this.sink.datagramsRefused();
	}

	long messagesReceived() {
		return this.sink.messagesReceived();
	}

	int pendingCalls() {
		return this.calls.pending();
	}

	int pendingAcks() {
		return this.acks.pending();
	}

	long acksIgnored() {
		return this.sink.acksIgnored();
	}

	private void fail(Object call, ErrorCode code) {
		this.listener.onCallFailed(this.connection, call, code);
	}

	private StreamMultiplexer streams() {
		StreamMultiplexer multiplexer = this.streams;
		if (multiplexer == null) {
			throw new IllegalStateException("streams are not bound");
		}
		return multiplexer;
	}

	private long roundTripNanos() {
		LossRecovery recovery = this.connection.recovery();
		return (recovery.latestRttNanos() > 0) ? recovery.smoothedRttNanos() : 0;
	}

	static boolean isAnswer(byte[] bytes, int offset) {
		int type = MessageHeader.typeCode(bytes, offset);
		return type == MessageType.RESPONSE.code() || type == MessageType.ERROR.code()
				|| type == MessageType.ACK.code();
	}

	static int encodedLength(byte[] bytes, int offset) {
		return MessageCodec.encodedLength((int) MessageHeader.payloadLength(bytes, offset));
	}

}
