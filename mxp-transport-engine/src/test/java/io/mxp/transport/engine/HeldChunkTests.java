/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.DeliveryConfig.Mode;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Requirement;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A listener that hands chunks on and holds them meanwhile. A chunk's message has 4,096
 * bytes, so that 16 of them fill the window of 64 KiB to the byte.
 */
class HeldChunkTests {

	private static final int WINDOW = 64 * 1024;

	private static final int CHUNK = 4_096 - 32 - 8;

	private static final int LARGEST = 16 * 1024 * 1024;

	private static final FlowConfig NARROW = FlowConfig.defaults()
		.withStreamWindowBytes(WINDOW)
		.withConnectionWindowBytes(WINDOW)
		.withMaxWindowBytes(WINDOW, WINDOW, FlowConfig.defaults().maxBandWindowBytes());

	private static TransportPair narrow(Inbox inbox, Mode mode) {
		return TransportPair.with(inbox)
			.server((config) -> config.withFlow(NARROW).withDelivery(config.delivery().withMode(mode)))
			.start();
	}

	private static MxpStream open(MxpConnection connection) {
		return Await.result(connection.openStream(StreamRequest.of("held").unidirectional(), StreamListener.IGNORE));
	}

	private static void send(MxpStream stream, int from, int to) {
		for (int i = from; i < to; i++) {
			Await.result(stream.send(TransportPair.payload(CHUNK, i)));
		}
	}

	private static void awaitBlocked(TransportPair pair, MxpStream stream, int times) {
		Await.until("the sender says that it waits for credit",
				() -> pair.server().snapshot().get(Counter.PEER_FLOW_BLOCKED) >= times);
		assertThat(TransportPair.echo(stream.connection(), "settled?")).isEqualTo("settled?");
	}

	@ParameterizedTest
	@EnumSource
	@Requirement({ "SEC-53", "REL-18" })
	void whatIsHeldFillsTheWindowAndOneChunkMoreWaitsAtTheSender(Mode mode) {
		Holding held = new Holding();
		try (TransportPair pair = narrow(new Inbox().listening((stream) -> held), mode)) {
			MxpStream stream = open(pair.connect());
			send(stream, 0, 18);
			awaitBlocked(pair, stream, 1);
			assertThat(held.count()).as("StreamOpen has its part of the first limit").isEqualTo(15);
			held.stream.release(1);
			// What was consumed, StreamOpen and one chunk, and the window on top of it.
			awaitBlocked(pair, stream, 2);
			assertThat(held.count()).as("16 are held").isEqualTo(17);
			held.stream.release(1);
			for (int i = 0; i < 18; i++) {
				assertThat(held.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			stream.finish(); // its StreamClose finds the window full
			held.stream.release(Integer.MAX_VALUE);
			held.awaitFinished();
			StreamTests.untilNoStreams(pair);
		}
	}

	/** 20 x 14 chunks through a connection's window that has room for 16. */
	@ParameterizedTest
	@EnumSource
	@Requirement("REL-18")
	void aStreamThatEndedGivesItsPartOfTheConnectionBack(Mode mode) {
		AtomicReference<Holding> listener = new AtomicReference<>();
		try (TransportPair pair = narrow(new Inbox().listening((stream) -> listener.get()), mode)) {
			MxpConnection connection = pair.connect();
			for (int i = 0; i < 20; i++) {
				Holding held = new Holding();
				listener.set(held);
				MxpStream stream = open(connection);
				send(stream, 0, 14);
				stream.finish();
				held.awaitFinished();
				assertThat(held.count()).isEqualTo(14);
				if (i % 2 == 0) {
					held.stream.reset(ErrorCode.CANCELLED, "");
				}
				held.stream.release(14); // behind a reset too late, and no harm
			}
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	@Requirement("SEC-53")
	void fourOfTheLargestChunksCanBeHeldAndTheFifthWaits() {
		Holding held = new Holding() {
			@Override
			void keep(ByteBuffer chunk) {
				super.keep(chunk.limit(1)); // the count is enough
			}
		};
		try (TransportPair pair = TransportPair.start(new Inbox().listening((stream) -> held))) {
			MxpStream stream = open(pair.connect());
			ByteBuffer largest = ByteBuffer.allocate(LARGEST);
			for (int i = 0; i < 4; i++) {
				Await.result(stream.send(largest));
			}
			CompletableFuture<Void> fifth = stream.send(largest);
			for (int i = 0; i < 4; i++) {
				held.next();
			}
			awaitBlocked(pair, stream, 1);
			assertThat(held.count()).isEqualTo(4);
			held.stream.release(1);
			held.next();
			Await.result(fifth);
		}
	}

	/** 20 chunks of 32 KiB, of which a window of 64 KiB has room for two at full size. */
	@ParameterizedTest
	@EnumSource
	@Requirement({ "SEC-53", "SEC-57" })
	void ofCompressedChunksTheWindowIsHeldAtFullSizeAndOneMoreWaitsAsItCame(Mode mode) {
		Holding held = new Holding();
		try (TransportPair pair = compressing(new Inbox().listening((stream) -> held), mode)) {
			MxpStream stream = open(pair.connect());
			for (int i = 0; i < 20; i++) {
				Await.result(stream.send(ByteBuffer.allocate(WINDOW / 2)));
			}
			stream.finish();
			for (int released = 0; released < 18; released++) {
				int taken = released;
				Await.until("two are held", () -> held.count() == taken + 2);
				assertThat(TransportPair.echo(stream.connection(), "settled?")).isEqualTo("settled?");
				assertThat(held.count()).isEqualTo(taken + 2);
				held.stream.release(1);
			}
			Await.until("the last two are held", () -> held.count() == 20);
			held.stream.release(2);
			held.awaitFinished();
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	@Requirement("SEC-57")
	void ofCompressedChunksOverTheWindowOneIsHeldAtATime() {
		Holding held = new Holding();
		try (TransportPair pair = compressing(new Inbox().listening((stream) -> held), Mode.THREAD)) {
			MxpStream stream = open(pair.connect());
			ByteBuffer chunk = ByteBuffer.allocate(17 * CHUNK); // 17 times the same
			for (int i = 0; i < 17; i++) {
				chunk.put(TransportPair.content(CHUNK, 1));
			}
			chunk.flip();
			for (int i = 0; i < 3; i++) {
				Await.result(stream.send(chunk));
			}
			for (int i = 1; i <= 3; i++) {
				assertThat(held.next()).hasSize(17 * CHUNK);
				assertThat(TransportPair.echo(stream.connection(), "settled?")).isEqualTo("settled?");
				assertThat(held.count()).isEqualTo(i);
				held.stream.release(1);
			}
		}
	}

	private static TransportPair compressing(Inbox inbox, Mode mode) {
		return TransportPair.with(inbox)
			.server((config) -> config.withFlow(NARROW).withDelivery(config.delivery().withMode(mode)))
			.client((config) -> config
				.withMessage(config.message().withCompression(config.message().compression().withEnabled(true))))
			.start();
	}

	/** On the event loop a listener that asks for more is given it before it returns. */
	@ParameterizedTest
	@EnumSource
	void aChunkWithinAChunkIsHeldOnItsOwn(Mode mode) {
		Holding held = new Holding(0) {
			@Override
			public void onChunk(MxpStream from, ByteBuffer chunk) {
				from.request(1);
				super.onChunk(from, chunk);
			}
		};
		Inbox inbox = new Inbox().listening((stream) -> held);
		try (TransportPair pair = narrow(inbox, mode)) {
			MxpStream stream = open(pair.connect());
			send(stream, 0, 18);
			awaitBlocked(pair, stream, 1);
			inbox.nextStream().request(1);
			Await.until("all that came is held", () -> held.count() == 15);
			held.stream.release(15);
			Await.until("the rest is held", () -> held.count() == 18);
			stream.finish();
			held.stream.release(3);
			held.awaitFinished();
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void onlyTheChunkThatIsDeliveredCanBeHeldAndOnce() {
		CompletableFuture<Void> refused = new CompletableFuture<>();
		Holding held = new Holding() {
			@Override
			public void onChunk(MxpStream from, ByteBuffer chunk) {
				super.onChunk(from, chunk);
				assertThatIllegalStateException().isThrownBy(from::hold);
				refused.complete(null);
			}
		};
		try (TransportPair pair = TransportPair.start(new Inbox().listening((stream) -> held))) {
			MxpStream stream = open(pair.connect());
			assertThatIllegalStateException().isThrownBy(stream::hold);
			assertThatIllegalArgumentException().isThrownBy(() -> stream.release(0));
			stream.release(1);
			send(stream, 0, 1);
			Await.result(refused);
			assertThat(held.hasFailed()).isFalse();
		}
	}

	/** Holds what it gets. */
	private static class Holding extends Chunks {

		private volatile MxpStream stream;

		Holding() {
		}

		Holding(long initialDemand) {
			super(initialDemand);
		}

		@Override
		public void onChunk(MxpStream from, ByteBuffer chunk) {
			this.stream = from;
			from.hold();
			keep(chunk);
		}

		void keep(ByteBuffer chunk) {
			super.onChunk(this.stream, chunk);
		}

	}

}
