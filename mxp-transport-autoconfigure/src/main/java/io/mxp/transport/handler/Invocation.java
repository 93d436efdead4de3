/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.handler;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.GenericMessage;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Responder;
import io.mxp.transport.Seal;
import io.mxp.transport.exchange.MxpDeadline;
import io.mxp.transport.exchange.MxpHeaders;
import io.mxp.transport.exchange.MxpPeer;

/**
 * One message on its way through its handler, with what is needed to answer it. What only
 * some handlers ask for is made when they do.
 */
final class Invocation {

	private static final byte[] NO_BYTES = {};

	private final HandlerMethodInvoker handler;

	private final Map<String, String> variables;

	private final MxpConnection connection;

	private final MessageMetadata metadata;

	private final byte[] payload;

	private final @Nullable Seal seal;

	private final long messageId;

	private final long traceId;

	private final MxpDeadline deadline;

	private final @Nullable Responder responder;

	private final @Nullable Acknowledgement acknowledgement;

	private final @Nullable MxpStream stream;

	private final @Nullable RelayListener relay;

	private final boolean early;

	private final Executor executor;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final long arrivedNanos = System.nanoTime();

	private HandlerObservation observation = HandlerObservation.NOOP;

	private @Nullable MxpStream openedStream;

	private @Nullable MxpPeer peer;

	private @Nullable Message<byte[]> message;

	/** A message with or without an answer; the payload is copied. */
	Invocation(HandlerRegistry.Match match, InboundMessage message, @Nullable Responder responder,
			@Nullable Acknowledgement acknowledgement, Executor executor) {
		this.handler = match.handler();
		this.variables = match.variables();
		this.connection = message.connection();
		this.metadata = message.metadata();
		this.payload = message.copyPayload();
		this.seal = message.seal();
		this.messageId = message.messageId();
		this.traceId = message.traceId();
		this.deadline = MxpDeadline.atNanoTime(message.deadlineNanos());
		this.responder = responder;
		this.acknowledgement = acknowledgement;
		this.early = message.isEarly();
		this.stream = null;
		this.relay = null;
		this.executor = executor;
	}

	/** A stream that the peer opened. */
	Invocation(HandlerRegistry.Match match, MxpStream stream, RelayListener relay, Executor executor) {
		this.handler = match.handler();
		this.variables = match.variables();
		this.connection = stream.connection();
		this.metadata = stream.metadata();
		this.payload = NO_BYTES;
		this.seal = null;
		this.messageId = 0;
		this.traceId = 0;
		this.deadline = MxpDeadline.NONE;
		this.responder = null;
		this.acknowledgement = null;
		this.stream = stream;
		this.relay = relay;
		this.early = false;
		this.executor = executor;
	}

	HandlerMethodInvoker handler() {
		return this.handler;
	}

	MessageType type() {
		return this.handler.definition().type();
	}

	MxpConnection connection() {
		return this.connection;
	}

	MessageMetadata metadata() {
		return this.metadata;
	}

	byte[] payload() {
		return this.payload;
	}

	ByteBuffer payloadBuffer() {
		return ByteBuffer.wrap(this.payload);
	}

	/** Who sealed the message; null where nobody did. */
	@Nullable Seal seal() {
		return this.seal;
	}

	MxpDeadline deadline() {
		return this.deadline;
	}

	@Nullable Responder responder() {
		return this.responder;
	}

	/** Tells the sender of a message that waits for its Ack; null where none waits. */
	@Nullable Acknowledgement acknowledgement() {
		return this.acknowledgement;
	}

	@Nullable MxpStream stream() {
		return this.stream;
	}

	@Nullable RelayListener relay() {
		return this.relay;
	}

	/** Where the handler runs. */
	Executor executor() {
		return this.executor;
	}

	/** The stream on which an answer is being sent. */
	@Nullable MxpStream openedStream() {
		return this.openedStream;
	}

	void opened(MxpStream answer) {
		this.openedStream = answer;
	}

	long waitedNanos() {
		return System.nanoTime() - this.arrivedNanos;
	}

	HandlerObservation observation() {
		return this.observation;
	}

	void observe(HandlerObservation started) {
		this.observation = started;
	}

	MxpPeer peer() {
		MxpPeer known = this.peer;
		if (known == null) {
			known = MxpPeer.of(this.connection);
			this.peer = known;
		}
		return known;
	}

	/** Ends the invocation; false where it has ended before. */
	boolean end(@Nullable Throwable failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		this.handler.recordEnd(failure);
		return true;
	}

	/** The message as spring-messaging's argument resolvers want it. */
	Message<byte[]> message() {
		Message<byte[]> known = this.message;
		if (known == null) {
			known = new GenericMessage<>(this.payload, new InvocationHeaders(headers()));
			this.message = known;
		}
		return known;
	}

	private Map<String, Object> headers() {
		Map<String, Object> headers = new HashMap<>();
		for (MessageMetadata.Header header : this.metadata.headers()) {
			headers.putIfAbsent(header.name(), header.value());
		}
		put(headers, MxpHeaders.SUBJECT, this.metadata.subject());
		put(headers, MessageHeaders.CONTENT_TYPE, this.metadata.contentType());
		put(headers, MxpHeaders.IDEMPOTENCY_KEY, this.metadata.idempotencyKey());
		put(headers, MxpHeaders.TRACEPARENT, this.metadata.traceparent());
		put(headers, MxpHeaders.TRACESTATE, this.metadata.tracestate());
		headers.put(MxpHeaders.TYPE, type());
		headers.put(MxpHeaders.MESSAGE_ID, this.messageId);
		headers.put(MxpHeaders.TRACE_ID, this.traceId);
		headers.put(MxpHeaders.PEER, peer());
		headers.put(MxpHeaders.DEADLINE, this.deadline);
		headers.put(MxpHeaders.EARLY, this.early);
		headers.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER, this.variables);
		return headers;
	}

	private static void put(Map<String, Object> headers, String name, @Nullable String value) {
		if (value != null) {
			headers.put(name, value);
		}
		else {
			headers.remove(name);
		}
	}

	/** Headers without the id and time stamp that spring-messaging would generate. */
	private static final class InvocationHeaders extends MessageHeaders {

		private static final long serialVersionUID = 1L;

		InvocationHeaders(Map<String, Object> headers) {
			super(headers, ID_VALUE_NONE, -1L);
		}

	}

}
