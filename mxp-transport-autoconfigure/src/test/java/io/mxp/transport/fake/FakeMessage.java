/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.nio.ByteBuffer;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;

/** A message in memory. */
final class FakeMessage implements InboundMessage {

	private final FakeConnection connection;

	private final MessageType type;

	private final MessageMetadata metadata;

	private final ByteBuffer payload;

	private final long deadlineNanos;

	private final boolean datagram;

	private final @Nullable FakeResponder responder;

	private final long traceId;

	private @Nullable FakeAcknowledgement acknowledgement;

	FakeMessage(FakeConnection connection, MessageType type, MessageMetadata metadata, ByteBuffer payload,
			long deadlineNanos, boolean datagram, @Nullable FakeResponder responder, long traceId) {
		this.connection = connection;
		this.type = type;
		this.metadata = metadata;
		this.payload = ByteBuffer.allocate(payload.remaining()).put(payload.duplicate()).flip().asReadOnlyBuffer();
		this.deadlineNanos = deadlineNanos;
		this.datagram = datagram;
		this.responder = responder;
		this.traceId = traceId;
	}

	@Override
	public MxpConnection connection() {
		return this.connection;
	}

	@Override
	public MessageType type() {
		return this.type;
	}

	@Override
	public int flags() {
		return 0;
	}

	@Override
	public long messageId() {
		return 77;
	}

	@Override
	public long traceId() {
		return this.traceId;
	}

	@Override
	public boolean isDatagram() {
		return this.datagram;
	}

	@Override
	public @Nullable UUID target() {
		return null;
	}

	@Override
	public MessageMetadata metadata() {
		return this.metadata;
	}

	@Override
	public @Nullable String subject() {
		return this.metadata.subject();
	}

	@Override
	public long deadlineNanos() {
		return this.deadlineNanos;
	}

	@Override
	public ByteBuffer payload() {
		return this.payload.duplicate();
	}

	/** The sender waits for the handler from now on. */
	FakeMessage acknowledgedBy(FakeAcknowledgement told) {
		this.acknowledgement = told;
		return this;
	}

	@Override
	public @Nullable Seal seal() {
		return null;
	}

	@Override
	public boolean requiresAck() {
		return this.acknowledgement != null;
	}

	@Override
	public Acknowledgement acknowledgement() {
		if (this.acknowledgement == null) {
			throw new IllegalStateException("Nobody waits for an Ack");
		}
		return this.acknowledgement;
	}

	@Override
	public Responder responder() {
		if (this.responder == null) {
			throw new IllegalStateException("Only calls are answered");
		}
		return this.responder;
	}

}
