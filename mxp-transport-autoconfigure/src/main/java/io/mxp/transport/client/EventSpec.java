/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.concurrent.CompletableFuture;

import reactor.core.publisher.Mono;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.exchange.MxpDeadline;

/** A message that nobody answers. */
public final class EventSpec extends RequestSpec<EventSpec> {

	EventSpec(ClientExchange exchange, RequestState state) {
		super(exchange, state);
	}

	/**
	 * Sends in order: the message is delivered behind every one that was sent so before
	 * it to the same peer in the same band, even where its own bytes arrive earlier. At
	 * the peer, handlers of one band run at the same time unless its concurrency is 1.
	 * @return this
	 */
	public EventSpec ordered() {
		this.state.ordered = true;
		return this;
	}

	/**
	 * Sends and returns when the transport has accepted the message; connects first, or
	 * waits for room, where that is needed.
	 * @throws io.mxp.transport.TransportException.Overloaded where a queue stayed full
	 * until the timeout
	 */
	public void send() {
		ClientExchange.await(sendAsync());
	}

	/**
	 * Sends.
	 * @return completes when the transport has accepted the message
	 */
	public CompletableFuture<Void> sendAsync() {
		return this.exchange.send(this.exchange.prepare(this.state, MxpDeadline.current(), null));
	}

	/**
	 * Sends when subscribed to.
	 * @return completes when the transport has accepted the message
	 */
	public Mono<Void> sendMono() {
		return ReactiveExchange.event(this);
	}

	/**
	 * Sends, and returns when the peer's handler has finished, asynchronous results
	 * included.
	 * @throws io.mxp.transport.TransportException {@code RemoteError} where the handler
	 * failed or nobody handles the message, {@code DeadlineExceeded} where it had not
	 * ended at the timeout, whichever side noticed (it may have been handled)
	 */
	public void acknowledged() {
		ClientExchange.await(acknowledgedAsync());
	}

	/**
	 * Sends, and waits for the peer's handler.
	 * @return completes when the handler has finished; fails as {@link #acknowledged()}
	 */
	public CompletableFuture<Void> acknowledgedAsync() {
		return this.exchange.sendAcknowledged(this.exchange.prepare(this.state, MxpDeadline.current(), null));
	}

	/**
	 * Sends when subscribed to, each time anew, and waits for the peer's handler.
	 * @return completes when the handler has finished; fails as {@link #acknowledged()}
	 */
	public Mono<Void> acknowledgedMono() {
		return ReactiveExchange.acknowledged(this);
	}

	/**
	 * Sends in one datagram and tells what became of it.
	 * @return completes with the datagram's fate, as far as this side can know
	 */
	public CompletableFuture<DatagramFate> trackedDatagram() {
		return this.exchange.trackedDatagram(this.exchange.prepare(this.state, MxpDeadline.current(), null));
	}

	/**
	 * Sends in one datagram: congestion controlled, never retransmitted.
	 * @return false where the message does not fit into a packet of the path, or the
	 * queue is full
	 */
	public boolean datagram() {
		return ClientExchange
			.await(this.exchange.datagram(this.exchange.prepare(this.state, MxpDeadline.current(), null)));
	}

}
