/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;

/**
 * Tells the sender of one message once what became of it.
 */
final class EngineAcknowledgement implements Acknowledgement {

	private final EngineConnection connection;

	private final long messageId;

	private final long traceId;

	private final AtomicBoolean told = new AtomicBoolean();

	EngineAcknowledgement(EngineConnection connection, long messageId, long traceId) {
		this.connection = connection;
		this.messageId = messageId;
		this.traceId = traceId;
		connection.onCallsInProgress(1);
	}

	private boolean take() {
		boolean first = this.told.compareAndSet(false, true);
		if (first) {
			this.connection.onCallsInProgress(-1);
		}
		return first;
	}

	@Override
	public boolean done() {
		return take() && send(MessageType.ACK, OutboundMessages.ack(this.messageId, this.traceId));
	}

	@Override
	public boolean fail(ErrorCode code, String text) {
		return take() && send(MessageType.ERROR, OutboundMessages.error(this.messageId, this.traceId, code, text));
	}

	private boolean send(MessageType type, byte[] message) {
		return this.connection.sendEncoded(this.connection.loop().bandOf(type).index(), message);
	}

	@Override
	public boolean isOpen() {
		return !this.told.get() && this.connection.isOpen();
	}

}
