/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.PayloadDecoder.Decoded;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.ErrorPayload;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageFormatException;
import io.mxp.transport.message.MessageHeader;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the application: handlers, listeners and futures. One for each thread that
 * delivers.
 */
final class Dispatcher {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final UUID NIL = new UUID(0, 0);

	private final MessageHandler handler;

	private final MessageView view;

	private final DataPayload answer = new DataPayload();

	private final PayloadDecoder decoder;

	private final AnswerOpener answers;

	private final @Nullable UUID agentId;

	private final Map<Long, EngineConnection> connections;

	private final LongAdder handlerFailures;

	private final BooleanSupplier draining;

	Dispatcher(MessageHandler handler, NanoClock clock, Payloads payloads, @Nullable UUID agentId,
			ConcurrentHashMap<Long, EngineConnection> connections, LongAdder handlerFailures,
			BooleanSupplier draining) {
		this.handler = handler;
		this.view = new MessageView(clock);
		this.decoder = new PayloadDecoder(payloads);
		this.answers = new AnswerOpener(payloads, this.decoder);
		this.agentId = agentId;
		this.connections = connections;
		this.handlerFailures = handlerFailures;
		this.draining = draining;
	}

	/** The application may see a connection from now on; has an effect once. */
	void connected(EngineConnection handle) {
		if (handle.isConnectedDelivered()) {
			return;
		}
		handle.connectedDelivered();
		this.connections.put(handle.id(), handle);
		guard(() -> this.handler.onConnected(handle));
		handle.established().complete(handle);
	}

	void closed(EngineConnection handle, CloseReason reason) {
		this.connections.remove(handle.id());
		boolean wasConnected = handle.isConnectedDelivered();
		handle.established()
			.completeExceptionally(new TransportException.HandshakeFailed(reason.code(),
					"No connection to " + handle.remoteAddress() + ": " + describe(reason)));
		if (wasConnected) {
			guard(() -> this.handler.onClosed(handle, reason));
		}
		handle.completeClosed(reason);
	}

	private static String describe(CloseReason reason) {
		String who = reason.byPeer() ? "the peer refused with " + reason.code() : reason.code().toString();
		return reason.text().isEmpty() ? who : who + ", " + reason.text();
	}

	void message(EngineConnection handle, long streamId, byte[] bytes, int offset, int length, boolean early) {
		this.view.early(early);
		MessageType type = MessageType.fromCode(MessageHeader.typeCode(bytes, offset));
		if (type == null || isLateAnswer(handle, type, bytes, offset)) {
			return;
		}
		if (!PayloadDecoder.isEncoded(bytes, offset)) {
			deliver(handle, streamId, type, bytes, offset, null);
			return;
		}
		Decoded plain = this.decoder.decode(handle.hasProfile(), type, bytes, offset);
		if (plain != null) {
			deliver(handle, streamId, type, plain.bytes(), plain.offset(), plain.sealing());
			return;
		}
		this.view.wrapUnread(handle, streamId, type, bytes, offset);
		refuse(handle, type, bytes, offset, this.decoder.code(), this.decoder.reason());
		this.view.clear();
	}

	private void deliver(EngineConnection handle, long streamId, MessageType type, byte[] bytes, int offset,
			@Nullable Sealing sealing) {
		DecodeError error = this.view.wrap(handle, streamId, type, bytes, offset, sealing);
		if (error != DecodeError.NONE) {
			refuse(handle, type, bytes, offset, ErrorCode.INVALID_ARGUMENT, "the payload is malformed: " + error);
			return;
		}
		if ((type == MessageType.CALL || this.view.requiresAck()) && isDraining()) {
			refuse(handle, type, bytes, offset, ErrorCode.UNAVAILABLE, "this agent shuts down");
			return;
		}
		if (sealing == null && MessageFlags.mayBeSealed(type.code())
				&& handle.payloads().seals().isRequired(handle.peer())) {
			this.decoder.refuse(DecodeError.SEALED_MISSING, 0, 0);
			refuse(handle, type, bytes, offset, this.decoder.code(), this.decoder.reason());
			return;
		}
		if (sealing == null && type == MessageType.CALL && isForSomebodyElse(this.view.target())) {
			refuse(handle, type, bytes, offset, ErrorCode.WRONG_TARGET,
					"agent " + this.view.target() + " does not answer here");
			return;
		}
		try {
			this.handler.onMessage(this.view);
			this.view.acknowledgeUnlessTaken();
		}
		catch (RuntimeException | Error ex) {
			onHandlerFailure(ex);
			refuse(handle, type, bytes, offset, ErrorCode.INTERNAL, "");
		}
		finally {
			this.view.clear();
		}
	}

	/** An answer to a call of ours that has ended. */
	private static boolean isLateAnswer(EngineConnection handle, MessageType type, byte[] bytes, int offset) {
		return type == MessageType.RESPONSE
				|| (type == MessageType.ERROR && handle.isOwnMessageId(MessageHeader.messageId(bytes, offset)));
	}

	private boolean isForSomebodyElse(@Nullable UUID target) {
		return target != null && this.agentId != null && !target.equals(NIL) && !target.equals(this.agentId);
	}

	private void refuse(EngineConnection handle, MessageType type, byte[] bytes, int offset, ErrorCode code,
			String text) {
		if (this.view.requiresAck()) {
			this.view.acknowledgement().fail(code, text);
		}
		else if (this.view.isOpened() && type == MessageType.CALL) {
			this.view.responder().fail(code, text);
		}
		else if (type == MessageType.CALL) {
			byte[] error = OutboundMessages.error(MessageHeader.messageId(bytes, offset),
					MessageHeader.traceId(bytes, offset), code, text);
			handle.sends().sendWhole(handle.loop().bandOf(MessageType.ERROR).index(), error);
		}
	}

	void answer(Pending pending, byte[] bytes, int offset, int length) {
		int payload = offset + MessageHeader.LENGTH;
		int payloadLength = (int) MessageHeader.payloadLength(bytes, offset);
		if (MessageHeader.typeCode(bytes, offset) == MessageType.ERROR.code()) {
			pending.fail(remoteError(bytes, payload, payloadLength, false));
		}
		else if (PayloadDecoder.isEncoded(bytes, offset)) {
			decodeAnswer(pending, bytes, offset);
		}
		else if (pending instanceof PendingAck ack) {
			guard(ack::acknowledged);
		}
		else if (pending instanceof PendingCall call) {
			answer(call, bytes, payload, payloadLength);
		}
	}

	private void decodeAnswer(Pending pending, byte[] bytes, int offset) {
		if ((MessageHeader.flags(bytes, offset) & MessageFlags.ENCRYPTED) != 0 && pending instanceof PendingCall call) {
			openAnswer(call, bytes, offset);
			return;
		}
		byte[] plain = this.decoder.decompress(bytes, offset);
		if (plain == null) {
			pending.fail(new TransportException.RemoteError(this.decoder.code(),
					"The answer is refused: " + this.decoder.reason()));
		}
		else if (pending instanceof PendingCall call) {
			answer(call, plain, MessageHeader.LENGTH, plain.length - MessageHeader.LENGTH);
		}
	}

	private void openAnswer(PendingCall call, byte[] bytes, int offset) {
		try {
			complete(call, this.answers.open(call, bytes, offset));
		}
		catch (AnswerOpener.Refused ex) {
			call.fail(ex.failure());
		}
	}

	private void answer(PendingCall call, byte[] bytes, int payload, int payloadLength) {
		if (call.sealed() != null || call.isRelayed()) {
			this.decoder.refuse(DecodeError.SEALED_MISSING, 0, 0);
			call.fail(AnswerOpener.refused(this.decoder.code(), "is not sealed, the call is").failure());
			return;
		}
		if (this.answer.wrap(bytes, payload, payloadLength, call.connection().hasProfile()) != DecodeError.NONE) {
			call.fail(new TransportException.RemoteError(ErrorCode.INVALID_ARGUMENT,
					"The answer is malformed: " + this.answer.error()));
			return;
		}
		MessageMetadata metadata = call.connection().hasProfile() ? this.answer.metadata().toMetadata()
				: MessageMetadata.EMPTY;
		ByteBuffer data = ByteBuffer
			.wrap(Arrays.copyOfRange(bytes, this.answer.dataOffset(),
					this.answer.dataOffset() + this.answer.dataLength()))
			.asReadOnlyBuffer();
		complete(call, new Reply(metadata, data));
	}

	private void complete(PendingCall call, Reply reply) {
		StreamListener listener = call.listener();
		if (listener == null) {
			guard(() -> call.reply().complete(reply));
			return;
		}
		EngineStream single = EngineStream.ofReply(call, listener, reply.metadata());
		guard(() -> {
			call.stream().complete(single);
			single.deliverReply(reply.payload());
		});
	}

	static TransportException remoteError(byte[] bytes, int offset, int length, boolean sealed) {
		try {
			ErrorPayload error = ErrorPayload.parse(bytes, offset, length);
			ErrorCode code = ErrorCode.of((int) error.code());
			String text = error.text().isEmpty() ? "The peer answered " + code
					: "The peer answered " + code + ": " + error.text();
			// Both sides watch the deadline: whose clock is first makes no difference.
			return (code == ErrorCode.DEADLINE_EXCEEDED) ? new TransportException.DeadlineExceeded(text)
					: new TransportException.RemoteError(code, text, sealed);
		}
		catch (MessageFormatException ex) {
			return new TransportException.RemoteError(ErrorCode.INTERNAL, "The peer answered with a malformed Error");
		}
	}

	PayloadDecoder decoder() {
		return this.decoder;
	}

	/** Whether nothing new is begun any more. */
	boolean isDraining() {
		return this.draining.getAsBoolean();
	}

	/** Whether a stream is refused because nothing is taken without a seal. */
	boolean isSealRequired(EngineStream stream) {
		EngineConnection handle = stream.handle();
		return handle.payloads().seals().isRequired(handle.peer());
	}

	/** The peer opened a stream: somebody listens, or it is refused. */
	@Nullable StreamListener streamOpened(EngineStream stream) {
		if (isDraining() || isSealRequired(stream)) {
			return null;
		}
		try {
			return this.handler.onStream(stream);
		}
		catch (RuntimeException | Error ex) {
			onHandlerFailure(ex);
			return null;
		}
	}

	/** Runs a callback of the application. */
	void guard(Runnable callback) {
		try {
			callback.run();
		}
		catch (RuntimeException | Error ex) {
			onHandlerFailure(ex);
		}
	}

	void onHandlerFailure(Throwable failure) {
		this.handlerFailures.increment();
		logger.error("A handler failed", failure);
	}

}
