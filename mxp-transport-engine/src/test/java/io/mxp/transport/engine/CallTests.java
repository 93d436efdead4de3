/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Reply;
import io.mxp.transport.Responder;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls and their answers: one, many at a time, late, twice, wrong, and none.
 */
class CallTests {

	private static final Duration SHORT = Duration.ofMillis(150);

	@Test
	void metadataTravelsWithTheCallAndWithItsAnswer() {
		AtomicReference<MessageMetadata> seen = new AtomicReference<>();
		AtomicReference<Long> trace = new AtomicReference<>();
		AtomicBoolean hasDeadline = new AtomicBoolean();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				seen.set(call.metadata());
				trace.set(call.traceId());
				hasDeadline.set(call.deadlineNanos() != Long.MAX_VALUE);
				call.responder().reply(MessageMetadata.builder().contentType("text/plain").build(), call.payload());
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			MessageMetadata metadata = MessageMetadata.builder()
				.subject("weather")
				.contentType("application/json")
				.header("tenant", "blue")
				.build();
			Reply reply = Await
				.result(pair.connect().call(CallRequest.of(metadata, Inbox.bytes("{}")).withTraceId(0xABCDL)));
			assertThat(seen.get().subject()).isEqualTo("weather");
			assertThat(seen.get().contentType()).isEqualTo("application/json");
			assertThat(seen.get().headers()).containsExactly(new MessageMetadata.Header("tenant", "blue"));
			assertThat(trace.get()).isEqualTo(0xABCDL);
			assertThat(hasDeadline).isTrue();
			assertThat(reply.metadata().contentType()).isEqualTo("text/plain");
			assertThat(reply.text()).isEqualTo("{}");
		}
	}

	@Test
	void aThousandCallsAtATimeGetEachItsOwnAnswer() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Reply>> replies = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				replies.add(connection.call(CallRequest.of("echo", TransportPair.payload(i, i))));
			}
			for (int i = 0; i < 1_000; i++) {
				assertThat(Await.result(replies.get(i)).bytes()).isEqualTo(TransportPair.content(i, i));
			}
			assertThat(Await.result(connection.statistics()).pendingCalls()).isZero();
			TransportSnapshot client = pair.client().snapshot();
			TransportSnapshot server = pair.server().snapshot();
			assertThat(client.get(Counter.MESSAGES_SENT)).isEqualTo(1_000)
				.isEqualTo(server.get(Counter.MESSAGES_RECEIVED));
			assertThat(server.get(Counter.MESSAGES_SENT)).isEqualTo(1_000)
				.isEqualTo(client.get(Counter.MESSAGES_RECEIVED));
			assertThat(client.bands().get(0).bytesSent()).isEqualTo(server.bands().get(0).bytesReceived());
		}
	}

	@Test
	void callersOnManyThreadsShareAConnection() throws InterruptedException {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
			List<Thread> callers = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				String name = "caller " + i;
				Thread caller = new Thread(() -> {
					for (int call = 0; call < 500; call++) {
						assertThat(TransportPair.echo(connection, name + ", " + call)).isEqualTo(name + ", " + call);
					}
				}, name);
				caller.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
				caller.start();
				callers.add(caller);
			}
			for (Thread caller : callers) {
				caller.join();
			}
			assertThat(failures).isEmpty();
			assertThat(Await.result(connection.statistics()).messagesReceived()).isEqualTo(4_000);
		}
	}

	@Test
	void bothSidesCallEachOtherWithTheSameIdsInUse() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			MxpConnection accepted = inbox.connection();
			List<CompletableFuture<Reply>> there = new ArrayList<>();
			List<CompletableFuture<Reply>> back = new ArrayList<>();
			for (int i = 0; i < 200; i++) {
				there.add(connection.call(CallRequest.of("echo", Inbox.bytes("there " + i))));
				back.add(accepted.call(CallRequest.of("echo", Inbox.bytes("back " + i))));
			}
			for (int i = 0; i < 200; i++) {
				assertThat(Await.result(there.get(i)).text()).isEqualTo("there " + i);
				assertThat(Await.result(back.get(i)).text()).isEqualTo("back " + i);
			}
		}
	}

	@Test
	void anAnswerMayComeLaterFromAnyThreadAndInAnyOrder() {
		BlockingQueue<Responder> open = new LinkedBlockingQueue<>();
		Inbox inbox = Inbox.holding(open);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> first = connection.call(CallRequest.of("later", Inbox.bytes("1")));
			CompletableFuture<Reply> second = connection.call(CallRequest.of("later", Inbox.bytes("2")));
			Await.until("both calls have arrived", () -> open.size() == 2);
			Responder one = open.remove();
			Responder two = open.remove();
			assertThat(one.isOpen()).isTrue();
			assertThat(two.reply(Inbox.bytes("second"))).isTrue();
			assertThat(Await.result(second).text()).isEqualTo("second");
			assertThat(first).isNotDone();
			assertThat(one.reply(Inbox.bytes("first"))).isTrue();
			assertThat(Await.result(first).text()).isEqualTo("first");
		}
	}

	@Test
	void onlyTheFirstAnswerCounts() {
		BlockingQueue<Boolean> accepted = new LinkedBlockingQueue<>();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				Responder responder = call.responder();
				accepted.add(responder.isOpen());
				accepted.add(responder.reply(Inbox.bytes("first")));
				accepted.add(responder.isOpen());
				accepted.add(responder.reply(Inbox.bytes("second")));
				accepted.add(responder.fail(ErrorCode.NOT_FOUND, "third"));
				accepted.add(!responder.stream(MessageMetadata.EMPTY, new Chunks()).isCompletedExceptionally());
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "?")).isEqualTo("first");
			assertThat(TransportPair.echo(connection, "?")).isEqualTo("first");
			Await.until("both handlers have ended", () -> accepted.size() == 12);
			assertThat(accepted).startsWith(true, true, false, false, false, false);
			assertThat(pair.client().snapshot().get(Counter.MESSAGES_RECEIVED)).isEqualTo(2);
		}
	}

	@Test
	void anErrorOfTheHandlerReachesTheCallerWithCodeAndText() {
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				call.responder().fail(ErrorCode.PERMISSION_DENIED, "not on Sundays");
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			TransportException.RemoteError error = Await.failure(
					pair.connect().call(CallRequest.of("open", Inbox.bytes(""))), TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(error).hasMessageContaining("not on Sundays");
		}
	}

	@Test
	void aCallThatNobodyAnswersEndsAtItsDeadline() {
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				// never answered
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection
				.call(CallRequest.of("silence", Inbox.bytes("")).withTimeout(SHORT));
			TransportException.DeadlineExceeded failure = Await.failure(reply,
					TransportException.DeadlineExceeded.class);
			assertThat(failure.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
			assertThat(Await.result(connection.statistics()).pendingCalls()).isZero();
			assertThat(pair.client().snapshot().get(Counter.CALLS_FAILED)).isEqualTo(1);
			assertThat(connection.isOpen()).isTrue();
		}
	}

	@Test
	void anAnswerAfterTheDeadlineIsDropped() {
		BlockingQueue<Responder> open = new LinkedBlockingQueue<>();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				if ("late".equals(call.subject())) {
					open.add(call.responder());
				}
				else {
					super.onCall(call);
				}
			}
		};
		Inbox clientInbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			Await.failure(connection.call(CallRequest.of("late", Inbox.bytes("")).withTimeout(SHORT)),
					TransportException.DeadlineExceeded.class);
			assertThat(open.remove().reply(Inbox.bytes("too late"))).isTrue();
			assertThat(TransportPair.echo(connection, "next")).isEqualTo("next");
			assertThat(clientInbox.messageCount()).isZero();
		}
	}

	@Test
	void aCancelledCallIsForgottenAtOnce() {
		BlockingQueue<Responder> open = new LinkedBlockingQueue<>();
		Inbox inbox = Inbox.holding(open);
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("slow", Inbox.bytes("")));
			Await.until("the call has arrived", () -> !open.isEmpty());
			assertThat(reply.cancel(true)).isTrue();
			Await.untilEquals(() -> Await.result(connection.statistics()).pendingCalls(), 0);
			assertThat(open.remove().reply(Inbox.bytes("for nobody"))).isTrue();
			assertThat(reply).isCancelled();
		}
	}

	@Test
	void aCallForAnotherAgentIsRefused() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			CallRequest right = CallRequest.of("echo", Inbox.bytes("hi")).withTarget(pair.address().agentId());
			assertThat(Await.result(connection.call(right)).text()).isEqualTo("hi");
			UUID other = UUID.randomUUID();
			TransportException.RemoteError error = Await.failure(connection.call(right.withTarget(other)),
					TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.WRONG_TARGET);
			assertThat(error).hasMessageContaining(other.toString());
		}
	}

	@Test
	void whateverAHandlerThrowsIsAnInternalErrorWithoutItsText() {
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				if (!"echo".equals(call.subject())) {
					throw new IllegalStateException("secret of the house");
				}
				super.onCall(call);
			}
		};
		try (LogCapture log = LogCapture.begin(); TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			TransportException.RemoteError error = Await.failure(
					connection.call(CallRequest.of("fail", Inbox.bytes(""))), TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.INTERNAL);
			assertThat(error.getMessage()).doesNotContain("secret");
			assertThat(pair.server().snapshot().get(Counter.HANDLER_FAILURES)).isEqualTo(1);
			assertThat(log.errors()).hasSize(1);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void aPayloadThatIsNoCallIsAnInvalidArgument() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			EngineConnection connection = (EngineConnection) pair.connect();
			PendingCall call = new PendingCall(connection, 4_242, null);
			byte[] malformed = OutboundMessages.plain(MessageType.CALL, 4_242, 0, new byte[3]);
			connection.loop()
				.commands()
				.post(Commands.CALL, 0, 4_242, Long.MAX_VALUE, malformed.length, call,
						(target, at) -> System.arraycopy(malformed, 0, target, at, malformed.length));
			TransportException.RemoteError error = Await.failure(call.reply(), TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
			assertThat(error).hasMessageContaining("malformed");
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void aResponderAnswersCallsOnly() {
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		Inbox inbox = new Inbox() {
			@Override
			public void onMessage(InboundMessage message) {
				try {
					message.responder();
				}
				catch (IllegalStateException ex) {
					thrown.complete(ex);
				}
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			assertThat(pair.connect().event("notice", ByteBuffer.allocate(0))).isTrue();
			assertThat(Await.result(thrown)).hasMessageContaining("Only a Call is answered");
		}
	}

	@Test
	void oneCallTooManyIsOverload() {
		BlockingQueue<Responder> open = new LinkedBlockingQueue<>();
		Inbox inbox = Inbox.holding(open);
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config.withSession(config.session().withMaxPendingCalls(3)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Reply>> three = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				three.add(connection.call(CallRequest.of("wait", Inbox.bytes("" + i))));
			}
			Await.failure(connection.call(CallRequest.of("wait", Inbox.bytes("3"))),
					TransportException.Overloaded.class);
			Await.until("three calls have arrived", () -> open.size() == 3);
			open.forEach((responder) -> responder.reply(Inbox.bytes("done")));
			three.forEach((reply) -> assertThat(Await.result(reply).text()).isEqualTo("done"));
		}
	}

}
