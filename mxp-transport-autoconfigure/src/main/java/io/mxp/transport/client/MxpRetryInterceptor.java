/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.backoff.BackOffExecution;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.TransportException;
import io.mxp.transport.exchange.MxpDeadline;

/**
 * Sends requests again that failed and are {@link MxpClientRequest#isRepeatable()
 * repeatable}, after the pauses of a {@link RetryPolicy}. The request's deadline counts
 * for all attempts together: where it would pass during the pause, the failure is told at
 * once. What fails in the end fails as its last attempt did.
 * <p>
 * It takes policy and pauses of Spring Framework's {@code RetryTemplate} but not the
 * template itself, whose pauses and attempts each block a thread: thousands of requests
 * may wait here for a peer that is away. It is the innermost interceptor: the others see
 * one request, however often it is sent.
 */
public final class MxpRetryInterceptor implements MxpClientInterceptor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(MxpRetryInterceptor.class);

	private static final Set<ErrorCode> PASSING = EnumSet.of(ErrorCode.OVERLOADED, ErrorCode.UNAVAILABLE,
			ErrorCode.HANDSHAKE_TIMEOUT, ErrorCode.PEER_UNREACHABLE, ErrorCode.CONNECTION_REFUSED,
			ErrorCode.SERVER_SHUTDOWN);

	private final RetryPolicy policy;

	/**
	 * Creates the interceptor.
	 * @param policy how often, after which failures and pauses; with a timeout of its own
	 * the earlier of that and the request's deadline counts
	 */
	public MxpRetryInterceptor(RetryPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Whether another attempt may fare better: the connection ended or could not be made,
	 * one side is overloaded, or the peer or an agent behind it is unavailable.
	 * @param failure of an attempt
	 * @return true if so
	 */
	public static boolean isPassing(Throwable failure) {
		return failure instanceof TransportException.ConnectionClosed
				|| (failure instanceof TransportException transport && PASSING.contains(transport.code()));
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public <T> CompletableFuture<T> intercept(MxpClientRequest request, Chain<T> chain) {
		if (!request.isRepeatable()) {
			return chain.proceed(request);
		}
		Duration timeout = this.policy.getTimeout();
		MxpDeadline deadline = timeout.isZero() ? request.deadline()
				: request.deadline().earlier(MxpDeadline.after(timeout));
		Attempts<T> attempts = new Attempts<>(this.policy, request, chain, deadline);
		attempts.begin();
		return attempts.result;
	}

	/**
	 * One request, sent until it succeeds.
	 *
	 * @param <T> what it results in
	 */
	private static final class Attempts<T> {

		private final RetryPolicy policy;

		private final BackOffExecution pauses;

		private final MxpClientRequest request;

		private final Chain<T> chain;

		private final MxpDeadline deadline;

		private final CompletableFuture<T> result = new CompletableFuture<>();

		private volatile @Nullable CompletableFuture<T> running;

		Attempts(RetryPolicy policy, MxpClientRequest request, Chain<T> chain, MxpDeadline deadline) {
			this.policy = policy;
			this.pauses = policy.getBackOff().start();
			this.request = request;
			this.chain = chain;
			this.deadline = deadline;
			this.result.whenComplete((value, failure) -> cancelIfCancelled());
		}

		void begin() {
			if (this.result.isDone()) {
				return;
			}
			CompletableFuture<T> attempt;
			try {
				attempt = this.chain.proceed(this.request);
			}
			catch (RuntimeException ex) {
				this.result.completeExceptionally(ex);
				return;
			}
			this.running = attempt;
			cancelIfCancelled(); // where that happened meanwhile
			attempt.whenComplete((value, failure) -> {
				if (failure != null) {
					failed(ClientExchange.unwrap(failure));
				}
				else {
					this.result.complete(value);
				}
			});
		}

		private void failed(Throwable failure) {
			if (this.result.isDone()) {
				return;
			}
			long pauseMillis = this.policy.shouldRetry(failure) ? this.pauses.nextBackOff() : BackOffExecution.STOP;
			if (pauseMillis == BackOffExecution.STOP || pauseMillis >= this.deadline.remaining().toMillis()) {
				this.result.completeExceptionally(failure);
				return;
			}
			logger.debug("The request '{}' to {} is sent again in {} ms", this.request.metadata().subject(),
					this.request.remote(), pauseMillis, failure);
			CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS).execute(this::begin);
		}

		private void cancelIfCancelled() {
			CompletableFuture<T> attempt = this.running;
			if (attempt != null && this.result.isCancelled()) {
				attempt.cancel(true);
			}
		}

	}

}
