/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;

import io.mxp.transport.DebugConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import io.mxp.transport.stream.ChunkOverrun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

@Timeout(60)
class BufferTests {

	@Test
	void anOverrunInARunningEngineIsFoundAndNamed() {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.both((config) -> config.withDebug(DebugConfig.defaults().withGuardZones(true)))
			.start(); LogCapture log = LogCapture.begin()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "guarded")).isEqualTo("guarded");
			assertThat(pair.client().snapshot().get(Counter.BUFFER_OVERRUNS)).isZero();
			damageNextChunk(pair.client());
			assertThat(TransportPair.echo(connection, "damaged")).isEqualTo("damaged");
			Await.untilEquals(() -> pair.client().snapshot().get(Counter.BUFFER_OVERRUNS), 1L);
			Await.untilEquals(() -> log.errors().size(), 1);
			assertThat(log.errors().get(0)).contains("pool 'stream chunks'")
				.contains("offset 4103 of a buffer of 4096");
			assertThat(TransportPair.echo(connection, "it goes on")).isEqualTo("it goes on");
			assertThat(pair.client().snapshot().get(Counter.BUFFER_OVERRUNS)).isEqualTo(1);
			assertThat(pair.server().snapshot().get(Counter.BUFFER_OVERRUNS)).isZero();
		}
	}

	@Test
	void theSnapshotTellsWhatThePoolHolds() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "one")).isEqualTo("one");
			Await.untilEquals(() -> pair.client().snapshot().buffers().used(), 0L);
			TransportSnapshot snapshot = pair.client().snapshot();
			assertThat(snapshot.buffers().free()).isPositive();
			assertThat(snapshot.buffers().freeBytes()).isEqualTo(snapshot.buffers().free() * 4_096);
			assertThat(snapshot.get(Counter.BUFFERS_GROWN) - snapshot.get(Counter.BUFFERS_SHRUNK))
				.isEqualTo(snapshot.buffers().free());
		}
	}

	@Test
	void aReceiveBufferThatTheSystemCutsShortIsSaidOnce() {
		try (LogCapture log = LogCapture.begin();
				TransportPair pair = TransportPair.with(new Inbox())
					.server((config) -> config.withSocket(config.socket().withBuffers(1 << 30, 1 << 20)))
					.start()) {
			int granted = pair.server().loops().get(0).port().receiveBufferBytes();
			assumeThat(granted).as("a system with a limit").isLessThan(1 << 30);
			assertThat(log.errors()).filteredOn((line) -> line.contains("receive buffer of " + granted + " bytes"))
				.singleElement()
				.asString()
				.contains("net.core.rmem_max=1073741824");
		}
	}

	private static void damageNextChunk(MxpTransportEngine engine) {
		EventLoop loop = engine.loops().get(0);
		CompletableFuture<Boolean> damaged = new CompletableFuture<>();
		loop.execute(() -> {
			ChunkOverrun.damageNext(loop.buffers().chunks(), 7);
			damaged.complete(true);
		});
		Await.result(damaged);
	}

}
