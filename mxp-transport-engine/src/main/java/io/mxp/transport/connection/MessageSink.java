/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.DecodedMessage;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.stream.DatagramFate;
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
		if (this.decoded.error() != DecodeError.NONE) {
			this.messagesMalformed++;
			if (streamId >= 0) {
				this.connection.streams().onConsumed(streamId, length);
			}
			return true;
		}
		boolean accepted = MessagePlane.isAnswer(bytes, offset) ? answer(streamId, band, bytes, offset, length)
				: this.listener.onMessage(this.connection, streamId, band, bytes, offset, length);
		if (accepted) {
			this.messagesReceived++;
		}
		return accepted;
	}

	private boolean answer(long streamId, int band, byte[] bytes, int offset, int length) {
		long messageId = MessageHeader.messageId(bytes, offset);
		Object call = this.messages.exchange().attachment(messageId);
		if (call == null) {
			return this.listener.onMessage(this.connection, streamId, band, bytes, offset, length);
		}
		if (!this.listener.onAnswer(this.connection, call, streamId, bytes, offset, length)) {
			return false;
		}
		this.messages.exchange().complete(messageId);
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
		if (this.messages.large().abandon(streamId)) {
			return;
		}
		this.listener.onStopSending(this.connection, streamId, code);
	}

	@Override
	public void onStreamWritable(long streamId) {
		if (!this.messages.large().onWritable(streamId)) {
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
		this.listener.onDatagramLost(this.connection, datagramId, fate == DatagramFate.LOST);
	}

	/** Datagrams that arrived whole and found no room at the application's side. */
	long datagramsRefused() {
		return this.datagramsRefused;
	}

	/** Messages that came authenticated and are not well-formed: dropped. */
	long messagesMalformed() {
		return this.messagesMalformed;
	}

	long messagesReceived() {
		return this.messagesReceived;
	}

}
