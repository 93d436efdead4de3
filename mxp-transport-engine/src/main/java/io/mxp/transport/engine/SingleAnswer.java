/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.atomic.AtomicBoolean;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;

/**
 * What the sender of one message waits for and gets once. Until then it counts as a call
 * in progress, which a drain waits for.
 */
abstract class SingleAnswer {

	private final EngineConnection connection;

	private final long messageId;

	private final long traceId;

	private final AtomicBoolean given = new AtomicBoolean();

	SingleAnswer(EngineConnection connection, long messageId, long traceId) {
		this.connection = connection;
		this.messageId = messageId;
		this.traceId = traceId;
		connection.onCallsInProgress(1);
	}

	/** True for the first, who then has to give the answer. */
	final boolean take() {
		boolean first = this.given.compareAndSet(false, true);
		if (first) {
			this.connection.onCallsInProgress(-1);
		}
		return first;
	}

	public final boolean fail(ErrorCode code, String text) {
		return take() && sendError(code, text);
	}

	public final boolean isOpen() {
		return !this.given.get() && this.connection.isOpen();
	}

	boolean sendError(ErrorCode code, String text) {
		return send(MessageType.ERROR, OutboundMessages.error(this.messageId, this.traceId, code, text));
	}

	final boolean send(MessageType type, byte[] message) {
		return this.connection.sends().sendWhole(this.connection.loop().bandOf(type).index(), message);
	}

	final EngineConnection handle() {
		return this.connection;
	}

	final long messageId() {
		return this.messageId;
	}

	final long traceId() {
		return this.traceId;
	}

}
