/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mxp.transport.CallRequest;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.TransportException;

/**
 * One request on its way: through the interceptors to a connection, as often as they say.
 *
 * @param <T> what it results in
 */
final class RequestRun<T> {

	private final ClientExchange.Prepared prepared;

	private final Action<T> action;

	private final AtomicBoolean attempted = new AtomicBoolean();

	RequestRun(ClientExchange.Prepared prepared, Action<T> action) {
		this.prepared = prepared;
		this.action = action;
	}

	CompletableFuture<T> start(MxpClientRequest request, List<MxpClientInterceptor> interceptors) {
		if (interceptors.isEmpty()) {
			return attempt(request);
		}
		MxpClientInterceptor.Chain<T> chain = this::attempt;
		for (int i = interceptors.size() - 1; i >= 0; i--) {
			MxpClientInterceptor interceptor = interceptors.get(i);
			MxpClientInterceptor.Chain<T> behind = chain;
			chain = (passed) -> interceptor.intercept(passed, behind);
		}
		CompletableFuture<T> result = new CompletableFuture<>();
		try {
			forward(chain.proceed(request), result);
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
		return result;
	}

	private CompletableFuture<T> attempt(MxpClientRequest request) {
		if (!this.attempted.compareAndSet(false, true)) {
			this.prepared.observation().repeated();
		}
		CompletableFuture<T> result = new CompletableFuture<>();
		MxpConnection given = this.prepared.state().connection;
		PeerLink link = this.prepared.link();
		CompletableFuture<MxpConnection> opening = (given != null || link == null)
				? CompletableFuture.completedFuture(given) : link.connection();
		if (opening.isDone() && !opening.isCompletedExceptionally()) {
			perform(opening.join(), request, result);
			return result;
		}
		Duration remaining = request.deadline().remaining();
		opening.copy()
			.orTimeout(Math.max(1, remaining.toMillis()), TimeUnit.MILLISECONDS)
			.whenComplete((connection, failure) -> {
				if (failure != null) {
					result.completeExceptionally(unconnected(ClientExchange.unwrap(failure), request));
				}
				else {
					perform(connection, request, result);
				}
			});
		return result;
	}

	private void perform(MxpConnection connection, MxpClientRequest request, CompletableFuture<T> result) {
		if (result.isDone()) {
			return;
		}
		if (request.deadline().isExpired()) {
			result.completeExceptionally(
					new TransportException.DeadlineExceeded("The deadline passed before the request was sent"));
			return;
		}
		try {
			forward(this.action.on(connection, request, atLeastOneMilli(request.deadline().remaining())), result);
		}
		catch (RuntimeException ex) {
			result.completeExceptionally(ex);
		}
	}

	/** The result becomes what runs becomes; cancelling the one cancels the other. */
	private static <R> void forward(CompletableFuture<R> running, CompletableFuture<R> result) {
		running.whenComplete((value, failure) -> {
			if (failure != null) {
				result.completeExceptionally(ClientExchange.unwrap(failure));
			}
			else {
				result.complete(value);
			}
		});
		if (!running.isDone()) {
			result.whenComplete((value, failure) -> {
				if (result.isCancelled()) {
					running.cancel(true);
				}
			});
		}
	}

	private static Throwable unconnected(Throwable failure, MxpClientRequest request) {
		return (failure instanceof TimeoutException) ? new TransportException.DeadlineExceeded(
				"No connection to " + request.remote() + " within the deadline") : failure;
	}

	private static Duration atLeastOneMilli(Duration remaining) {
		Duration bounded = (remaining.compareTo(CallRequest.MAX_TIMEOUT) < 0) ? remaining : CallRequest.MAX_TIMEOUT;
		return (bounded.toMillis() > 0) ? bounded : Duration.ofMillis(1);
	}

	/**
	 * Sends on a connection.
	 *
	 * @param <T> what it results in
	 */
	@FunctionalInterface
	interface Action<T> {

		CompletableFuture<T> on(MxpConnection connection, MxpClientRequest request, Duration remaining);

	}

}
