/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.engine.Seals.SealedData;
import io.mxp.transport.security.AnswerBox;

import org.jspecify.annotations.Nullable;

/**
 * Answers one call once.
 */
final class EngineResponder extends SingleAnswer implements Responder {

	private final @Nullable Sealing sealing;

	/**
	 * @param sealing the seal of the call, null where it has none
	 */
	EngineResponder(EngineConnection connection, long messageId, long traceId, @Nullable Sealing sealing) {
		super(connection, messageId, traceId);
		this.sealing = sealing;
	}

	@Override
	public MxpConnection connection() {
		return handle();
	}

	@Override
	public boolean reply(MessageMetadata metadata, ByteBuffer payload) {
		if (!handle().isOpen() || !take()) {
			return false;
		}
		return send(() -> {
			Sealing present = this.sealing;
			AnswerBox box = answers();
			return (present != null && box != null)
					? sendSealed(
							seals().sealAnswer(handle().payloads(), present.compressAnswers(), box, metadata, payload))
					: handle().sends().send(MessageType.RESPONSE, messageId(), traceId(), metadata, payload, false);
		});
	}

	@Override
	public boolean relay(Reply answer) {
		Seal seal = answer.seal();
		if (seal == null || seal.opened()) {
			throw new IllegalArgumentException(
					"Only an answer that is sealed for another agent is passed on as it came");
		}
		if (!handle().isOpen() || !take()) {
			return false;
		}
		MessageEncoding encoding = MessageEncoding.relayed(seal);
		return send(() -> handle().sends()
			.sendEncoded(MessageType.RESPONSE, messageId(), traceId(),
					EncodedSends.encode(handle(), MessageType.RESPONSE,
							handle().hasProfile() ? answer.metadata() : null, answer.payload(), encoding)));
	}

	/** An error is for the caller alone, too. */
	@Override
	boolean sendError(ErrorCode code, String text) {
		AnswerBox box = answers();
		if (box == null) {
			return super.sendError(code, text);
		}
		return handle().isOpen()
				&& sendSealed(seals().sealError(handle().payloads(), box, OutboundMessages.errorPayload(code, text)));
	}

	private boolean sendSealed(SealedData sealed) {
		MessageMetadata none = handle().hasProfile() ? MessageMetadata.EMPTY : null;
		byte[] payload = OutboundMessages.dataPayload(none, ByteBuffer.wrap(sealed.bytes()));
		return handle().sends()
			.sendEncoded(MessageType.RESPONSE, messageId(), traceId(),
					new Encoded(sealed.flags(), payload, payload.length));
	}

	private @Nullable AnswerBox answers() {
		Sealing present = this.sealing;
		return (present != null) ? present.answers() : null;
	}

	private Seals seals() {
		return handle().payloads().seals();
	}

	private boolean send(BooleanSupplier attempt) {
		try {
			if (attempt.getAsBoolean()) {
				return true;
			}
			sendError(ErrorCode.OVERLOADED, "the answer's queue is full");
		}
		catch (TransportException.MessageTooLarge ex) {
			sendError(ErrorCode.TOO_LARGE, "the answer is larger than a message may be");
		}
		catch (TransportException.ConnectionClosed ex) {
			return false;
		}
		return false;
	}

	@Override
	public CompletableFuture<MxpStream> stream(MessageMetadata metadata, StreamListener listener) {
		if (this.sealing != null) {
			return CompletableFuture.failedFuture(
					new TransportException.CannotSeal("The call is sealed, and a stream of answers cannot be"));
		}
		if (!take()) {
			return CompletableFuture.failedFuture(new IllegalStateException("The call was answered before"));
		}
		StreamRequest request = new StreamRequest(null, metadata, false, traceId());
		return handle().openStream(request, messageId(), listener).whenComplete((stream, failure) -> {
			if (failure != null) {
				sendError(ErrorCode.OVERLOADED, "no stream could be opened for the answer");
			}
		});
	}

}
