/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageType;
import io.mxp.transport.message.AckPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.DecodedMessage;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.stream.RecordSink;

/**
 * Checks every message that the streams deliver and hands it to the listener: answers to
 * whoever called.
 */
final class MessageSink implements RecordSink {

	private final Connection connection;

	private final MessagePlane messages;

	private final ConnectionListener listener;

	private final MessageCodec codec = new MessageCodec();

	private final DecodedMessage decoded = new DecodedMessage();

	private long messagesReceived;

	private long datagramsRefused;

	private long messagesMalformed;

	private long acksIgnored;

	MessageSink(Connection connection, MessagePlane messages, ConnectionListener listener) {
		this.connection = connection;
		this.messages = messages;
		this.listener = listener;
	}

	@Override
	public boolean onRecord(long streamId, int band, byte[] bytes, int offset, int length) throws ProtocolViolation {
		if (this.connection.state() != ConnectionState.ESTABLISHED) {
			return false;
		}
		this.codec.decodeExactly(bytes, offset, length, this.decoded);
		if (this.decoded.error() != DecodeError.NONE || ((this.decoded.flags() & MessageFlags.ENCODED) != 0
				&& !MessageFlags.mayBeCompressed(this.decoded.typeCode()))) {
			this.messagesMalformed++;
			return drop(streamId, length);
		}
		EarlyReceiving early = this.connection.resumption().receiving();
		boolean isEarly = early.isEarly();
		if (isEarly) {
			early.onMessage(bytes, offset);
		}
		boolean accepted = MessagePlane.isAnswer(bytes, offset) ? answer(streamId, band, bytes, offset, length)
				: this.listener.onMessage(this.connection, streamId, band, bytes, offset, length);
		if (accepted) {
			this.messagesReceived++;
			if (isEarly) {
				early.onDelivered();
			}
		}
		return accepted;
	}

	private boolean answer(long streamId, int band, byte[] bytes, int offset, int length) throws ProtocolViolation {
		int type = MessageHeader.typeCode(bytes, offset);
		long messageId = MessageHeader.messageId(bytes, offset);
		boolean ack = type == MessageType.ACK.code();
		if (ack && AckPayload.check(bytes, offset + MessageHeader.LENGTH,
				(int) MessageHeader.payloadLength(bytes, offset), messageId) != DecodeError.NONE) {
			this.messagesMalformed++;
			return drop(streamId, length);
		}
		Object waiting = this.messages.waiting(type, messageId);
		if (waiting == null && ack) {
			this.acksIgnored++;
			return drop(streamId, length);
		}
		if (waiting == null) {
			return this.listener.onMessage(this.connection, streamId, band, bytes, offset, length);
		}
		if (!this.listener.onAnswer(this.connection, waiting, streamId, bytes, offset, length)) {
			return false;
		}
		this.messages.onAnswered(type, messageId);
		return true;
	}

	private boolean drop(long streamId, int length) throws ProtocolViolation {
		if (streamId >= 0) {
			this.connection.streams().onConsumed(streamId, length);
		}
		return true;
	}

	@Override
	public void onStreamOpened(long streamId, int band, boolean unidirectional) {
		// The StreamOpen message that follows tells the application.
	}

	@Override
	public void onStreamFinished(long streamId) {
		this.listener.onStreamFinished(this.connection, streamId);
	}

	@Override
	public void onStreamReset(long streamId, int code, long finalSize) {
		this.listener.onStreamReset(this.connection, streamId, code);
	}

	@Override
	public void onStopSending(long streamId, int code) {
		if (this.messages.large().abandon(streamId) || this.messages.ordered().abandon(streamId)) {
			return;
		}
		this.listener.onStopSending(this.connection, streamId, code);
	}

	@Override
	public void onStreamWritable(long streamId) {
		if (!this.messages.large().onWritable(streamId) && !this.messages.ordered().onWritable(streamId)) {
			this.listener.onStreamWritable(this.connection, streamId);
		}
	}

	@Override
	public void onDatagram(byte[] bytes, int offset, int length) throws ProtocolViolation {
		if (!onRecord(-1, -1, bytes, offset, length)) {
			this.datagramsRefused++;
		}
	}

	@Override
	public void onStreamSendClosed(long streamId) {
		// Nobody waits for it: what matters to the application is what the peer answers.
	}

	@Override
	public void onDatagramDropped(long datagramId, DatagramFate fate) {
		this.listener.onDatagramFate(this.connection, datagramId, fate);
	}

	@Override
	public void onMessageSent(int band, long acceptedNanos, int weight) {
		this.listener.onMessageSent(this.connection, band, acceptedNanos, weight);
	}

	@Override
	public void onMessageAcknowledged(int band, long acceptedNanos, int weight) {
		this.listener.onMessageAcknowledged(this.connection, band, acceptedNanos, weight);
	}

	@Override
	public void onDatagramAcknowledged(long datagramId) {
		this.listener.onDatagramFate(this.connection, datagramId, DatagramFate.ACKNOWLEDGED);
	}

	/** Datagrams that arrived whole and found no room at the application's side. */
	long datagramsRefused() {
		return this.datagramsRefused;
	}

	/** Messages that came authenticated and are not well-formed: dropped. */
	long messagesMalformed() {
		return this.messagesMalformed;
	}

	/** Acks that nobody waits for: too late, twice, or of a message never sent. */
	long acksIgnored() {
		return this.acksIgnored;
	}

	long messagesReceived() {
		return this.messagesReceived;
	}

}
