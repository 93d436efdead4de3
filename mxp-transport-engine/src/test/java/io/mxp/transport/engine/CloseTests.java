/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

import io.mxp.transport.CallRequest;
import io.mxp.transport.CloseReason;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The end of connections and transports: whoever waits for something is told, and nothing
 * is left.
 */
class CloseTests {

	/** Keeps the calls it gets, until the test answers them. */
	private static final class Keeper extends Inbox {

		private final BlockingQueue<Responder> calls = new LinkedBlockingQueue<>();

		@Override
		void onCall(InboundMessage call) {
			if ("keep".equals(call.subject())) {
				this.calls.add(call.responder());
			}
			else {
				super.onCall(call);
			}
		}

		Responder next() {
			Await.until("a call has arrived", () -> !this.calls.isEmpty());
			return this.calls.remove();
		}

	}

	@Test
	void thePeerSeesCodeAndReasonAndCallsInProgressFailWithThem() {
		Keeper keeper = new Keeper();
		Inbox clientInbox = new Inbox();
		try (TransportPair pair = TransportPair.with(keeper).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			Responder responder = keeper.next();
			keeper.connection().close(ErrorCode.APPLICATION_CLOSE, "out of tea");
			TransportException.ConnectionClosed failure = Await.failure(reply,
					TransportException.ConnectionClosed.class);
			CloseReason expected = new CloseReason(ErrorCode.APPLICATION_CLOSE, true, "out of tea");
			assertThat(failure.reason()).isEqualTo(expected);
			assertThat(Await.result(connection.closed())).isEqualTo(expected);
			assertThat(clientInbox.closeReason()).isEqualTo(expected);
			assertThat(keeper.closeReason())
				.isEqualTo(new CloseReason(ErrorCode.APPLICATION_CLOSE, false, "out of tea"));
			assertThat(responder.reply(Inbox.bytes("too late"))).isFalse();
			assertThat(responder.isOpen()).isFalse();
			assertThat(connection.isOpen()).isFalse();
			assertThat(pair.client().connections()).isEmpty();
			assertThat(pair.server().connections()).isEmpty();
		}
	}

	@Test
	void everyMethodOfAClosedConnectionSaysThatItIsClosed() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			connection.close(ErrorCode.NO_ERROR, "done");
			Await.result(connection.closed());
			assertClosed(connection);
			pair.client().close();
			assertClosed(connection);
		}
	}

	private static void assertClosed(MxpConnection connection) {
		assertThatThrownBy(() -> connection.event("x", Inbox.bytes("")))
			.isInstanceOf(TransportException.ConnectionClosed.class)
			.hasMessageContaining("done");
		assertThatThrownBy(() -> connection.send(MessageType.AGENT_HEARTBEAT, 0, new byte[1], 0, 1))
			.isInstanceOf(TransportException.ConnectionClosed.class);
		assertThatThrownBy(() -> connection.datagram(MessageType.EVENT, MessageMetadata.EMPTY, Inbox.bytes("")))
			.isInstanceOf(TransportException.ConnectionClosed.class);
		for (CompletableFuture<?> future : List.of(connection.call(CallRequest.of("x", Inbox.bytes(""))),
				connection.callForStream(CallRequest.of("x", Inbox.bytes("")), new Chunks()),
				connection.openStream(StreamRequest.of("x"), new Chunks()),
				connection.whenWritable(PriorityBand.CONTROL))) {
			Await.failure(future, TransportException.ConnectionClosed.class);
		}
		assertThat(Await.result(connection.closed()).text()).isEqualTo("done");
		assertThat(Await.result(connection.statistics()).state()).isIn("Closing", "Closed", "Draining");
		connection.close();
	}

	@Test
	void aTransportThatIsClosedEndsAllItsConnectionsAndTellsItsPeers() {
		Keeper keeper = new Keeper();
		try (TransportPair pair = TransportPair.with(keeper).start()) {
			MxpConnection connection = pair.connect();
			Chunks events = new Chunks();
			MxpStream stream = Await.result(connection.openStream(StreamRequest.of("x"), events));
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			keeper.next();
			pair.client().close();
			pair.client().close();
			Await.failure(reply, TransportException.ConnectionClosed.class);
			assertThat(events.failure()).isInstanceOf(TransportException.class);
			assertThat(Await.anyFailure(StreamTests.failing(() -> stream.send(Inbox.bytes("")))))
				.isInstanceOf(TransportException.class);
			assertThat(keeper.closeReason())
				.isEqualTo(new CloseReason(ErrorCode.SERVER_SHUTDOWN, true, "the transport was closed"));
			assertThat(pair.client().isRunning()).isFalse();
			assertThat(pair.server().isRunning()).isTrue();
			assertThat(Await.failure(pair.client().connect(ConnectRequest.to(pair.address())),
					TransportException.Configuration.class))
				.hasMessageContaining("closed");
			assertThat(pair.client().snapshot().get(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
		}
	}

	@Test
	void nothingThatIsPostedWhileTheTransportClosesIsForgotten() throws InterruptedException {
		for (int round = 0; round < 5; round++) {
			try (TransportPair pair = TransportPair.start(new Inbox())) {
				MxpConnection connection = pair.connect();
				BlockingQueue<CompletableFuture<?>> futures = new LinkedBlockingQueue<>();
				Thread caller = new Thread(() -> {
					while (connection.isOpen()) {
						futures.add(connection.call(CallRequest.of("echo", Inbox.bytes("x"))));
						futures.add(connection.openStream(StreamRequest.of("x"), StreamListener.IGNORE));
						futures.add(connection.statistics());
						futures.add(connection.whenWritable(PriorityBand.CRITICAL));
					}
				});
				caller.start();
				Await.until("calls are on their way", () -> futures.size() > 100);
				pair.client().close();
				caller.join();
				for (CompletableFuture<?> future : futures) {
					Await.result(future.handle((result, failure) -> {
						assertThat(failure == null || failure instanceof TransportException).isTrue();
						return true;
					}));
				}
			}
		}
	}

	@Test
	void aDrainLetsCallsInProgressEndAndBeginsNothingNew() {
		Keeper keeper = new Keeper();
		try (TransportPair pair = TransportPair.start(keeper)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			Responder responder = keeper.next();
			CompletableFuture<Void> drained = pair.server().drain(Duration.ofSeconds(Await.BOUND_SECONDS));
			assertThat(pair.server().isDraining()).isTrue();
			assertThat(pair.server().drain(Duration.ZERO)).isSameAs(drained);
			TransportException.RemoteError refused = Await.failure(
					connection.call(CallRequest.of("echo", Inbox.bytes("one more"))),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
			Chunks events = new Chunks();
			Await.result(connection.openStream(StreamRequest.of("x"), events));
			assertThat(events.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
			assertThat(drained).isNotDone();
			assertThat(connection.isOpen()).isTrue();
			assertThat(responder.reply(Inbox.bytes("answered all the same"))).isTrue();
			assertThat(Await.result(reply).text()).isEqualTo("answered all the same");
			Await.result(drained);
			assertThat(Await.result(connection.closed()).code()).isEqualTo(ErrorCode.SERVER_SHUTDOWN);
			assertThat(Await.failure(pair.server().connect(ConnectRequest.to(pair.address())),
					TransportException.Configuration.class))
				.isNotNull();
		}
	}

	@Test
	void aDrainAlsoWaitsForAnswersToOurOwnCallsAndForStreams() {
		Keeper keeper = new Keeper();
		Chunks heard = new Chunks();
		keeper.listening((stream) -> heard);
		try (TransportPair pair = TransportPair.start(keeper)) {
			MxpConnection connection = pair.connect();
			MxpStream stream = Await
				.result(connection.openStream(StreamRequest.of("x").unidirectional(), StreamListener.IGNORE));
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			Responder responder = keeper.next();
			CompletableFuture<Void> drained = pair.client().drain(Duration.ofSeconds(Await.BOUND_SECONDS));
			responder.reply(Inbox.bytes("here"));
			assertThat(Await.result(reply).text()).isEqualTo("here");
			assertThat(drained).isNotDone();
			Await.result(stream.send(ByteBuffer.allocate(100_000)));
			stream.finish();
			assertThat(heard.next()).hasSize(100_000);
			heard.awaitFinished();
			Await.result(drained);
			assertThat(keeper.closeReason().code()).isEqualTo(ErrorCode.SERVER_SHUTDOWN);
		}
	}

	@Test
	void aDrainEndsAtItsGraceWhateverIsLeft() {
		Keeper keeper = new Keeper();
		try (TransportPair pair = TransportPair.start(keeper)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			keeper.next();
			Await.result(pair.server().drain(Duration.ofMillis(100)));
			Await.failure(reply, TransportException.ConnectionClosed.class);
		}
	}

	@Test
	void aConnectionThatNobodyUsesEndsByItselfAtBothSides() {
		Keeper inbox = new Keeper();
		Inbox clientInbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.clientHandler(clientInbox)
			.both((config) -> config
				.withSession(config.session().withKeepAlive(Duration.ZERO).withIdleTimeout(Duration.ofMillis(200))))
			.start()) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			assertThat(Await.failure(reply, TransportException.ConnectionClosed.class).code())
				.isEqualTo(ErrorCode.IDLE_TIMEOUT);
			assertThat(Await.result(connection.closed()).code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
			assertThat(inbox.closeReason().code()).isEqualTo(ErrorCode.IDLE_TIMEOUT);
			assertThat(clientInbox.closeReason().byPeer()).isFalse();
			assertThat(pair.server().snapshot().connections()).isZero();
		}
	}

	@Test
	void keepAlivesOutliveTheShorterIdleTimeoutOfThePeer() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.server((config) -> config
				.withSession(config.session().withKeepAlive(Duration.ZERO).withIdleTimeout(Duration.ofMillis(200))))
			.client((config) -> config.withSession(config.session().withKeepAlive(Duration.ofMillis(50))))
			.start()) {
			MxpConnection connection = pair.connect();
			// 20 keepalives of 50 ms each: five idle timeouts
			long first = Await.result(connection.statistics()).packetsSent();
			Await.until("20 keepalives were sent",
					() -> Await.result(connection.statistics()).packetsSent() >= first + 20);
			assertThat(connection.isOpen()).isTrue();
			assertThat(inbox.isClosed()).isFalse();
			assertThat(TransportPair.echo(connection, "alive")).isEqualTo("alive");
		}
	}

	@Test
	void afterAllConnectionsAreGoneNothingIsLeftOfThem() {
		try (TransportPair pair = TransportPair.start(new Inbox().listening((stream) -> new Chunks()))) {
			for (int i = 0; i < 10; i++) {
				MxpConnection connection = pair.connect();
				TransportPair.echo(connection, "x");
				Await.result(connection.openStream(StreamRequest.of("x"), StreamListener.IGNORE));
				connection.close();
			}
			EngineState.of(pair.server()).awaitEmpty();
			EngineState.of(pair.client()).awaitEmpty();
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.connections()).isZero();
			assertThat(server.openStreams()).isZero();
			assertThat(server.get(Counter.CONNECTIONS_ACCEPTED)).isEqualTo(10);
			assertThat(server.get(Counter.CONNECTIONS_CLOSED)).isEqualTo(10);
			assertThat(server.get(Counter.HANDSHAKES_FAILED)).isZero();
		}
	}

	@Test
	void aLoopThatBreaksTellsEverybodyWhoWaitsOnIt() {
		Keeper keeper = new Keeper();
		try (LogCapture log = LogCapture.begin(); TransportPair pair = TransportPair.start(keeper)) {
			EngineConnection connection = (EngineConnection) pair.connect();
			Chunks events = new Chunks();
			Await.result(connection.openStream(StreamRequest.of("x").unidirectional(), events));
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("keep", Inbox.bytes("")));
			keeper.next();
			connection.loop().execute(() -> {
				throw new AssertionError("a fault of the transport, for the test");
			});
			assertThat(Await.failure(reply, TransportException.ConnectionClosed.class).code())
				.isEqualTo(ErrorCode.INTERNAL_ERROR);
			assertThat(Await.result(connection.closed()).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
			assertThat(events.failure()).isInstanceOf(TransportException.class);
			Await.until("the transport says that it does not run", () -> !pair.client().isRunning());
			Await.failure(connection.call(CallRequest.of("echo", Inbox.bytes(""))),
					TransportException.ConnectionClosed.class);
			assertThat(Await.anyFailure(pair.client().connect(pair.address()))).isInstanceOf(TransportException.class);
			assertThat(log.errors()).hasSize(1);
		}
	}

}
