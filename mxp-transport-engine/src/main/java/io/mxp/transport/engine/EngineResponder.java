/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;

/**
 * Answers one call once.
 */
final class EngineResponder extends SingleAnswer implements Responder {

	EngineResponder(EngineConnection connection, long messageId, long traceId) {
		super(connection, messageId, traceId);
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
		try {
			if (handle().sends().send(MessageType.RESPONSE, messageId(), traceId(), metadata, payload, false)) {
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
