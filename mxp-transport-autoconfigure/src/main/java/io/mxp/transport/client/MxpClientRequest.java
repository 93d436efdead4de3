/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.exchange.MxpDeadline;

/** A request as interceptors see it. Immutable. */
public final class MxpClientRequest {

	private final MessageType type;

	private final @Nullable String peer;

	private final String remote;

	private final MessageMetadata metadata;

	private final ByteBuffer payload;

	private final MxpDeadline deadline;

	private final boolean repeatable;

	MxpClientRequest(MessageType type, @Nullable String peer, String remote, MessageMetadata metadata,
			ByteBuffer payload, MxpDeadline deadline, boolean repeatable) {
		this.type = type;
		this.peer = peer;
		this.remote = remote;
		this.metadata = metadata;
		this.payload = payload;
		this.deadline = deadline;
		this.repeatable = repeatable;
	}

	/**
	 * The type of message.
	 * @return the type; {@link MessageType#STREAM_OPEN} for a stream
	 */
	public MessageType type() {
		return this.type;
	}

	/**
	 * Whom it is for.
	 * @return the peer's name in the configuration, or null where it has none
	 */
	public @Nullable String peer() {
		return this.peer;
	}

	/**
	 * The peer's address.
	 * @return as in an {@code mxp://} address
	 */
	public String remote() {
		return this.remote;
	}

	/**
	 * What goes before the payload.
	 * @return subject, content type, idempotency key, trace context and headers; only
	 * calls, events and streams carry them
	 */
	public MessageMetadata metadata() {
		return this.metadata;
	}

	/**
	 * The payload.
	 * @return from position to limit; its bytes are not to be changed
	 */
	public ByteBuffer payload() {
		return this.payload.duplicate();
	}

	/**
	 * When the caller stops waiting, whatever is tried until then.
	 * @return the deadline
	 */
	public MxpDeadline deadline() {
		return this.deadline;
	}

	/**
	 * Whether it may be sent more than once: a call, or an event that waits for the
	 * peer's handler, which its sender marked as idempotent or gave an idempotency key.
	 * @return true if so
	 */
	public boolean isRepeatable() {
		return this.repeatable;
	}

	/**
	 * The same with a further header.
	 * @param name its name
	 * @param value its value
	 * @return another request
	 */
	public MxpClientRequest withHeader(String name, String value) {
		return withMetadata(this.metadata.toBuilder().header(name, value).build());
	}

	/**
	 * The same with other metadata.
	 * @param changed the metadata
	 * @return another request
	 */
	public MxpClientRequest withMetadata(MessageMetadata changed) {
		return new MxpClientRequest(this.type, this.peer, this.remote, changed, this.payload, this.deadline,
				this.repeatable);
	}

}
