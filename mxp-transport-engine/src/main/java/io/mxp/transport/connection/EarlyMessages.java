/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;

/**
 * Which messages may travel in early data: those that do no harm when they are executed
 * late, and whose sender says so.
 */
// SPEC handshake.md#early-data
final class EarlyMessages {

	private final CallPayload call = new CallPayload();

	/** Whether a whole message that is well-formed may be early. */
	boolean mayBeEarly(byte[] bytes, int offset, boolean profile) {
		int type = MessageHeader.typeCode(bytes, offset);
		if ((MessageHeader.flags(bytes, offset) & MessageFlags.ENCODED) != 0) {
			return false;
		}
		return type == MessageType.AGENT_DISCOVER.code() || type == MessageType.AGENT_HEARTBEAT.code()
				|| (type == MessageType.CALL.code() && isIdempotent(bytes, offset, profile));
	}

	/** A Call is marked by an idempotency key. */
	private boolean isIdempotent(byte[] bytes, int offset, boolean profile) {
		return profile
				&& this.call.wrap(bytes, offset + MessageHeader.LENGTH,
						(int) MessageHeader.payloadLength(bytes, offset), true) == DecodeError.NONE
				&& this.call.metadata().idempotencyKey() != null;
	}

}
