/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.ErrorCode;

import org.jspecify.annotations.Nullable;

/**
 * The orderly end: nobody new is let in, what is in progress ends, then connections
 * close. COLD.
 */
final class Drain {

	private static final long LOOK_MILLIS = 10;

	private final LoopPeers peers;

	private final Map<Long, EngineConnection> connections;

	private final AtomicReference<@Nullable CompletableFuture<Void>> started = new AtomicReference<>();

	Drain(LoopPeers peers, Map<Long, EngineConnection> connections) {
		this.peers = peers;
		this.connections = connections;
	}

	boolean isStarted() {
		return this.started.get() != null;
	}

	CompletableFuture<Void> start(Duration grace) {
		CompletableFuture<Void> result = new CompletableFuture<>();
		CompletableFuture<Void> before = this.started.compareAndExchange(null, result);
		if (before != null) {
			return before;
		}
		this.peers.drain();
		this.peers.all().forEach((loop) -> loop.execute(loop.endpoint()::stopAccepting));
		look(System.nanoTime() + grace.toNanos(), result);
		return result;
	}

	/** Looks every few milliseconds whether the last work is done. */
	private void look(long deadlineNanos, CompletableFuture<Void> result) {
		CompletableFuture<?>[] asked = this.connections.values()
			.stream()
			.map(this::isIdle)
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(asked).orTimeout(1, TimeUnit.SECONDS).whenComplete((nothing, failure) -> {
			boolean idle = failure == null;
			if (idle || System.nanoTime() >= deadlineNanos) {
				closeAll(result);
			}
			else {
				CompletableFuture.delayedExecutor(LOOK_MILLIS, TimeUnit.MILLISECONDS)
					.execute(() -> look(deadlineNanos, result));
			}
		});
	}

	/** Fails where the connection still has something to do. */
	private CompletableFuture<Void> isIdle(EngineConnection handle) {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		handle.loop().execute(() -> {
			if (handle.isOpen() && !handle.isIdle()) {
				answer.completeExceptionally(new IllegalStateException("busy"));
			}
			else {
				answer.complete(null);
			}
		});
		return answer;
	}

	private void closeAll(CompletableFuture<Void> result) {
		CompletableFuture<?>[] closed = this.connections.values().stream().map((handle) -> {
			handle.close(ErrorCode.SERVER_SHUTDOWN, "the peer shuts down");
			return handle.closed();
		}).toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(closed)
			.orTimeout(1, TimeUnit.SECONDS)
			.whenComplete((nothing, failure) -> result.complete(null));
	}

}
