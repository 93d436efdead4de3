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
 * @param encoding whether the call is compressed; its answer is encoded as the callee
 * decides
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

	public CallRequest withEncoding(MessageEncoding encoding) {
		return new CallRequest(this.target, this.metadata, this.payload, this.timeout, this.traceId, encoding);
	}

}
