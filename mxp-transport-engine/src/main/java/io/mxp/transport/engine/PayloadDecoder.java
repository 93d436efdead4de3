/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
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

	private final SealOpener seals;

	private DecodeError error = DecodeError.NONE;

	private String reason = "";

	PayloadDecoder(Payloads payloads) {
		this.payloads = payloads;
		this.seals = new SealOpener(payloads, this);
	}

	/** Whether there is something to undo. */
	static boolean isEncoded(byte[] bytes, int offset) {
		return (MessageHeader.flags(bytes, offset) & MessageFlags.ENCODED) != 0;
	}

	/**
	 * A message with everything undone; null where it is refused.
	 * @param profile whether the peer sends metadata blocks
	 */
	@Nullable Decoded decode(boolean profile, MessageType type, byte[] bytes, int offset) {
		if ((MessageHeader.flags(bytes, offset) & MessageFlags.ENCRYPTED) != 0) {
			return this.seals.open(profile, type, bytes, offset);
		}
		byte[] plain = decompress(bytes, offset);
		return (plain != null) ? new Decoded(plain, 0, null) : null;
	}

	/**
	 * A message that is compressed and nothing else, with the payload that was sent:
	 * header and payload in a new array, without checksum; null where it is refused.
	 */
	byte @Nullable [] decompress(byte[] bytes, int offset) {
		int flags = MessageHeader.flags(bytes, offset) & MessageFlags.ENCODED;
		if (flags != MessageFlags.COMPRESSED) {
			refuse(DecodeError.ENCODING_NOT_ALLOWED, flags, 0);
			return null;
		}
		byte[] message = decompress(bytes, offset + MessageHeader.LENGTH,
				(int) MessageHeader.payloadLength(bytes, offset), MessageHeader.LENGTH);
		if (message != null) {
			MessageHeader.copy(bytes, offset, message, message.length - MessageHeader.LENGTH);
		}
		return message;
	}

	/** How much a compressed message says that it holds; 0 where it will be refused. */
	int contentBytes(byte[] bytes, int offset) {
		boolean sound = this.payloads.maxContentBytes() > 0 && this.compressed.wrap(bytes,
				offset + MessageHeader.LENGTH, (int) MessageHeader.payloadLength(bytes, offset),
				this.payloads.maxContentBytes()) == DecodeError.NONE;
		return sound ? this.compressed.contentSize() : 0;
	}

	/**
	 * What a frame holds, in a new array behind so many free bytes; null where it is
	 * refused.
	 */
	byte @Nullable [] decompress(byte[] bytes, int offset, int length, int free) {
		int limitBytes = this.payloads.maxContentBytes();
		if (limitBytes < 0) {
			refuse(DecodeError.ENCODING_NOT_ALLOWED, MessageFlags.COMPRESSED, 0);
			return null;
		}
		CompressedPayload frame = this.compressed;
		if (frame.wrap(bytes, offset, length, limitBytes) == DecodeError.NONE) {
			byte[] content = new byte[free + frame.contentSize()];
			if (this.payloads.decompress(frame, content, free, length) == DecodeError.NONE) {
				return content;
			}
		}
		refuse(frame.error(), frame.errorValue(), frame.errorLimit());
		return null;
	}

	/** Remembers why a payload is refused; always null. */
	@Nullable Decoded refuse(DecodeError why, long value, long limit) {
		this.payloads.onRefused(why);
		this.error = why;
		this.reason = why.describe(value, limit);
		return null;
	}

	/** What the sender of the last refused payload is told. */
	ErrorCode code() {
		return switch (this.error) {
			case COMPRESSED_TOO_LARGE, COMPRESSED_RATIO, COMPRESSED_WINDOW -> ErrorCode.TOO_LARGE;
			case SEALED_RECIPIENT -> ErrorCode.WRONG_TARGET;
			case SEALED_SENDER, SEALED_FORGED, SEALED_REPLAYED, SEALED_MISSING -> ErrorCode.PERMISSION_DENIED;
			case SEALED_REMEMBERED -> ErrorCode.OVERLOADED;
			default -> ErrorCode.INVALID_ARGUMENT;
		};
	}

	/** Why the last payload was refused, for people. */
	String reason() {
		return this.reason;
	}

	/**
	 * A message with everything undone.
	 *
	 * @param bytes holds header and payload, the checksum perhaps not
	 * @param offset index of its first byte
	 * @param sealing its seal, null where it has none
	 */
	record Decoded(byte[] bytes, int offset, @Nullable Sealing sealing) {
	}

}
