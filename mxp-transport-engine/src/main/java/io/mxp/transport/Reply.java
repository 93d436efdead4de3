/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a call; its bytes belong to the receiver.
 *
 * @param metadata content type and headers, empty where the peer sent none
 * @param payload read-only
 * @param seal who sealed it, or null where nobody did; always there and opened where the
 * call was sealed by this side
 */
public record Reply(MessageMetadata metadata, ByteBuffer payload, @Nullable Seal seal) {

	public Reply {
		Objects.requireNonNull(metadata, "metadata");
		Objects.requireNonNull(payload, "payload");
	}

	/** An answer that is not sealed. */
	public Reply(MessageMetadata metadata, ByteBuffer payload) {
		this(metadata, payload, null);
	}

	public byte[] bytes() {
		byte[] copy = new byte[this.payload.remaining()];
		this.payload.duplicate().get(copy);
		return copy;
	}

	/** The payload as UTF-8. */
	public String text() {
		return StandardCharsets.UTF_8.decode(this.payload.duplicate()).toString();
	}

}
