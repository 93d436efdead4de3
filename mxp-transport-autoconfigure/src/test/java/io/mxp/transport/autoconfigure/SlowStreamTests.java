/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.StreamListener;
import io.mxp.transport.annotation.MxpCall;
import io.mxp.transport.annotation.MxpStreamHandler;
import io.mxp.transport.client.MxpRequester;
import io.mxp.transport.observe.Counter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers of streams that take nothing: what waits for them has its place in the
 * stream's window, so the peer cannot make it more. A chunk's message has 4,096 bytes.
 */
class SlowStreamTests {

	private static final int CHUNK = 4_096 - 32 - 8;

	private static final int MOST_AT_FIRST = 64 * 1024 / 4_096;

	static class Slow {

		final CountDownLatch gate = new CountDownLatch(1);

		final AtomicInteger taken = new AtomicInteger();

		@MxpStreamHandler("listener")
		StreamListener listener() {
			return (stream, chunk) -> take(chunk);
		}

		@MxpStreamHandler("flux")
		Mono<Void> flux(Flux<ByteBuffer> chunks) {
			return chunks.doOnNext(this::take).then();
		}

		@MxpCall("ping")
		String ping() {
			return "pong";
		}

		private void take(ByteBuffer chunk) {
			try {
				this.gate.await(1, TimeUnit.MINUTES);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			assertThat(chunk.remaining()).isEqualTo(CHUNK);
			this.taken.incrementAndGet();
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "listener", "flux" })
	void whatWaitsForAHandlerStaysInTheWindow(String subject, @TempDir Path directory) {
		try (TestAgents agents = TestAgents.onLoopback(directory)) {
			ConfigurableApplicationContext server = agents.start("server", Slow.class,
					"mxp.transport.flow.stream-window=64KB", "mxp.transport.flow.max-stream-window=64KB");
			MxpRequester requester = agents.clientOf(server, "mxp.transport.flow.stream-send-buffer=32KB");
			ManagedMxpTransport transport = server.getBean(ManagedMxpTransport.class);
			MxpStream stream = requester.stream(subject).openStream(StreamListener.IGNORE);
			int sent = 0;
			for (int refusals = 0; refusals < 3 || transport.snapshot().get(Counter.PEER_FLOW_BLOCKED) == 0;) {
				if (stream.offer(ByteBuffer.allocate(CHUNK))) {
					sent++;
					refusals = 0;
				}
				else {
					refusals++;
					// a round trip later whatever could move has moved
					requester.call("ping").retrieve();
				}
			}
			// StreamOpen has its part of the first window; what the flux has given its
			// subscriber makes room for one or two more
			assertThat(received(transport)).isBetween(MOST_AT_FIRST - 1, MOST_AT_FIRST + 1);
			assertThat(sent).as("the others wait at the sender").isGreaterThan(MOST_AT_FIRST + 1).isLessThan(64);
			Slow slow = server.getBean(Slow.class);
			assertThat(slow.taken).hasValue(0);
			slow.gate.countDown();
			for (int i = 0; i < 100; i++) {
				stream.send(ByteBuffer.allocate(CHUNK)).join();
			}
			stream.finish();
			int all = sent + 100;
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> slow.taken.get() == all);
		}
	}

	/** Chunks that the server's transport delivered, StreamOpen not counted. */
	private static int received(ManagedMxpTransport transport) {
		return (int) transport.snapshot().bands().get(PriorityBand.STREAMING.index()).messagesReceived() - 1;
	}

}
