/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import io.mxp.transport.FloodConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that always wants a token, over real sockets. */
class ServerRetryTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	@Requirement({ "SEC-34", "SEC-36" })
	void theFirstVisitHasARetryAndTheNextOnesHaveTokens(int loops) {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config
				.withServer(config.server().withFlood(FloodConfig.defaults().withRetryAbove(0, 0)))
				.withSocket(loops(config.socket(), loops)))
			.start()) {
			MxpConnection first = pair.connect();
			assertThat(TransportPair.echo(first, "first")).isEqualTo("first");
			assertThat(pair.server().snapshot().get(Counter.RETRIES_SENT)).isEqualTo(1);
			assertThat(pair.client().snapshot().get(Counter.RETRIES_FOLLOWED)).isEqualTo(1);
			for (int visit = 2; visit <= 10; visit++) {
				MxpConnection again = pair.connect();
				assertThat(TransportPair.echo(again, "again")).isEqualTo("again");
				again.close();
			}
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.get(Counter.RETRIES_SENT)).isEqualTo(1);
			assertThat(server.get(Counter.TOKENS_ACCEPTED)).isEqualTo(10);
			assertThat(server.get(Counter.TOKENS_FORGED) + server.get(Counter.TOKENS_USED_AGAIN)).isZero();
			assertThat(server.drops()).containsEntry("RETRY_SENT", 1L);
			assertThat(pair.client().snapshot().get(Counter.RETRIES_FOLLOWED)).isEqualTo(1);
		}
	}

	/** A worker of the client solves it: the event loop goes on meanwhile. */
	@Test
	void aPuzzleOfTheServerIsSolved() {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config
				.withServer(config.server().withFlood(FloodConfig.defaults().withRetryAbove(0, 0).withProofOfWork(12))))
			.start()) {
			assertThat(TransportPair.echo(pair.connect(), "solved")).isEqualTo("solved");
			assertThat(pair.client().snapshot().get(Counter.PUZZLES_SOLVED)).isEqualTo(1);
			assertThat(pair.server().snapshot().get(Counter.TOKENS_ACCEPTED)).isEqualTo(1);
			assertThat(pair.server().snapshot().get(Counter.PUZZLES_UNSOLVED)).isZero();
		}
	}

	private static SocketConfig loops(SocketConfig socket, int loops) {
		return (loops == 1) ? socket : socket.withDriver(SocketConfig.Driver.EPOLL).withEventLoops(loops);
	}

}
