/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.message;

import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.stream.MessageFraming;

/**
 * Finds the end of a message from its header alone. Refuses only what makes the length
 * doubtful (magic, reserved field, limit); type, flags and checksum are for
 * {@link MessageCodec}, message by message, so that one bad message costs itself only.
 */
// SPEC messages.md#messages-in-a-stream
final class HeaderFraming implements MessageFraming {

	@Override
	public long recordLength(byte[] bytes, int offset, int available) {
		if (available < MessageHeader.LENGTH) {
			return 0;
		}
		long payloadLength = MessageHeader.payloadLength(bytes, offset);
		if (MessageHeader.magic(bytes, offset) != MessageHeader.MAGIC
				|| LittleEndian.getUnsignedShort(bytes, offset + MessageHeader.RESERVED) != 0
				|| Long.compareUnsigned(payloadLength, MessageCodec.MAX_PAYLOAD_LENGTH) > 0) {
			return -1;
		}
		return MessageCodec.OVERHEAD + payloadLength;
	}

	@Override
	public int minimumHeader() {
		return MessageHeader.LENGTH;
	}

}
