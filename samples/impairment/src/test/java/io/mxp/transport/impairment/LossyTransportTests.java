/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ConnectionStatistics;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole engine on real sockets, through a network that does to datagrams what
 * networks do. The seed makes the same decisions again; the times are the machine's.
 */
class LossyTransportTests {

	private static final int CHUNK_BYTES = 16_000;

	private static final int MEGABYTE = 1_000_000;

	/** {@code -Dmxp.transfer.megabytes=} makes it longer or shorter. */
	private static final int MEGABYTES = Integer.getInteger("mxp.transfer.megabytes", 100);

	@Test
	@Requirement({ "REL-08", "REL-09", "REL-10" })
	void handshakesUnderThirtyPercentLossAllComplete() {
		try (LossyPair pair = LossyPair.start(1, Impairment.none().withLoss(0.3))) {
			List<CompletableFuture<MxpConnection>> connections = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				connections.add(pair.connect());
			}
			for (int i = 0; i < 20; i++) {
				MxpConnection connection = LossyPair.result(connections.get(i));
				assertThat(call(connection, "question " + i)).isEqualTo("question " + i);
			}
			assertThat(pair.proxy().toServer().lost()).isPositive();
			assertThat(pair.proxy().toClients().lost()).isPositive();
			assertThat(pair.server().snapshot().connections()).isEqualTo(20);
		}
	}

	@Test
	@Requirement({ "REL-02", "REL-08" })
	void aTransferAtOnePercentLossArrivesByteForByte() {
		try (LossyPair pair = LossyPair.start(2, Impairment.none().withLoss(0.01))) {
			ConnectionStatistics sender = transfer(pair, MEGABYTES * MEGABYTE);
			assertThat(pair.proxy().toServer().lost()).isGreaterThan(MEGABYTES * 5L);
			assertThat(sender.packetsLost()).isPositive();
			assertThat(sender.framesRetransmitted()).isPositive();
		}
	}

	@Test
	@Requirement({ "REL-02", "SEC-18", "SEC-21" })
	void corruptionCostsPacketsAndNothingElse() {
		try (LossyPair pair = LossyPair.start(3, Impairment.none().withCorruption(0.02))) {
			transfer(pair, 2 * MEGABYTE);
			assertThat(pair.proxy().toServer().corrupted()).isPositive();
			// Whatever was changed was dropped and counted; nothing was closed.
			assertThat(pair.server().snapshot().drops().values().stream().mapToLong(Long::longValue).sum())
				.isGreaterThanOrEqualTo(pair.proxy().toServer().corrupted() / 2);
			assertThat(pair.server().snapshot().connections()).isEqualTo(1);
		}
	}

	@Test
	@Requirement({ "REL-02", "SEC-20" })
	void everyDatagramTwiceDeliversEveryByteOnce() {
		try (LossyPair pair = LossyPair.start(4, Impairment.none().withDuplication(1))) {
			transfer(pair, 2 * MEGABYTE);
			assertThat(pair.server().snapshot().drops().getOrDefault("DUPLICATE", 0L)).isPositive();
		}
	}

	/** The client behind a NAT that forgets its mapping five times, at 5 % loss. */
	@Test
	@Requirement({ "S23", "SEC-39" })
	void aClientIsFollowedToEveryPortThatItIsSeenUnder() {
		try (LossyPair pair = LossyPair.start(6, Impairment.none().withLoss(0.05))) {
			MxpConnection connection = LossyPair.result(pair.connect());
			for (int i = 0; i < 5; i++) {
				assertThat(call(connection, "before " + i)).isEqualTo("before " + i);
				List<Integer> ports = LossyPair.result(pair.proxy().rebind());
				assertThat(call(connection, "after " + i)).isEqualTo("after " + i);
				LossyPair.until("the server has seen that the new port is the client's",
						() -> pair.server()
							.connections()
							.stream()
							.allMatch((accepted) -> ports.contains(accepted.remoteAddress().getPort())));
				assertThat(pair.server().connections()).hasSize(1);
			}
			assertThat(pair.server().snapshot().connections()).isEqualTo(1);
		}
	}

	@Test
	@Requirement({ "REL-02", "REL-11" })
	void reorderingDeliversEveryByteInOrder() {
		Impairment reordering = Impairment.none()
			.withDelay(Duration.ofMillis(2))
			.withReordering(0.05, Duration.ofMillis(1));
		try (LossyPair pair = LossyPair.start(5, reordering)) {
			transfer(pair, 2 * MEGABYTE);
			assertThat(pair.proxy().toServer().reordered()).isPositive();
		}
	}

	@Test
	@Requirement({ "REL-02", "REL-13" })
	void aSlowLinkWithAShortQueueIsFilledAndNotDrowned() {
		// 2 MB at 20 Mbit/s take 0.8 s of link.
		Impairment slow = Impairment.none().withRate(20_000_000, 40).withDelay(Duration.ofMillis(5));
		try (LossyPair pair = LossyPair.start(6, slow, Impairment.none().withDelay(Duration.ofMillis(5)))) {
			transfer(pair, 2 * MEGABYTE);
			ImpairmentCounters link = pair.proxy().toServer();
			assertThat(link.queueDrops()).isLessThan(link.received() / 10);
		}
	}

	/** Small lives under whatever a seed says, all at once. */
	@Test
	@Requirement("REL-02")
	void anythingAtOnceOnRealSockets() {
		for (long seed = 1; seed <= 5; seed++) {
			SplittableRandom random = new SplittableRandom(seed);
			Impairment anything = Impairment.none()
				.withBurstLoss(random.nextDouble(0.1), random.nextInt(1, 4))
				.withDelay(Duration.ofNanos(random.nextLong(3_000_000)))
				.withJitter(Duration.ofNanos(random.nextLong(2_000_000)))
				.withReordering(random.nextDouble(0.1), Duration.ofNanos(random.nextLong(3_000_000)))
				.withDuplication(random.nextDouble(0.2))
				.withCorruption(random.nextDouble(0.05));
			try (LossyPair pair = LossyPair.start(seed, anything)) {
				transfer(pair, random.nextInt(1, 300_000));
			}
			catch (AssertionError ex) {
				throw new AssertionError("seed " + seed + ", " + anything + ": " + ex.getMessage(), ex);
			}
		}
	}

	/** Uploads random bytes on one stream, and calls beside it. */
	private static ConnectionStatistics transfer(LossyPair pair, int bytes) {
		MxpConnection connection = LossyPair.result(pair.connect());
		CompletableFuture<StreamDigest> arrived = pair.nextStream();
		MxpStream stream = LossyPair
			.result(connection.openStream(StreamRequest.of("upload").unidirectional(), StreamListener.IGNORE));
		SplittableRandom content = new SplittableRandom(bytes);
		StreamDigest sent = new StreamDigest();
		long begun = System.nanoTime();
		for (int left = bytes; left > 0;) {
			byte[] chunk = new byte[Math.min(left, CHUNK_BYTES)];
			content.nextBytes(chunk);
			sent.add(ByteBuffer.wrap(chunk));
			LossyPair.result(stream.send(ByteBuffer.wrap(chunk)));
			left -= chunk.length;
		}
		stream.finish();
		assertThat(call(connection, "beside it")).isEqualTo("beside it");
		StreamDigest received = LossyPair.result(arrived);
		assertThat(received.bytes()).isEqualTo(bytes);
		assertThat(received.hex()).isEqualTo(sent.hex());
		ConnectionStatistics sender = LossyPair.result(connection.statistics());
		System.out.printf("%.1f MB in %.2f s, %d packets, %d lost; proxy %s%n", bytes / 1e6,
				(System.nanoTime() - begun) / 1e9, sender.packetsSent(), sender.packetsLost(), pair.proxy().toServer());
		return sender;
	}

	private static String call(MxpConnection connection, String text) {
		Reply reply = LossyPair
			.result(connection.call(CallRequest.of("echo", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))));
		return reply.text();
	}

}
