/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.UUID;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.Seal;
import io.mxp.transport.StaticKey;
import io.mxp.transport.engine.PayloadDecoder.Decoded;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.MessageHeader;
import io.mxp.transport.message.SealedContent;
import io.mxp.transport.message.SealedRequest;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.security.SealedBox;

import org.jspecify.annotations.Nullable;

/**
 * Opens sealed messages, or hands on what is sealed for others. One for each thread that
 * delivers. COLD.
 */
// SPEC ../security/e2e.md#order-of-checks
final class SealOpener {

	private final Payloads payloads;

	private final PayloadDecoder decoder;

	private final CallPayload call = new CallPayload();

	private final DataPayload data = new DataPayload();

	private final SealedRequest sealed = new SealedRequest();

	private final SealedContent content = new SealedContent();

	SealOpener(Payloads payloads, PayloadDecoder decoder) {
		this.payloads = payloads;
		this.decoder = decoder;
	}

	/**
	 * A message as the handler sees it; null where it is refused, which the decoder
	 * remembers.
	 * @param profile whether the peer sends metadata blocks
	 */
	@Nullable Decoded open(boolean profile, MessageType type, byte[] bytes, int offset) {
		int flags = MessageHeader.flags(bytes, offset);
		if (!MessageFlags.mayBeSealed(type.code())) {
			return this.decoder.refuse(DecodeError.ENCODING_NOT_ALLOWED, flags & MessageFlags.ENCODED, 0);
		}
		DataPayload outer = (type == MessageType.CALL) ? this.call : this.data;
		if (outer.wrap(bytes, offset + MessageHeader.LENGTH, (int) MessageHeader.payloadLength(bytes, offset),
				profile) != DecodeError.NONE) {
			return this.decoder.refuse(outer.error(), outer.errorValue(), outer.errorLimit());
		}
		SealedRequest request = this.sealed;
		if (request.wrap(bytes, outer.dataOffset(), outer.dataLength()) != DecodeError.NONE) {
			return this.decoder.refuse(request.error(), request.errorValue(), request.errorLimit());
		}
		Seals seals = this.payloads.seals();
		UUID recipient = request.recipient();
		if (seals.isOurs(recipient)) {
			return openOurs(seals, type, outer, bytes, offset);
		}
		if (!seals.relays()) {
			return this.decoder.refuse(DecodeError.SEALED_RECIPIENT, 0, 0);
		}
		Seal closed = new Seal(false, request.sender(), recipient, "", request.sentAtMillis(), isCompressed(flags));
		return new Decoded(bytes, offset, new Sealing(closed, null, false));
	}

	private @Nullable Decoded openOurs(Seals seals, MessageType type, DataPayload outer, byte[] bytes, int offset) {
		SealedRequest request = this.sealed;
		byte[] privateKey = seals.privateKey(request.recipientKeyId());
		if (privateKey == null) {
			return this.decoder.refuse(DecodeError.SEALED_KEY, Integer.toUnsignedLong(request.recipientKeyId()),
					Integer.toUnsignedLong(seals.ownKeyId()));
		}
		UUID sender = request.sender();
		StaticKey key = seals.senderKey(sender, request.senderKeyId());
		if (key == null) {
			return this.decoder.refuse(DecodeError.SEALED_SENDER, Integer.toUnsignedLong(request.senderKeyId()), 0);
		}
		long age = seals.ageMillis(request.sentAtMillis());
		if (age > seals.maxAgeMillis() || age < -seals.maxAheadMillis()) {
			return this.decoder.refuse(DecodeError.SEALED_TIME, Math.abs(age),
					(age > 0) ? seals.maxAgeMillis() : seals.maxAheadMillis());
		}
		int flags = MessageHeader.flags(bytes, offset);
		SealedBox.Opened opened = SealedBox.open(privateKey, key, request.encapsulated(),
				request.associatedData(type.code(), flags), bytes, request.ciphertextOffset(),
				request.ciphertextLength());
		if (opened == null) {
			return this.decoder.refuse(DecodeError.SEALED_FORGED, 0, 0);
		}
		switch (seals.take(request.uniqueId())) {
			case REPLAYED:
				return this.decoder.refuse(DecodeError.SEALED_REPLAYED, 0, 0);
			case FULL:
				return this.decoder.refuse(DecodeError.SEALED_REMEMBERED, 0, seals.replayEntries());
			default:
		}
		byte[] plain = isCompressed(flags) ? this.decoder.decompress(opened.content(), 0, opened.content().length, 0)
				: opened.content();
		if (plain == null) {
			return null;
		}
		if (this.content.wrapRequest(plain, 0, plain.length) != DecodeError.NONE) {
			return this.decoder.refuse(this.content.error(), this.content.errorValue(), this.content.errorLimit());
		}
		this.payloads.count(Counter.SEALED_MESSAGES_OPENED);
		Seal seal = new Seal(true, sender, request.recipient(), key.fingerprint(), request.sentAtMillis(),
				isCompressed(flags));
		boolean compress = (this.content.first() & SealedContent.ANSWER_MAY_BE_COMPRESSED) != 0;
		return new Decoded(rebuild(type, outer, plain, bytes, offset), 0,
				new Sealing(seal, opened.answers(), compress));
	}

	private static boolean isCompressed(int flags) {
		return (flags & MessageFlags.COMPRESSED) != 0;
	}

	/** The message as if it had come without a seal from a peer with the profile. */
	private byte[] rebuild(MessageType type, DataPayload outer, byte[] plain, byte[] bytes, int offset) {
		MessageMetadata metadata = merge(this.content.metadata().toMetadata(), outer.metadata().toMetadata());
		int fixed = (type == MessageType.CALL) ? CallPayload.FIXED_LENGTH : 0;
		int dataLength = this.content.dataLength();
		byte[] message = new byte[MessageHeader.LENGTH + fixed + DataPayload.encodedLength(metadata, dataLength)];
		MessageHeader.copy(bytes, offset, message, message.length - MessageHeader.LENGTH);
		System.arraycopy(bytes, offset + MessageHeader.LENGTH, message, MessageHeader.LENGTH, fixed);
		DataPayload.write(message, MessageHeader.LENGTH + fixed, metadata, plain, this.content.dataOffset(),
				dataLength);
		return message;
	}

	/**
	 * What was sealed counts; the trace is continued from the last hop, and the shorter
	 * deadline holds. What would not fit into one block is left away.
	 */
	// SPEC ../security/e2e.md#metadata
	static MessageMetadata merge(MessageMetadata inner, MessageMetadata outer) {
		if (inner.encodedLength() + outer.encodedLength() > MessageMetadata.MAX_ENCODED_LENGTH
				|| inner.entryCount() + outer.entryCount() > MessageMetadata.MAX_ENTRIES) {
			return inner;
		}
		MessageMetadata.Builder merged = inner.toBuilder();
		if (outer.traceparent() != null) {
			merged.trace(outer.traceparent(), outer.tracestate());
		}
		if (outer.hasDeadline() && (!inner.hasDeadline() || outer.deadlineMillis() < inner.deadlineMillis())) {
			merged.deadlineMillis(outer.deadlineMillis());
		}
		return merged.build();
	}

}
