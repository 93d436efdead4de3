/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;

import org.jspecify.annotations.Nullable;

/**
 * The message that a handler sees; one object for all messages of a delivery thread. HOT.
 */
final class MessageView implements InboundMessage {

	private static final byte[] NOTHING = new byte[0];

	private final NanoClock clock;

	private final DataPayload data = new DataPayload();

	private final CallPayload call = new CallPayload();

	private @Nullable EngineConnection connection;

	private MessageType type = MessageType.EVENT;

	private byte[] bytes = NOTHING;

	private int offset;

	private int dataOffset;

	private int dataLength;

	private boolean datagram;

	private boolean early;

	private @Nullable DataPayload led;

	/** A responder or an acknowledgement, made when it is asked for. */
	private @Nullable SingleAnswer answer;

	private @Nullable Sealing sealing;

	MessageView(NanoClock clock) {
		this.clock = clock;
	}

	/** For a message whose payload is refused before anything of it is read. */
	void wrapUnread(EngineConnection handle, long streamId, MessageType messageType, byte[] array, int at) {
		this.connection = handle;
		this.type = messageType;
		this.bytes = array;
		this.offset = at;
		this.datagram = streamId < 0;
		this.answer = null;
		this.sealing = null;
		this.led = null;
		this.dataOffset = at;
		this.dataLength = 0;
	}

	DecodeError wrap(EngineConnection handle, long streamId, MessageType messageType, byte[] array, int at,
			@Nullable Sealing seal) {
		wrapUnread(handle, streamId, messageType, array, at);
		this.sealing = seal;
		boolean profile = handle.hasProfile() || (seal != null && seal.seal().opened());
		int payload = at + MessageHeader.LENGTH;
		int length = (int) MessageHeader.payloadLength(array, at);
		if (messageType == MessageType.CALL || messageType == MessageType.EVENT) {
			DataPayload reader = (messageType == MessageType.CALL) ? this.call : this.data;
			DecodeError error = reader.wrap(array, payload, length, profile);
			this.led = profile ? reader : null;
			this.dataOffset = reader.dataOffset();
			this.dataLength = reader.dataLength();
			return error;
		}
		this.dataOffset = payload;
		this.dataLength = length;
		return DecodeError.NONE;
	}

	void clear() {
		this.connection = null;
		this.bytes = NOTHING;
		this.led = null;
		this.answer = null;
		this.sealing = null;
	}

	private EngineConnection handle() {
		EngineConnection handle = this.connection;
		if (handle == null) {
			throw new IllegalStateException("A message is valid only during the callback that brought it");
		}
		return handle;
	}

	@Override
	public MxpConnection connection() {
		return handle();
	}

	@Override
	public MessageType type() {
		return this.type;
	}

	@Override
	public int flags() {
		handle();
		return MessageHeader.flags(this.bytes, this.offset);
	}

	@Override
	public long messageId() {
		handle();
		return MessageHeader.messageId(this.bytes, this.offset);
	}

	@Override
	public long traceId() {
		handle();
		return MessageHeader.traceId(this.bytes, this.offset);
	}

	/** Of the message that comes next. */
	void early(boolean cameEarly) {
		this.early = cameEarly;
	}

	@Override
	public boolean isEarly() {
		return this.early;
	}

	@Override
	public boolean isDatagram() {
		return this.datagram;
	}

	@Override
	public @Nullable UUID target() {
		return (this.type == MessageType.CALL) ? this.call.target() : null;
	}

	@Override
	public MessageMetadata metadata() {
		DataPayload reader = this.led;
		return (reader != null) ? reader.metadata().toMetadata() : MessageMetadata.EMPTY;
	}

	@Override
	public @Nullable String subject() {
		DataPayload reader = this.led;
		return (reader != null) ? reader.metadata().subject() : null;
	}

	@Override
	public long deadlineNanos() {
		long millis = MessageMetadata.NO_DEADLINE;
		if (this.type == MessageType.CALL) {
			millis = this.call.deadlineMillis();
		}
		else if (this.type == MessageType.EVENT && requiresAck() && this.led != null) {
			millis = this.data.metadata().deadlineMillis();
		}
		return (millis >= 0) ? this.clock.toSystemNanos(this.clock.nanos() + millis * 1_000_000) : Long.MAX_VALUE;
	}

	@Override
	public ByteBuffer payload() {
		handle();
		return ByteBuffer.wrap(this.bytes, this.dataOffset, this.dataLength).slice().asReadOnlyBuffer();
	}

	@Override
	public byte[] copyPayload() {
		handle();
		byte[] copy = new byte[this.dataLength];
		System.arraycopy(this.bytes, this.dataOffset, copy, 0, this.dataLength);
		return copy;
	}

	@Override
	public boolean requiresAck() {
		return (flags() & MessageFlags.REQUIRES_ACK) != 0 && OutboundMessages.isAcknowledgeable(this.type);
	}

	@Override
	public Acknowledgement acknowledgement() {
		if (!requiresAck()) {
			throw new IllegalStateException("The sender of this message does not wait for an Ack");
		}
		if (this.answer instanceof EngineAcknowledgement taken) {
			return taken;
		}
		EngineAcknowledgement taken = new EngineAcknowledgement(handle(), messageId(), traceId());
		this.answer = taken;
		return taken;
	}

	/** The handler has returned, and did not say that it will tell the sender later. */
	void acknowledgeUnlessTaken() {
		if (requiresAck() && this.answer == null) {
			acknowledgement().done();
		}
	}

	@Override
	public Responder responder() {
		if (this.type != MessageType.CALL) {
			throw new IllegalStateException("Only a Call is answered, not a message of type " + this.type);
		}
		if (this.answer instanceof EngineResponder taken) {
			return taken;
		}
		EngineResponder taken = new EngineResponder(handle(), messageId(), traceId(), this.sealing);
		this.answer = taken;
		return taken;
	}

	@Override
	public @Nullable Seal seal() {
		Sealing present = this.sealing;
		return (present != null) ? present.seal() : null;
	}

	/** Whether it was sealed for this agent, so that its sender reads no other answer. */
	boolean isOpened() {
		Sealing present = this.sealing;
		return present != null && present.answers() != null;
	}

}
