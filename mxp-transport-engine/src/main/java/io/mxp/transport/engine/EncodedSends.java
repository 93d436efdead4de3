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
import io.mxp.transport.Seal;
import io.mxp.transport.SendRequest;
import io.mxp.transport.engine.Payloads.Encoded;
import io.mxp.transport.engine.Seals.SealedData;
import io.mxp.transport.message.MessageFlags;
import io.mxp.transport.observe.Counter;
import org.jspecify.annotations.Nullable;

/**
 * Payloads that are compressed or sealed before they are sent, on the application's
 * thread. Each method gives null where the payload travels as it is. COLD.
 */
final class EncodedSends {

	private EncodedSends() {
	}

	/** The payload of a message that expects no answer. */
	static @Nullable Encoded encode(EngineConnection handle, SendRequest request) {
		return encode(handle, request, request.metadata());
	}

	/** The same with other metadata than the application's. */
	static @Nullable Encoded encode(EngineConnection handle, SendRequest request, MessageMetadata metadata) {
		boolean profile = handle.hasProfile() && OutboundMessages.carriesMetadata(request.type());
		UUID recipient = request.encoding().sealedFor();
		return (recipient != null)
				? sealed(handle, request.type(), metadata, profile, request.payload(), request.encoding(), recipient)
				: encode(handle, request.type(), profile ? metadata : null, request.payload(), request.encoding());
	}

	/** The payload of any message but a Call that this side does not seal. */
	static @Nullable Encoded encode(EngineConnection handle, MessageType type, @Nullable MessageMetadata metadata,
			ByteBuffer payload, MessageEncoding encoding) {
		Seal relayed = encoding.relayed();
		if (relayed != null) {
			return encoded(flags(handle, relayed), OutboundMessages.dataPayload(metadata, payload));
		}
		return isCompressed(handle, type, encoding, payload.remaining())
				? handle.payloads().compress(OutboundMessages.dataPayload(metadata, payload)) : null;
	}

	private static Encoded sealed(EngineConnection handle, MessageType type, MessageMetadata metadata, boolean profile,
			ByteBuffer payload, MessageEncoding encoding, UUID recipient) {
		SealedData sealed = handle.payloads()
			.seals()
			.seal(handle.payloads(), type, recipient, encoding, metadata, payload);
		return encoded(sealed.flags(),
				OutboundMessages.dataPayload(profile ? readable(metadata) : null, ByteBuffer.wrap(sealed.bytes())));
	}

	/** What of a sealed message's metadata everybody on the way can read. */
	// SPEC ../security/e2e.md#metadata
	private static MessageMetadata readable(MessageMetadata metadata) {
		return MessageMetadata.builder()
			.subject(metadata.subject())
			.trace(metadata.traceparent(), metadata.tracestate())
			.deadlineMillis(metadata.deadlineMillis())
			.build();
	}

	private static int flags(EngineConnection handle, Seal relayed) {
		handle.payloads().count(Counter.SEALED_MESSAGES_RELAYED);
		return MessageFlags.ENCRYPTED | (relayed.compressed() ? MessageFlags.COMPRESSED : 0);
	}

	private static Encoded encoded(int flags, byte[] payload) {
		return new Encoded(flags, payload, payload.length);
	}

	/** The data of a Call that is sealed by this side; null where it is not. */
	static @Nullable SealedData sealCall(EngineConnection handle, CallRequest request, MessageMetadata metadata) {
		UUID recipient = request.encoding().sealedFor();
		return (recipient == null) ? null : handle.payloads()
			.seals()
			.seal(handle.payloads(), MessageType.CALL, recipient, request.encoding(), metadata, request.payload());
	}

	/** The payload of a Call. */
	static @Nullable Encoded encodeCall(EngineConnection handle, CallRequest request,
			@Nullable MessageMetadata metadata, long timeoutMillis, @Nullable SealedData sealed) {
		UUID target = request.target();
		Seal relayed = request.encoding().relayed();
		if (relayed != null) {
			return encoded(flags(handle, relayed),
					OutboundMessages.callPayload(target, timeoutMillis, metadata, request.payload()));
		}
		if (sealed != null) {
			return encoded(sealed.flags(), OutboundMessages.callPayload(target, timeoutMillis,
					(metadata != null) ? readable(metadata) : null, ByteBuffer.wrap(sealed.bytes())));
		}
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
