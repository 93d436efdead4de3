/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.MessageType;

/**
 * Tells the sender of one message once what became of it.
 */
final class EngineAcknowledgement extends SingleAnswer implements Acknowledgement {

	EngineAcknowledgement(EngineConnection connection, long messageId, long traceId) {
		super(connection, messageId, traceId);
	}

	@Override
	public boolean done() {
		return take() && send(MessageType.ACK, OutboundMessages.ack(messageId(), traceId()));
	}

}
