/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

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
final class EngineResponder implements Responder {

	private final EngineConnection connection;

	private final long messageId;

	private final long traceId;

	private final AtomicBoolean answered = new AtomicBoolean();

	EngineResponder(EngineConnection connection, long messageId, long traceId) {
		this.connection = connection;
		this.messageId = messageId;
		this.traceId = traceId;
		connection.onCallsInProgress(1);
	}

	private boolean take() {
		boolean first = this.answered.compareAndSet(false, true);
		if (first) {
			this.connection.onCallsInProgress(-1);
		}
		return first;
	}

	@Override
	public MxpConnection connection() {
		return this.connection;
	}

	@Override
	public boolean reply(MessageMetadata metadata, ByteBuffer payload) {
		if (!this.connection.isOpen() || !take()) {
			return false;
		}
		try {
			if (this.connection.send(MessageType.RESPONSE, this.messageId, this.traceId, metadata, payload, false)) {
				return true;
			}
			error(ErrorCode.OVERLOADED, "the answer's queue is full");
		}
		catch (TransportException.MessageTooLarge ex) {
			error(ErrorCode.TOO_LARGE, "the answer is larger than a message may be");
		}
		catch (TransportException.ConnectionClosed ex) {
			return false;
		}
		return false;
	}

	@Override
	public boolean fail(ErrorCode code, String text) {
		return take() && error(code, text);
	}

	private boolean error(ErrorCode code, String text) {
		return this.connection.sendEncoded(this.connection.loop().bandOf(MessageType.ERROR).index(),
				OutboundMessages.error(this.messageId, this.traceId, code, text));
	}

	@Override
	public CompletableFuture<MxpStream> stream(MessageMetadata metadata, StreamListener listener) {
		if (!take()) {
			return CompletableFuture.failedFuture(new IllegalStateException("The call was answered before"));
		}
		StreamRequest request = new StreamRequest(null, metadata, false, this.traceId);
		return this.connection.openStream(request, this.messageId, listener).whenComplete((stream, failure) -> {
			if (failure != null) {
				error(ErrorCode.OVERLOADED, "no stream could be opened for the answer");
			}
		});
	}

	@Override
	public boolean isOpen() {
		return !this.answered.get() && this.connection.isOpen();
	}

}
