/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One call.
 *
 * @param target the agent that is called, or null for the one at the other end of the
 * connection
 * @param metadata subject, content type, trace context and headers
 * @param payload the argument; its remaining bytes are copied when the call is made
 * @param timeout how long the caller waits; it travels with the call, so that the peer
 * can stop early
 * @param traceId low 64 bits of the W3C trace id, or 0
 * @param encoding whether the call is compressed, and sealed for one agent; its answer is
 * compressed as the callee decides, and sealed where the call is
 */
public record CallRequest(@Nullable UUID target, MessageMetadata metadata, ByteBuffer payload, Duration timeout,
		long traceId, MessageEncoding encoding) {

	/** Longest timeout: what 32 bits of milliseconds hold, about 49 days. */
	public static final Duration MAX_TIMEOUT = Duration.ofMillis(0xFFFF_FFFFL);

	/** The timeout where none is given. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	public CallRequest {
		Objects.requireNonNull(metadata, "metadata");
		Objects.requireNonNull(payload, "payload");
		Objects.requireNonNull(encoding, "encoding");
		if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException("A call's timeout lies between 1 ms and 49 days, not " + timeout);
		}
	}

	public static CallRequest of(String subject, ByteBuffer payload) {
		return new CallRequest(null, MessageMetadata.subject(subject), payload, DEFAULT_TIMEOUT, 0,
				MessageEncoding.DEFAULT);
	}

	public static CallRequest of(MessageMetadata metadata, ByteBuffer payload) {
		return new CallRequest(null, metadata, payload, DEFAULT_TIMEOUT, 0, MessageEncoding.DEFAULT);
	}

	public CallRequest withTarget(@Nullable UUID target) {
		return new CallRequest(target, this.metadata, this.payload, this.timeout, this.traceId, this.encoding);
	}

	public CallRequest withTimeout(Duration timeout) {
		return new CallRequest(this.target, this.metadata, this.payload, timeout, this.traceId, this.encoding);
	}

	public CallRequest withTraceId(long traceId) {
		return new CallRequest(this.target, this.metadata, this.payload, this.timeout, traceId, this.encoding);
	}

	/**
	 * Seals the call for one agent ({@link E2eConfig}), and its answer for us. The
	 * target, subject, timeout and trace context stay readable on the way; all else does
	 * not.
	 * @param agentId the agent that alone can read it: the target, unless another one is
	 * named
	 */
	public CallRequest encryptFor(UUID agentId) {
		return new CallRequest((this.target != null) ? this.target : agentId, this.metadata, this.payload, this.timeout,
				this.traceId, this.encoding.withSealedFor(agentId));
	}

	/**
	 * Sends a Call on that is sealed for another agent, as it came. What it is answered
	 * goes back with {@link Responder#relay}.
	 * @param timeout how long to wait for the answer
	 * @throws IllegalArgumentException where it is not sealed, or sealed for this agent
	 */
	public static CallRequest relaying(InboundMessage message, Duration timeout) {
		return new CallRequest(message.target(), message.metadata(), ByteBuffer.wrap(message.copyPayload()), timeout,
				message.traceId(), MessageEncoding.relayed(closedSeal(message)));
	}

	static Seal closedSeal(InboundMessage message) {
		Seal seal = message.seal();
		if (seal == null || seal.opened()) {
			throw new IllegalArgumentException(
					"Only a message that is sealed for another agent is sent on as it came, not this "
							+ message.type());
		}
		return seal;
	}

	public CallRequest withEncoding(MessageEncoding encoding) {
		return new CallRequest(this.target, this.metadata, this.payload, this.timeout, this.traceId, encoding);
	}

}
