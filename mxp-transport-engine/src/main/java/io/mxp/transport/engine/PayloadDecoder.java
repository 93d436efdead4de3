/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.message.CompressedPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import org.jspecify.annotations.Nullable;

/**
 * Undoes what was done to payloads, just before the application sees them: what waits
 * anywhere waits as short as it came. One for each thread that delivers. COLD.
 */
final class PayloadDecoder {

	private final Payloads payloads;

	private final CompressedPayload compressed = new CompressedPayload();

	private DecodeError error = DecodeError.NONE;

	private String reason = "";

	PayloadDecoder(Payloads payloads) {
		this.payloads = payloads;
	}

	/** Whether there is something to undo. */
	static boolean isEncoded(byte[] bytes, int offset) {
		return (MessageHeader.flags(bytes, offset) & MessageFlags.ENCODED) != 0;
	}

	/**
	 * The same message with the payload that was sent: header and payload in a new array,
	 * without checksum; null where it is refused.
	 */
	byte @Nullable [] decode(byte[] bytes, int offset) {
		int flags = MessageHeader.flags(bytes, offset) & MessageFlags.ENCODED;
		int limitBytes = this.payloads.maxContentBytes();
		if (flags != MessageFlags.COMPRESSED || limitBytes < 0) {
			return refuse(DecodeError.ENCODING_NOT_ALLOWED, DecodeError.ENCODING_NOT_ALLOWED.describe(flags, 0));
		}
		int length = (int) MessageHeader.payloadLength(bytes, offset);
		CompressedPayload frame = this.compressed;
		if (frame.wrap(bytes, offset + MessageHeader.LENGTH, length, limitBytes) != DecodeError.NONE) {
			return refuse(frame);
		}
		byte[] message = new byte[MessageHeader.LENGTH + frame.contentSize()];
		if (this.payloads.decompress(frame, message, MessageHeader.LENGTH, length) != DecodeError.NONE) {
			return refuse(frame);
		}
		MessageHeader.copy(bytes, offset, message, frame.contentSize());
		return message;
	}

	private byte @Nullable [] refuse(CompressedPayload frame) {
		return refuse(frame.error(), frame.error().describe(frame.errorValue(), frame.errorLimit()));
	}

	private byte @Nullable [] refuse(DecodeError why, String text) {
		this.payloads.onRefused(why);
		this.error = why;
		this.reason = text;
		return null;
	}

	/** What the sender of the last refused payload is told. */
	ErrorCode code() {
		return switch (this.error) {
			case COMPRESSED_TOO_LARGE, COMPRESSED_RATIO, COMPRESSED_WINDOW -> ErrorCode.TOO_LARGE;
			default -> ErrorCode.INVALID_ARGUMENT;
		};
	}

	/** Why the last payload was refused, for people. */
	String reason() {
		return this.reason;
	}

}
