/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One stream to open.
 *
 * @param target the agent at the other end, or null for the one of the connection
 * @param metadata subject, content type, trace context and headers
 * @param bidirectional whether the peer sends, too
 * @param traceId low 64 bits of the W3C trace id, or 0
 */
public record StreamRequest(@Nullable UUID target, MessageMetadata metadata, boolean bidirectional, long traceId) {

	public StreamRequest {
		Objects.requireNonNull(metadata, "metadata");
	}

	public static StreamRequest of(String subject) {
		return new StreamRequest(null, MessageMetadata.subject(subject), true, 0);
	}

	public static StreamRequest of(MessageMetadata metadata) {
		return new StreamRequest(null, metadata, true, 0);
	}

	public StreamRequest unidirectional() {
		return new StreamRequest(this.target, this.metadata, false, this.traceId);
	}

	public StreamRequest withTarget(@Nullable UUID target) {
		return new StreamRequest(target, this.metadata, this.bidirectional, this.traceId);
	}

	public StreamRequest withTraceId(long traceId) {
		return new StreamRequest(this.target, this.metadata, this.bidirectional, traceId);
	}

}
