/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.endpoint.Endpoint;

/** What the event loops of a transport hold, for tests that look for leaks. */
final class EngineState {

	private final MxpTransportEngine engine;

	private EngineState(MxpTransportEngine engine) {
		this.engine = engine;
	}

	static EngineState of(MxpTransportEngine engine) {
		return new EngineState(engine);
	}

	Held held() {
		Held sum = new Held(0, 0, 0);
		for (EventLoop loop : this.engine.loops()) {
			CompletableFuture<Held> answer = new CompletableFuture<>();
			loop.execute(() -> {
				Endpoint endpoint = loop.endpoint();
				answer.complete(
						new Held(endpoint.connectionCount(), endpoint.connectionIdCount(), endpoint.timerCount()));
			});
			sum = sum.plus(Await.result(answer));
		}
		return sum;
	}

	/** Waits until connections that ended are forgotten, too. */
	void awaitEmpty() {
		awaitHeld(new Held(0, 0, 0));
	}

	void awaitHeld(Held expected) {
		Await.untilEquals(this::held, expected);
	}

	/** Errors that the sockets swallowed, exceptions of our receivers among them. */
	long receiveFailures() {
		return this.engine.loops().stream().mapToLong((loop) -> loop.port().receiveFailures()).sum();
	}

	/**
	 * Counts of everything that a peer can make us keep.
	 *
	 * @param connections connections, whatever their state
	 * @param connectionIds connection ids that lead to them
	 * @param timers timers that are armed
	 */
	record Held(int connections, int connectionIds, int timers) {

		Held plus(Held other) {
			return new Held(this.connections + other.connections, this.connectionIds + other.connectionIds,
					this.timers + other.timers);
		}

	}

}
