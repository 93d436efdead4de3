/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Streams of chunks: opened by either side, one way or both ways, finished, reset,
 * refused, and as answers to calls.
 */
class StreamTests {

	@Test
	void aStreamCarriesItsChunksInOrderToItsEnd() {
		Chunks heard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			MessageMetadata metadata = MessageMetadata.builder().subject("log").contentType("text/plain").build();
			MxpStream stream = Await
				.result(connection.openStream(StreamRequest.of(metadata).unidirectional(), StreamListener.IGNORE));
			assertThat(stream.isRemote()).isFalse();
			assertThat(stream.isWritable()).isTrue();
			for (int i = 0; i < 500; i++) {
				Await.result(stream.send(Inbox.bytes("line " + i)));
			}
			stream.finish();
			for (int i = 0; i < 500; i++) {
				assertThat(heard.nextText()).isEqualTo("line " + i);
			}
			heard.awaitFinished();
			MxpStream remote = inbox.nextStream();
			assertThat(remote.id()).isEqualTo(stream.id());
			assertThat(remote.isRemote()).isTrue();
			assertThat(remote.isWritable()).isFalse();
			assertThat(remote.metadata().subject()).isEqualTo("log");
			assertThat(remote.metadata().contentType()).isEqualTo("text/plain");
			assertThatThrownBy(() -> remote.offer(Inbox.bytes("wrong way"))).isInstanceOf(IllegalStateException.class);
			assertThatThrownBy(() -> stream.offer(Inbox.bytes("too late"))).isInstanceOf(IllegalStateException.class);
			untilNoStreams(pair);
		}
	}

	@Test
	void aBidirectionalStreamCarriesBothDirectionsAndEachEndsByItself() {
		Chunks serverHeard = new Chunks();
		Chunks clientHeard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> serverHeard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await.result(pair.connect().openStream(StreamRequest.of("chat"), clientHeard));
			Await.result(stream.send(Inbox.bytes("hello")));
			assertThat(serverHeard.nextText()).isEqualTo("hello");
			MxpStream other = inbox.nextStream();
			assertThat(other.isWritable()).isTrue();
			Await.result(other.send(Inbox.bytes("good day")));
			assertThat(clientHeard.nextText()).isEqualTo("good day");
			stream.finish();
			serverHeard.awaitFinished();
			Await.result(other.send(Inbox.bytes("one more thing")));
			assertThat(clientHeard.nextText()).isEqualTo("one more thing");
			assertThat(clientHeard.isFinished()).isFalse();
			other.finish();
			clientHeard.awaitFinished();
			untilNoStreams(pair);
		}
	}

	@Test
	void aServerOpensStreamsToItsClient() {
		Chunks heard = new Chunks();
		Inbox inbox = new Inbox();
		Inbox clientInbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			pair.connect();
			MxpStream stream = Await
				.result(inbox.connection().openStream(StreamRequest.of("push").unidirectional(), new Chunks()));
			Await.result(stream.send(Inbox.bytes("news")));
			stream.finish();
			assertThat(heard.nextText()).isEqualTo("news");
			heard.awaitFinished();
			assertThat(clientInbox.nextStream().metadata().subject()).isEqualTo("push");
			untilNoStreams(pair);
		}
	}

	@Test
	void chunksMayBeEmptyAndMayBeLarge() {
		Chunks heard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("sizes"), StreamListener.IGNORE));
			int[] sizes = { 0, 1, 16_343, 16_344, 16_345, 100_000, 3_000_000, 0, 7 };
			for (int size : sizes) {
				Await.result(stream.send(TransportPair.payload(size, size)));
			}
			stream.finish();
			for (int size : sizes) {
				assertThat(heard.next()).isEqualTo(TransportPair.content(size, size));
			}
			heard.awaitFinished();
		}
	}

	@Test
	void aStreamThatNobodyListensToIsNotFound() {
		Chunks events = new Chunks();
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpStream stream = Await.result(pair.connect().openStream(StreamRequest.of("nothing"), events));
			TransportException failure = events.failure();
			assertThat(failure).isInstanceOf(TransportException.StreamReset.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
			assertThatThrownBy(() -> stream.offer(Inbox.bytes("?"))).isSameAs(failure);
			untilNoStreams(pair);
		}
	}

	@Test
	void aResetByTheSenderReachesTheListenerWithItsCode() {
		Chunks heard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("half").unidirectional(), StreamListener.IGNORE));
			Await.result(stream.send(Inbox.bytes("begun")));
			assertThat(heard.nextText()).isEqualTo("begun");
			stream.reset(ErrorCode.CANCELLED, "changed my mind");
			assertThat(heard.failure().code()).isEqualTo(ErrorCode.CANCELLED);
			assertThat(heard.isFinished()).isFalse();
			assertThatThrownBy(() -> stream.offer(Inbox.bytes("more")))
				.isInstanceOf(TransportException.StreamReset.class);
			untilNoStreams(pair);
		}
	}

	@Test
	void aResetByTheReceiverStopsTheSenderWithItsCode() {
		Chunks heard = new Chunks();
		Chunks events = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await
				.result(pair.connect().openStream(StreamRequest.of("flood").unidirectional(), events));
			Await.result(stream.send(Inbox.bytes("begun")));
			assertThat(heard.nextText()).isEqualTo("begun");
			inbox.nextStream().reset(ErrorCode.OVERLOADED, "no more");
			assertThat(events.failure().code()).isEqualTo(ErrorCode.OVERLOADED);
			assertThat(Await.anyFailure(failing(() -> stream.send(Inbox.bytes("more")))))
				.isInstanceOf(TransportException.StreamReset.class);
			untilNoStreams(pair);
		}
	}

	@Test
	void aResetEndsBothDirectionsOfABidirectionalStream() {
		Chunks serverHeard = new Chunks();
		Chunks clientHeard = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> serverHeard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await.result(pair.connect().openStream(StreamRequest.of("chat"), clientHeard));
			Await.result(stream.send(Inbox.bytes("hello")));
			serverHeard.nextText();
			MxpStream other = inbox.nextStream();
			other.reset(ErrorCode.PERMISSION_DENIED, "not with you");
			assertThat(clientHeard.failure().code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThatThrownBy(() -> other.offer(Inbox.bytes("?"))).isInstanceOf(TransportException.class);
			assertThatThrownBy(() -> stream.offer(Inbox.bytes("?"))).isInstanceOf(TransportException.class);
			untilNoStreams(pair);
		}
	}

	@Test
	void aListenerThatThrowsEndsItsStreamAndNothingElse() {
		StreamListener broken = (stream, chunk) -> {
			throw new IllegalStateException("broken listener");
		};
		Chunks events = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> broken);
		try (LogCapture log = LogCapture.begin(); TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			MxpStream stream = Await.result(connection.openStream(StreamRequest.of("x"), events));
			Await.result(stream.send(Inbox.bytes("chunk")));
			assertThat(events.failure().code()).isEqualTo(ErrorCode.INTERNAL);
			assertThat(log.errors()).hasSize(1);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void aListenerThatCannotEvenBeginHarmsNobodyElse() {
		StreamListener broken = new Chunks() {
			@Override
			public long initialDemand() {
				throw new IllegalStateException("broken demand");
			}
		};
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				if ("stream".equals(call.subject())) {
					call.responder().stream(MessageMetadata.EMPTY, new Chunks());
				}
				else {
					super.onCall(call);
				}
			}
		};
		try (LogCapture log = LogCapture.begin();
				TransportPair pair = TransportPair.start(inbox.listening((stream) -> broken))) {
			MxpConnection connection = pair.connect();
			Chunks events = new Chunks();
			Await.result(connection.openStream(StreamRequest.of("x"), events));
			assertThat(events.failure().code()).isEqualTo(ErrorCode.INTERNAL);
			for (String subject : List.of("stream", "echo")) {
				assertThatThrownBy(
						() -> connection.callForStream(CallRequest.of(subject, Inbox.bytes("")), broken).getNow(null))
					.isInstanceOf(IllegalStateException.class);
			}
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
			assertThat(log.errors()).hasSize(1);
		}
	}

	@Test
	void aConnectionThatEndsFailsItsStreams() {
		Chunks heard = new Chunks();
		Chunks events = new Chunks();
		Inbox inbox = new Inbox().listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			MxpStream stream = Await.result(connection.openStream(StreamRequest.of("long"), events));
			Await.result(stream.send(Inbox.bytes("begun")));
			heard.nextText();
			inbox.connection().close(ErrorCode.APPLICATION_CLOSE, "closing time");
			assertThat(heard.failure()).isInstanceOf(TransportException.ConnectionClosed.class);
			assertThat(events.failure()).isInstanceOf(TransportException.ConnectionClosed.class)
				.hasMessageContaining("closing time");
			assertThat(Await.anyFailure(failing(() -> stream.send(Inbox.bytes("more")))))
				.isInstanceOf(TransportException.ConnectionClosed.class);
			Await.failure(connection.openStream(StreamRequest.of("next"), events),
					TransportException.ConnectionClosed.class);
		}
	}

	@Test
	void oneStreamTooManyIsOverloadUntilOneEnds() {
		Inbox inbox = new Inbox().listening((stream) -> new Chunks());
		try (TransportPair pair = TransportPair.with(inbox)
			.server((config) -> config.withFlow(config.flow().withMaxStreams(2, 2)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<MxpStream> open = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				open.add(Await.result(connection.openStream(StreamRequest.of("s"), StreamListener.IGNORE)));
			}
			TransportException.Overloaded refused = Await.failure(
					connection.openStream(StreamRequest.of("s"), StreamListener.IGNORE),
					TransportException.Overloaded.class);
			assertThat(refused).hasMessageContaining("limit on open streams");
			open.get(0).reset(ErrorCode.CANCELLED, "");
			AtomicReference<MxpStream> third = new AtomicReference<>();
			Await.until("room for a third stream", () -> {
				CompletableFuture<MxpStream> next = connection.openStream(StreamRequest.of("s"), StreamListener.IGNORE);
				return next.handle((stream, failure) -> {
					third.set(stream);
					return failure == null;
				}).join();
			});
			assertThat(third.get().isWritable()).isTrue();
		}
	}

	static CompletableFuture<Void> failing(Supplier<CompletableFuture<Void>> action) {
		try {
			return action.get();
		}
		catch (TransportException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	static void untilNoStreams(TransportPair pair) {
		Await.untilEquals(() -> pair.client().snapshot().openStreams(), 0);
		Await.untilEquals(() -> pair.server().snapshot().openStreams(), 0);
		Await.untilEquals(() -> pair.client().snapshot().bufferedSendBytes(), 0L);
		Await.untilEquals(() -> pair.server().snapshot().bufferedReceiveBytes(), 0L);
	}

}
