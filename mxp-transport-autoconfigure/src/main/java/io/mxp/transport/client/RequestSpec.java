/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.exchange.MxpDeadline;

/**
 * What every request can say. Used by one thread until it is sent; may be sent more than
 * once.
 *
 * @param <S> the kind of request
 */
public abstract class RequestSpec<S extends RequestSpec<S>> {

	final ClientExchange exchange;

	final RequestState state;

	RequestSpec(ClientExchange exchange, RequestState state) {
		this.exchange = exchange;
		this.state = state;
	}

	/**
	 * Says whom the request is for.
	 * @param peer a name of the configuration ({@code mxp.transport.client.peer.<name>})
	 * or an {@code mxp://host:port/agent} address
	 * @return this
	 */
	public S to(String peer) {
		this.state.peer = peer;
		this.state.connection = null;
		return self();
	}

	/**
	 * Says which connection the request goes over.
	 * @param connection an open connection
	 * @return this
	 */
	public S to(MxpConnection connection) {
		this.state.connection = connection;
		this.state.peer = null;
		return self();
	}

	/**
	 * Names the agent that must answer; by default the one that the address names.
	 * @param agentId the agent
	 * @return this
	 */
	public S target(UUID agentId) {
		this.state.target = agentId;
		return self();
	}

	/**
	 * Compresses the payload, whatever is configured. One that would not become shorter,
	 * or that the peer could not read, is sent as it is; datagrams always are.
	 * @return this
	 */
	public S compressed() {
		this.state.encoding = MessageEncoding.COMPRESSED;
		return self();
	}

	/**
	 * Sends the payload as it is, whatever is configured.
	 * @return this
	 */
	public S uncompressed() {
		this.state.encoding = MessageEncoding.PLAIN;
		return self();
	}

	/**
	 * Seals the request, so that only the agent that it is for can read it, and its
	 * answer: the target, else the agent that is configured for the peer
	 * ({@code client.peer.<name>.encrypt-for}), else that of its address, else the peer
	 * at the other end of the connection. Fails with
	 * {@link io.mxp.transport.TransportException.CannotSeal} where no key of that agent
	 * is known, and for streams.
	 * @return this
	 */
	public S encrypted() {
		this.state.encrypted = true;
		return self();
	}

	/**
	 * Seals the request for one agent, which may be behind the peer that it is sent to;
	 * makes it the target, unless another one is named.
	 * @param agentId the agent that alone can read it
	 * @return this
	 */
	public S encryptFor(UUID agentId) {
		this.state.recipient = agentId;
		return encrypted();
	}

	/**
	 * Sets what is sent.
	 * @param payload bytes or text as they are, other objects as JSON; null for nothing
	 * @return this
	 */
	public S payload(@Nullable Object payload) {
		this.state.payload = payload;
		return self();
	}

	/**
	 * Sets what the payload is, instead of what its type suggests.
	 * @param contentType a media type
	 * @return this
	 */
	public S contentType(String contentType) {
		this.state.contentType = contentType;
		return self();
	}

	/**
	 * Adds a header of the application.
	 * @param name its name
	 * @param value its value
	 * @return this
	 */
	public S header(String name, String value) {
		this.state.headers.add(new MessageMetadata.Header(name, value));
		return self();
	}

	/**
	 * Says that handling the request twice does no more than handling it once. Calls, and
	 * events that wait for the peer's handler, may then be sent again where retries are
	 * enabled. Streamed answers and streams never are.
	 * @return this
	 */
	public S idempotent() {
		this.state.idempotent = true;
		return self();
	}

	/**
	 * Marks repetitions of one operation, by which the peer can tell them; makes the
	 * request {@link #idempotent()}.
	 * @param key the same for all of them
	 * @return this
	 */
	public S idempotencyKey(String key) {
		this.state.idempotencyKey = key;
		return self();
	}

	/**
	 * Sets how long to wait, connecting included; by default the peer's timeout, else the
	 * client's.
	 * @param timeout more than zero
	 * @return this
	 */
	public S timeout(Duration timeout) {
		this.state.timeout = timeout;
		return self();
	}

	/**
	 * Waits no longer than until this deadline. That of the handler that makes the
	 * request counts without being said.
	 * @param deadline the deadline
	 * @return this
	 */
	public S deadline(MxpDeadline deadline) {
		this.state.deadline = deadline;
		return self();
	}

	@SuppressWarnings("unchecked")
	private S self() {
		return (S) this;
	}

}
