/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.mxp.transport.Attack;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.socket.DatagramPort;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A server under a rain of junk from several addresses, the client's own among them,
 * while that client goes on calling. {@code -Dmxp.junk.datagrams=1000000} makes it a
 * storm.
 */
class JunkTests {

	/** Apart from the transport's own loggers, which must say nothing here. */
	private static final Logger figures = (Logger) LoggerFactory.getLogger("figures.junk");

	private static final int DATAGRAMS = Integer.getInteger("mxp.junk.datagrams", 50_000);

	/** What may be on its way, well within the buffer of the server's socket. */
	private static final int MAX_UNDER_WAY_BYTES = 1 << 20;

	private static final int MAX_UNDER_WAY = 256;

	private static final long MAX_HEAP_GROWTH_BYTES = 8 << 20;

	private static final Duration CALL_TIMEOUT = Duration.ofMinutes(1);

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL" })
	@Requirement({ "SEC-21", "SEC-33", "SEC-59" })
	@Attack("A03")
	void junkHarmsNobodyAndLeavesNothing(Driver driver) throws Exception {
		assumeThat(driver == Driver.NIO || Epoll.isAvailable()).as("the native library of epoll is there").isTrue();
		try (LogCapture log = LogCapture.begin();
				TransportPair pair = TransportPair.with(new Inbox())
					.server((config) -> config.withSocket(config.socket().withDriver(driver))
						.withHandshake(config.handshake().withTimeout(Duration.ofSeconds(1))))
					.start();
				UdpRelay relay = new UdpRelay(pair.server().localAddress())) {
			MxpConnection connection = connect(pair, relay);
			Storm storm = new Storm(pair.server(), relay.asClient(), relay::carriedToServer, maker(pair, relay));
			try (Caller caller = new Caller(connection)) {
				storm.send(DATAGRAMS / 5);
				EngineState.Held before = settledState(pair);
				long heapBefore = usedHeap();
				long started = System.nanoTime();
				storm.send(DATAGRAMS);
				long nanos = System.nanoTime() - started;
				EngineState.of(pair.server()).awaitHeld(before);
				long heapAfter = usedHeap();
				caller.stopCalling();
				assertThat(log.errors()).isEmpty();
				assertThat(EngineState.of(pair.server()).receiveFailures()).isZero();
				assertThat(heapAfter - heapBefore).isLessThan(MAX_HEAP_GROWTH_BYTES);
				assertThat(connection.isOpen()).isTrue();
				assertThat(TransportPair.echo(connection, "still here")).isEqualTo("still here");
				assertDrops(pair.server().snapshot().drops());
				report(driver, storm, nanos, heapBefore, heapAfter, caller, pair);
			}
		}
	}

	@Test
	void junkAtTheClientHarmsNobodyEither() throws Exception {
		try (LogCapture log = LogCapture.begin();
				TransportPair pair = TransportPair.start(new Inbox());
				UdpRelay relay = new UdpRelay(pair.server().localAddress())) {
			MxpConnection connection = connect(pair, relay);
			EngineState.Held before = EngineState.of(pair.client()).held();
			Storm storm = new Storm(pair.client(), relay.asServer(), relay::carriedToClient, maker(pair, relay));
			try (Caller caller = new Caller(connection)) {
				storm.send(DATAGRAMS);
				caller.stopCalling();
			}
			assertThat(EngineState.of(pair.client()).held()).isEqualTo(before);
			assertThat(EngineState.of(pair.client()).receiveFailures()).isZero();
			assertThat(log.errors()).isEmpty();
			assertThat(TransportPair.echo(connection, "still here")).isEqualTo("still here");
		}
	}

	private static JunkMaker maker(TransportPair pair, UdpRelay relay) {
		List<byte[]> recorded = new ArrayList<>(relay.sentByClient());
		recorded.addAll(relay.sentByServer());
		// Initials are few among them: some more, so that they are met often
		for (int i = 0; i < 20; i++) {
			recorded.add(relay.sentByClient().get(0));
			recorded.add(relay.sentByServer().get(0));
		}
		return new JunkMaker(4_711, recorded, pair.server().identity().staticKey());
	}

	private static MxpConnection connect(TransportPair pair, UdpRelay relay) {
		InetSocketAddress address = relay.address();
		MxpConnection connection = Await.result(pair.client()
			.connect(ConnectRequest.to(new MxpAddress("127.0.0.1", address.getPort()))
				.withServerKey(pair.server().identity().staticKey())));
		for (int i = 0; i < 50; i++) {
			TransportPair.echo(connection, "for the record " + i);
		}
		return connection;
	}

	/** The connection of the client alone: half-open ones of the junk have ended. */
	private static EngineState.Held settledState(TransportPair pair) {
		Await.until("one connection is left", () -> EngineState.of(pair.server()).held().connections() == 1);
		return EngineState.of(pair.server()).held();
	}

	private static long usedHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	private static void assertDrops(Map<String, Long> drops) {
		assertThat(drops).containsKeys("TOO_SHORT", "BAD_HEADER", "UNKNOWN_CONNECTION", "INITIAL_TOO_SMALL", "BAD_TLV",
				"UNSUPPORTED_VERSION", "UNSUPPORTED_PATTERN", "EARLY_REJECT", "AEAD_FAILURE", "DUPLICATE");
	}

	private static void report(Driver driver, Storm storm, long nanos, long heapBefore, long heapAfter, Caller caller,
			TransportPair pair) {
		figures.setLevel(Level.INFO);
		figures.info("{}: {} datagrams, {} MB at {} a second; heap {} then {} KiB; {} calls answered; dropped {}",
				driver, storm.sent, storm.sentBytes >> 20, DATAGRAMS * 1_000_000_000L / nanos, heapBefore >> 10,
				heapAfter >> 10, caller.answered(), pair.server().snapshot().drops());
	}

	/** Sends junk, as fast as the server takes it. */
	private static final class Storm {

		private final JunkMaker maker;

		private final List<DatagramSocket> sources = new ArrayList<>();

		private final InetSocketAddress target;

		private final LongSupplier carried;

		private final DatagramPort port;

		private long sent;

		private long sentBytes;

		/** Datagrams that the system dropped between us and the server. */
		private long lost;

		private int burstBytes;

		private int burst;

		/**
		 * @param peer sends from the address that the target takes for its peer's
		 * @param carried datagrams that the real peer sent
		 */
		Storm(MxpTransportEngine target, DatagramSocket peer, LongSupplier carried, JunkMaker maker)
				throws IOException {
			this.maker = maker;
			this.target = target.localAddress();
			this.carried = carried;
			this.port = target.loops().get(0).port();
			for (int i = 0; i < 4; i++) {
				this.sources.add(new DatagramSocket(new InetSocketAddress("127.0.0.1", 0)));
			}
			this.sources.add(peer);
		}

		void send(int datagrams) throws IOException {
			for (int i = 0; i < datagrams; i++) {
				byte[] junk = this.maker.next();
				this.sources.get(i % this.sources.size()).send(new DatagramPacket(junk, junk.length, this.target));
				this.sent++;
				this.sentBytes += junk.length;
				this.burstBytes += junk.length;
				this.burst++;
				if (this.burst >= MAX_UNDER_WAY || this.burstBytes >= MAX_UNDER_WAY_BYTES) {
					awaitTaken();
				}
			}
			awaitTaken();
		}

		private void awaitTaken() {
			this.burst = 0;
			this.burstBytes = 0;
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
			while (missing() > 0) {
				if (System.nanoTime() > deadline) {
					this.lost += missing();
					return;
				}
				LockSupport.parkNanos(20_000);
			}
		}

		private long missing() {
			return this.sent + this.carried.getAsLong() - this.lost - this.port.datagramsReceived();
		}

	}

	/** Calls, one after the other, and wants every answer. */
	private static final class Caller implements AutoCloseable {

		private final MxpConnection connection;

		private final AtomicLong answered = new AtomicLong();

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		private volatile boolean stopped;

		Caller(MxpConnection connection) {
			this.connection = connection;
			next();
		}

		private void next() {
			String argument = "call " + this.answered.get();
			CallRequest request = CallRequest.of("echo", Inbox.bytes(argument)).withTimeout(CALL_TIMEOUT);
			this.connection.call(request).whenComplete((reply, failure) -> {
				if (failure != null) {
					this.end.completeExceptionally(failure);
				}
				else if (!reply.text().equals(argument)) {
					this.end.completeExceptionally(new AssertionError("wrong answer: " + reply.text()));
				}
				else {
					this.answered.incrementAndGet();
					if (this.stopped) {
						this.end.complete(null);
					}
					else {
						next();
					}
				}
			});
		}

		long answered() {
			return this.answered.get();
		}

		void stopCalling() {
			this.stopped = true;
			Await.result(this.end);
			assertThat(this.answered.get()).isGreaterThan(20);
		}

		@Override
		public void close() {
			this.stopped = true;
		}

	}

}
