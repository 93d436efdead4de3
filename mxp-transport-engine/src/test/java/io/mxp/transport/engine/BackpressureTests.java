/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FlowConfig;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Requirement;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A receiver that is slow makes its sender wait; nothing between them grows without
 * bound, and nothing is lost.
 */
class BackpressureTests {

	private static final int CHUNK = 4_000;

	private static final FlowConfig NARROW = FlowConfig.defaults()
		.withStreamWindowBytes(64 * 1024)
		.withStreamSendBufferBytes(64 * 1024);

	/** Chunks that fit between a sender and a receiver that takes none. */
	private static final int MOST_IN_BETWEEN = 4 * 64 * 1024 / CHUNK;

	@ParameterizedTest
	@EnumSource
	@Requirement({ "SEC-53", "REL-18" })
	void aStreamThatNobodyReadsFillsUpAndMovesOnAsItIsRead(DeliveryConfig.Mode mode) {
		Chunks slow = new Chunks(0);
		Chunks events = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> slow);
		try (TransportPair pair = narrow(inbox, mode)) {
			MxpStream stream = Await.result(pair.connect().openStream(StreamRequest.of("big"), events));
			int sent = fill(stream, 0);
			assertThat(sent).isGreaterThan(10).isLessThan(MOST_IN_BETWEEN);
			assertThat(slow.count()).isZero();
			assertThat(pair.server().snapshot().bufferedReceiveBytes()).isLessThanOrEqualTo(64 * 1024);
			assertThat(pair.client().snapshot().bufferedSendBytes()).isLessThanOrEqualTo(64 * 1024 + CHUNK);
			MxpStream receiving = inbox.nextStream();
			receiving.request(5);
			for (int i = 0; i < 5; i++) {
				assertThat(slow.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			assertThat(slow.count()).isEqualTo(5);
			receiving.request(Long.MAX_VALUE);
			for (int i = 5; i < sent; i++) {
				assertThat(slow.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			Await.until("the sender hears that there is room", () -> events.writableCount() > 0);
			for (int i = sent; i < sent + 100; i++) {
				Await.result(stream.send(TransportPair.payload(CHUNK, i)));
			}
			stream.finish();
			for (int i = sent; i < sent + 100; i++) {
				assertThat(slow.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			slow.awaitFinished();
		}
	}

	private static TransportPair narrow(Inbox inbox, DeliveryConfig.Mode mode) {
		return TransportPair.with(inbox)
			.both((config) -> config.withFlow(NARROW).withDelivery(config.delivery().withMode(mode)))
			.start();
	}

	/** Offers chunks until the stream refuses and nothing moves any more. */
	private static int fill(MxpStream stream, int first) {
		int next = first;
		for (int refusals = 0; refusals < 3;) {
			if (stream.offer(TransportPair.payload(CHUNK, next))) {
				next++;
				refusals = 0;
			}
			else {
				refusals++;
				// A round trip later whatever could move has moved.
				TransportPair.echo(stream.connection(), "settled?");
			}
		}
		return next - first;
	}

	@ParameterizedTest
	@EnumSource
	void aSenderThatWaitsForEachChunkSendsThemAll(DeliveryConfig.Mode mode) {
		Chunks slow = new Chunks(1) {
			@Override
			public void onChunk(MxpStream stream, ByteBuffer chunk) {
				super.onChunk(stream, chunk);
				stream.request(1);
			}
		};
		Inbox inbox = new Inbox().listening((stream) -> slow);
		try (TransportPair pair = narrow(inbox, mode)) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("steady").unidirectional(), StreamListener.IGNORE));
			for (int i = 0; i < 1_000; i++) {
				Await.result(stream.send(TransportPair.payload(CHUNK, i)));
			}
			stream.finish();
			for (int i = 0; i < 1_000; i++) {
				assertThat(slow.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			slow.awaitFinished();
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void chunksThatWaitAreAcceptedInOrderAndFinishComesBehindThem() {
		Chunks slow = new Chunks(0);
		Inbox inbox = new Inbox().listening((stream) -> slow);
		try (TransportPair pair = TransportPair.with(inbox).both((config) -> config.withFlow(NARROW)).start()) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("all").unidirectional(), StreamListener.IGNORE));
			CompletableFuture<?>[] accepted = new CompletableFuture<?>[200];
			for (int i = 0; i < accepted.length; i++) {
				accepted[i] = stream.send(TransportPair.payload(CHUNK, i));
			}
			stream.finish();
			assertThat(accepted[0]).isDone();
			assertThat(accepted[199]).isNotDone();
			inbox.nextStream().request(Long.MAX_VALUE);
			for (int i = 0; i < accepted.length; i++) {
				assertThat(slow.next()).isEqualTo(TransportPair.content(CHUNK, i));
			}
			slow.awaitFinished();
			Await.result(CompletableFuture.allOf(accepted));
		}
	}

	@Test
	void chunksThatWaitFailWithTheirStream() {
		Chunks slow = new Chunks(0);
		Inbox inbox = new Inbox().listening((stream) -> slow);
		try (TransportPair pair = TransportPair.with(inbox).both((config) -> config.withFlow(NARROW)).start()) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("all").unidirectional(), StreamListener.IGNORE));
			CompletableFuture<?> last = CompletableFuture.completedFuture(null);
			for (int i = 0; i < 200; i++) {
				last = stream.send(TransportPair.payload(CHUNK, i));
			}
			inbox.nextStream().reset(ErrorCode.OVERLOADED, "");
			assertThat(Await.failure(last, TransportException.StreamReset.class).code())
				.isEqualTo(ErrorCode.OVERLOADED);
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	@Requirement("SEC-53")
	void aFullBandRefusesAndTellsWhenThereIsRoom() {
		Gate gate = new Gate();
		try (TransportPair pair = TransportPair.with(gate)
			.both((config) -> config.withScheduler(config.scheduler().withBandQueueBytes(64 * 1024))
				.withFlow(config.flow().withBandWindowBytes(64 * 1024)))
			.server((config) -> config.withDelivery(new DeliveryConfig(config.delivery().mode(), 65_536, 65_536)))
			.start()) {
			MxpConnection connection = pair.connect();
			byte[] payload = new byte[CHUNK];
			int sent = fillBand(connection, payload);
			CompletableFuture<Void> writable = whenWritable(connection);
			int surprises = 0;
			while (writable.isDone() && surprises < 100) {
				surprises++;
				sent += fillBand(connection, payload); // credit that came late made room
														// once more
				writable = whenWritable(connection);
			}
			assertThat(surprises).as("a full band is not said to have room").isLessThan(100);
			assertThat(pair.client().snapshot().get(Counter.MESSAGES_REFUSED)).isPositive();
			// 64 KiB at the sender, 64 KiB window, 64 KiB at the application
			assertThat(sent).isGreaterThanOrEqualTo(65_536 / (CHUNK + 40)).isLessThan(3 * 65_536 / CHUNK + 2);
			assertThat(connection.whenWritable(PriorityBand.BACKGROUND))
				.succeedsWithin(Duration.ofSeconds(Await.BOUND_SECONDS));
			gate.open();
			Await.result(writable);
			assertThat(connection.send(MessageType.AGENT_HEARTBEAT, 0, payload, 0, CHUNK)).isTrue();
			for (int i = 0; i <= sent; i++) {
				assertThat(gate.nextMessage().payload()).hasSize(CHUNK);
			}
		}
	}

	/** Had there been room, it would be done by now: both answers come on one way. */
	private static CompletableFuture<Void> whenWritable(MxpConnection connection) {
		CompletableFuture<Void> writable = connection.whenWritable(PriorityBand.CONTROL);
		Await.result(connection.statistics());
		return writable;
	}

	private static int fillBand(MxpConnection connection, byte[] payload) {
		int sent = 0;
		for (int refusals = 0; refusals < 3;) {
			if (connection.send(MessageType.AGENT_HEARTBEAT, 0, payload, 0, payload.length)) {
				sent++;
				refusals = 0;
			}
			else {
				refusals++;
				long before = Await.result(connection.statistics()).bytesSent();
				Await.until("nothing moves any more", () -> {
					var now = Await.result(connection.statistics());
					return now.bytesInFlight() == 0 || now.bytesSent() > before;
				});
			}
		}
		return sent;
	}

	@Test
	void aFullBandOfCallsIsOverload() {
		Gate gate = new Gate();
		try (TransportPair pair = TransportPair.with(gate)
			.both((config) -> config.withScheduler(config.scheduler().withBandQueueBytes(64 * 1024))
				.withFlow(config.flow().withBandWindowBytes(64 * 1024)))
			.server((config) -> config.withDelivery(new DeliveryConfig(config.delivery().mode(), 65_536, 65_536)))
			.start()) {
			MxpConnection connection = pair.connect();
			int calls = 0;
			CompletableFuture<?> first = connection.call(CallRequest.of("wait", ByteBuffer.allocate(CHUNK)));
			CompletableFuture<?> last = first;
			while (!last.isCompletedExceptionally()) {
				assertThat(calls++).isLessThan(1_000);
				last = connection.call(CallRequest.of("wait", ByteBuffer.allocate(CHUNK)));
			}
			assertThat(Await.anyFailure(last)).isInstanceOf(TransportException.Overloaded.class);
			gate.open();
			Await.result(first);
		}
	}

}
