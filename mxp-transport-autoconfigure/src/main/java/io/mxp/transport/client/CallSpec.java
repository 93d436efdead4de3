/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;

import org.springframework.core.ParameterizedTypeReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.mxp.transport.Reply;
import io.mxp.transport.exchange.MxpDeadline;

/**
 * A call. All ways to get its answer fail with
 * {@link io.mxp.transport.TransportException}: {@code RemoteError} with the peer's code,
 * {@code DeadlineExceeded} whichever side noticed, {@code Overloaded},
 * {@code HandshakeFailed}, {@code ConnectionClosed}.
 */
public final class CallSpec extends RequestSpec<CallSpec> {

	CallSpec(ClientExchange exchange, RequestState state) {
		super(exchange, state);
	}

	/**
	 * Calls and waits for the answer.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return the answer; null where it is empty
	 */
	public <T> @Nullable T retrieve(Class<T> type) {
		return decode(ClientExchange.await(begin()), type);
	}

	/**
	 * Calls and waits for the answer.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return the answer; null where it is empty
	 */
	public <T> @Nullable T retrieve(ParameterizedTypeReference<T> type) {
		return decode(ClientExchange.await(begin()), type.getType());
	}

	/** Calls and waits for the answer, whatever it is. */
	public void retrieve() {
		ClientExchange.await(begin());
	}

	/**
	 * Calls and waits for the answer with its metadata.
	 * @return the answer as it came
	 */
	public Reply retrieveReply() {
		return ClientExchange.await(begin());
	}

	/**
	 * Calls; the future completes on a thread of the client, where waiting is allowed.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return completes with the answer, with null where it is empty; cancelling it drops
	 * the answer
	 */
	public <T> CompletableFuture<@Nullable T> retrieveAsync(Class<T> type) {
		return decodeAsync(begin(), type);
	}

	/**
	 * Calls; the future completes on a thread of the client, where waiting is allowed.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return completes with the answer, with null where it is empty; cancelling it drops
	 * the answer
	 */
	public <T> CompletableFuture<@Nullable T> retrieveAsync(ParameterizedTypeReference<T> type) {
		return decodeAsync(begin(), type.getType());
	}

	/**
	 * Calls when subscribed to, each time anew.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return the answer; empty where it is empty
	 */
	public <T> Mono<T> retrieveMono(Class<T> type) {
		return ReactiveExchange.mono(this, type);
	}

	/**
	 * Calls when subscribed to, each time anew.
	 * @param <T> the answer's type
	 * @param type the answer's type
	 * @return the answer; empty where it is empty
	 */
	public <T> Mono<T> retrieveMono(ParameterizedTypeReference<T> type) {
		return ReactiveExchange.mono(this, type.getType());
	}

	/**
	 * Calls for a streamed answer when subscribed to, each time anew. What the subscriber
	 * asks for becomes the stream's demand. The timeout counts until the answer begins.
	 * @param <T> the type of one element
	 * @param type the type of one element
	 * @return the elements as they come; a plain answer is one element
	 */
	public <T> Flux<T> retrieveFlux(Class<T> type) {
		return ReactiveExchange.flux(this, type);
	}

	/**
	 * Calls for a streamed answer when subscribed to, each time anew.
	 * @param <T> the type of one element
	 * @param type the type of one element
	 * @return the elements as they come; a plain answer is one element
	 */
	public <T> Flux<T> retrieveFlux(ParameterizedTypeReference<T> type) {
		return ReactiveExchange.flux(this, type.getType());
	}

	@SuppressWarnings("unchecked")
	<T> @Nullable T decode(Reply reply, Type type) {
		return (T) this.exchange.converter().decode(reply.payload(), reply.metadata().contentType(), type);
	}

	<T> CompletableFuture<@Nullable T> decodeAsync(CompletableFuture<Reply> raw, Type type) {
		CompletableFuture<@Nullable T> result = new CompletableFuture<>();
		raw.whenCompleteAsync((reply, failure) -> {
			if (failure != null) {
				result.completeExceptionally(ClientExchange.unwrap(failure));
				return;
			}
			try {
				result.complete(this.<T>decode(reply, type));
			}
			catch (RuntimeException ex) {
				result.completeExceptionally(ex);
			}
		}, this.exchange.executor());
		result.whenComplete((value, failure) -> {
			if (result.isCancelled()) {
				raw.cancel(true);
			}
		});
		return result;
	}

	private CompletableFuture<Reply> begin() {
		return this.exchange.call(this.exchange.prepare(this.state, MxpDeadline.current(), null));
	}

}
