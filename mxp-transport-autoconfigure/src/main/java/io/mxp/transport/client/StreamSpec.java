/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.concurrent.CompletableFuture;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.exchange.MxpDeadline;

/** A stream of messages to a peer, and from it where it is bidirectional. */
public final class StreamSpec extends RequestSpec<StreamSpec> {

	StreamSpec(ClientExchange exchange, RequestState state) {
		super(exchange, state);
	}

	/**
	 * Opens a bidirectional stream and returns when it is open.
	 * @param listener receives what the peer sends; called on delivery threads, so it
	 * must not wait
	 * @return the stream
	 */
	public MxpStream openStream(StreamListener listener) {
		return ClientExchange.await(openStreamAsync(listener));
	}

	/**
	 * Opens a bidirectional stream.
	 * @param listener receives what the peer sends; called on delivery threads, so it
	 * must not wait
	 * @return completes when it is open
	 */
	public CompletableFuture<MxpStream> openStreamAsync(StreamListener listener) {
		return this.exchange.openStream(this.exchange.prepare(this.state, MxpDeadline.current(), null), true, listener,
				true);
	}

	/**
	 * Sends elements on a unidirectional stream when subscribed to.
	 * @param elements each becomes one chunk; asked for as the stream has room
	 * @return completes when the last one was accepted and the stream finished
	 */
	public Mono<Void> send(Publisher<?> elements) {
		return ReactiveExchange.send(this, elements);
	}

	/**
	 * Sends elements on a bidirectional stream and receives others, when subscribed to.
	 * @param <T> the type of a received element
	 * @param elements each becomes one chunk
	 * @param type the type of a received element
	 * @return what the peer sends
	 */
	public <T> Flux<T> exchange(Publisher<?> elements, Class<T> type) {
		return ReactiveExchange.exchange(this, elements, type);
	}

}
