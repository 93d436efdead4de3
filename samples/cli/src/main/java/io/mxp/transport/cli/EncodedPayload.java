/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.cli;

import java.time.Instant;
import java.util.HexFormat;

import io.mxp.transport.MessageType;
import io.mxp.transport.message.CallPayload;
import io.mxp.transport.message.CompressedPayload;
import io.mxp.transport.message.DataPayload;
import io.mxp.transport.message.DecodeError;
import io.mxp.transport.message.MessageCodec;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.message.SealedAnswer;
import io.mxp.transport.message.SealedRequest;
import io.mxp.transport.message.ZstdCodec;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a payload holds that is compressed, and what everybody can read of one that is
 * sealed.
 */
final class EncodedPayload {

	private EncodedPayload() {
	}

	/** Adds what the flags say there is. */
	static void describe(ObjectNode json, int typeCode, int flags, byte[] bytes, int offset, int length) {
		if ((flags & MessageFlags.ENCRYPTED) != 0) {
			sealed(json, typeCode, bytes, offset, length);
		}
		else if ((flags & MessageFlags.COMPRESSED) != 0) {
			decompressed(json, bytes, offset, length);
		}
	}

	/** The limits of the specification hold here, too. */
	private static void decompressed(ObjectNode json, byte[] bytes, int offset, int length) {
		CompressedPayload frame = new CompressedPayload();
		if (frame.wrap(bytes, offset, length, MessageCodec.MAX_PAYLOAD_LENGTH) == DecodeError.NONE) {
			byte[] content = new byte[frame.contentSize()];
			try (ZstdCodec codec = new ZstdCodec(ZstdCodec.MIN_LEVEL)) {
				if (frame.decompress(codec, content, 0) == DecodeError.NONE) {
					json.put("content_len", content.length);
					json.put("content_hex", HexFormat.of().formatHex(content));
					return;
				}
			}
		}
		json.set("content", MessageJson.error(frame.error(), frame.errorValue(), frame.errorLimit()));
	}

	/**
	 * Whether a metadata block stands before the seal depends on what the peers agreed
	 * on: where it can be one it is taken for one.
	 */
	private static void sealed(ObjectNode json, int typeCode, byte[] bytes, int offset, int length) {
		DataPayload outer = (typeCode == MessageType.CALL.code()) ? new CallPayload() : new DataPayload();
		boolean led = outer.wrap(bytes, offset, length, true) == DecodeError.NONE;
		DecodeError error = led ? DecodeError.NONE : outer.wrap(bytes, offset, length, false);
		if (error != DecodeError.NONE) {
			json.set("sealed", MessageJson.error(error, outer.errorValue(), outer.errorLimit()));
			return;
		}
		ObjectNode sealed = json.putObject("sealed");
		if (led && outer.metadata().subject() != null) {
			sealed.put("subject", outer.metadata().subject());
		}
		if (typeCode == MessageType.RESPONSE.code()) {
			answer(json, sealed, bytes, outer);
		}
		else {
			request(json, sealed, bytes, outer);
		}
	}

	private static void request(ObjectNode json, ObjectNode sealed, byte[] bytes, DataPayload outer) {
		SealedRequest request = new SealedRequest();
		if (request.wrap(bytes, outer.dataOffset(), outer.dataLength()) != DecodeError.NONE) {
			json.set("sealed", MessageJson.error(request.error(), request.errorValue(), request.errorLimit()));
			return;
		}
		sealed.put("sender", request.sender().toString());
		sealed.put("sender_key", keyId(request.senderKeyId()));
		sealed.put("recipient", request.recipient().toString());
		sealed.put("recipient_key", keyId(request.recipientKeyId()));
		sealed.put("sent_at", (request.sentAtMillis() >= 0) ? Instant.ofEpochMilli(request.sentAtMillis()).toString()
				: Long.toUnsignedString(request.sentAtMillis()));
		sealed.put("encapsulated_hex", HexFormat.of().formatHex(request.encapsulated()));
		sealed.put("ciphertext_len", request.ciphertextLength());
	}

	private static void answer(ObjectNode json, ObjectNode sealed, byte[] bytes, DataPayload outer) {
		SealedAnswer answer = new SealedAnswer();
		if (answer.wrap(bytes, outer.dataOffset(), outer.dataLength()) != DecodeError.NONE) {
			json.set("sealed", MessageJson.error(answer.error(), answer.errorValue(), answer.errorLimit()));
			return;
		}
		sealed.put("nonce_hex", HexFormat.of().formatHex(answer.nonce()));
		sealed.put("ciphertext_len", answer.ciphertextLength());
	}

	/** As the first digits of a fingerprint. */
	private static String keyId(int id) {
		return String.format("%08x", Integer.reverseBytes(id));
	}

}
