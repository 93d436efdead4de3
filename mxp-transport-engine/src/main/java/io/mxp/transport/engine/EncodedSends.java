/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.UUID;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.SendRequest;
import io.mxp.transport.engine.Payloads.Encoded;
import org.jspecify.annotations.Nullable;

/**
 * Payloads that are compressed before they are sent, on the application's thread. Each
 * method gives null where the payload travels as it is. COLD.
 */
final class EncodedSends {

	private EncodedSends() {
	}

	/** The payload of a message that expects no answer. */
	static @Nullable Encoded encode(EngineConnection handle, SendRequest request) {
		MessageMetadata metadata = handle.hasProfile() && OutboundMessages.carriesMetadata(request.type())
				? request.metadata() : null;
		return encode(handle, request.type(), metadata, request.payload(), request.encoding());
	}

	/** The payload of any message but a Call. */
	static @Nullable Encoded encode(EngineConnection handle, MessageType type, @Nullable MessageMetadata metadata,
			ByteBuffer payload, MessageEncoding encoding) {
		return isCompressed(handle, type, encoding, payload.remaining())
				? handle.payloads().compress(OutboundMessages.dataPayload(metadata, payload)) : null;
	}

	/** The payload of a Call. */
	static @Nullable Encoded encodeCall(EngineConnection handle, CallRequest request,
			@Nullable MessageMetadata metadata, long timeoutMillis) {
		UUID target = request.target();
		return isCompressed(handle, MessageType.CALL, request.encoding(), request.payload().remaining())
				? handle.payloads()
					.compress(OutboundMessages.callPayload(target, timeoutMillis, metadata, request.payload()))
				: null;
	}

	private static boolean isCompressed(EngineConnection handle, MessageType type, MessageEncoding encoding,
			int length) {
		return handle.isCompressionAccepted() && type != MessageType.ERROR
				&& handle.payloads().wantsCompression(encoding, length);
	}

	/** Bytes of the whole message. */
	static int messageLength(Encoded encoded) {
		return OutboundMessages.dataLength(null, encoded.length());
	}

	/** The payload as a buffer. */
	static ByteBuffer buffer(Encoded encoded) {
		return ByteBuffer.wrap(encoded.bytes(), 0, encoded.length());
	}

}
