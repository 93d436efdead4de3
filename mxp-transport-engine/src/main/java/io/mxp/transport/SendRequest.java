/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * One message that expects no answer.
 *
 * @param type any type but Call, Response, Ack and those of streams; its band decides how
 * urgent it is
 * @param metadata goes in front of the payload where type and peer carry metadata
 * (Event); empty elsewhere
 * @param payload at most 16 MiB with its metadata; its remaining bytes are sent, its
 * position is not moved
 * @param encoding whether it is compressed, and sealed for one agent
 * @param ordered whether it is delivered behind every message that was sent so before it
 * in the same band
 * @param traceId low 64 bits of the W3C trace id, or 0
 */
public record SendRequest(MessageType type, MessageMetadata metadata, ByteBuffer payload, MessageEncoding encoding,
		boolean ordered, long traceId) {

	public SendRequest {
		Objects.requireNonNull(type, "type");
		Objects.requireNonNull(metadata, "metadata");
		Objects.requireNonNull(payload, "payload");
		Objects.requireNonNull(encoding, "encoding");
	}

	public static SendRequest of(MessageType type, MessageMetadata metadata, ByteBuffer payload) {
		return new SendRequest(type, metadata, payload, MessageEncoding.DEFAULT, false, 0);
	}

	public static SendRequest event(String subject, ByteBuffer payload) {
		return of(MessageType.EVENT, MessageMetadata.subject(subject), payload);
	}

	public SendRequest withEncoding(MessageEncoding encoding) {
		return new SendRequest(this.type, this.metadata, this.payload, encoding, this.ordered, this.traceId);
	}

	/**
	 * Seals the message for one agent ({@link E2eConfig}): an Event only. Its subject,
	 * deadline and trace context stay readable on the way; all else does not.
	 * @param agentId the agent that alone can read it
	 */
	public SendRequest encryptFor(UUID agentId) {
		return withEncoding(this.encoding.withSealedFor(agentId));
	}

	/**
	 * Sends an Event on that is sealed for another agent, as it came.
	 * @throws IllegalArgumentException where it is not sealed, or sealed for this agent
	 */
	public static SendRequest relaying(InboundMessage message) {
		return new SendRequest(message.type(), message.metadata(), ByteBuffer.wrap(message.copyPayload()),
				MessageEncoding.relayed(CallRequest.closedSeal(message)), false, message.traceId());
	}

	public SendRequest inOrder() {
		return new SendRequest(this.type, this.metadata, this.payload, this.encoding, true, this.traceId);
	}

	public SendRequest withTraceId(long traceId) {
		return new SendRequest(this.type, this.metadata, this.payload, this.encoding, this.ordered, traceId);
	}

}
