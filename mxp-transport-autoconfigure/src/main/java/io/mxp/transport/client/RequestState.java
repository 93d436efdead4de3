/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.exchange.MxpDeadline;

/** What a caller said about one request so far. */
final class RequestState {

	final MessageType type;

	final @Nullable String subject;

	final List<MessageMetadata.Header> headers = new ArrayList<>(0);

	@Nullable String peer;

	@Nullable MxpConnection connection;

	@Nullable Object payload;

	@Nullable String contentType;

	@Nullable String idempotencyKey;

	@Nullable Duration timeout;

	@Nullable UUID target;

	boolean ordered;

	/** Whether the request is sealed for the agent that it is for. */
	boolean encrypted;

	/** The agent that the request is sealed for, where the caller named one. */
	@Nullable UUID recipient;

	MessageEncoding encoding = MessageEncoding.DEFAULT;

	boolean idempotent;

	MxpDeadline deadline = MxpDeadline.NONE;

	RequestState(MessageType type, @Nullable String subject) {
		this.type = type;
		this.subject = subject;
	}

	/** Whether handling it twice does no more than handling it once. */
	boolean isRepeatable() {
		return this.idempotent || this.idempotencyKey != null;
	}

}
