/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.Attack;
import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Requirement;
import io.mxp.transport.Responder;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that break off, come too late, or are no messages at all.
 */
class LateAnswerTests {

	/** Answers with a stream and ends it at once, in a way that each test chooses. */
	private abstract static class Breaking extends Inbox {

		@Override
		void onCall(InboundMessage call) {
			call.responder().stream(MessageMetadata.EMPTY, new Chunks()).thenAccept(this::end);
		}

		abstract void end(MxpStream stream);

	}

	private static ErrorCode howItEnded(MxpConnection connection, Chunks answer) {
		CompletableFuture<MxpStream> call = connection
			.callForStream(CallRequest.of("x", Inbox.bytes("")).withTimeout(Duration.ofMinutes(10)), answer);
		return Await.result(call.handle((stream, failure) -> failure)) instanceof TransportException.RemoteError refused
				? refused.code() : answer.failure().code();
	}

	@RepeatedTest(20)
	void aStreamedAnswerThatIsResetAtOnceEndsItsCallAtOnce() {
		Inbox inbox = new Breaking() {
			@Override
			void end(MxpStream stream) {
				stream.offer(bytes("one"));
				stream.reset(ErrorCode.INTERNAL, "broken");
			}
		};
		Inbox clientInbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			assertThat(howItEnded(connection, new Chunks())).isEqualTo(ErrorCode.INTERNAL);
			StreamTests.untilNoStreams(pair);
			assertThat(clientInbox.messageCount()).isZero();
			assertThat(clientInbox.hasStream()).isFalse();
		}
	}

	@RepeatedTest(20)
	void whatWasSentBeforeAnErrorArrivesBeforeIt() {
		Inbox inbox = new Breaking() {
			@Override
			void end(MxpStream stream) {
				stream.offer(bytes("one"));
				stream.offer(bytes("two"));
				stream.finish(ErrorCode.UNAVAILABLE, "no more");
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			Chunks answer = new Chunks();
			assertThat(howItEnded(pair.connect(), answer)).isEqualTo(ErrorCode.UNAVAILABLE);
			assertThat(answer.failure()).hasMessageContaining("no more");
			assertThat(answer.nextText() + answer.nextText()).isEqualTo("onetwo");
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void answersToACallThatHasEndedReachNobody() {
		CompletableFuture<Responder> first = new CompletableFuture<>();
		CompletableFuture<Responder> second = new CompletableFuture<>();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				if ("echo".equals(call.subject())) {
					super.onCall(call);
				}
				else if (!first.complete(call.responder())) {
					second.complete(call.responder());
				}
			}
		};
		Inbox clientInbox = new Inbox().listening((stream) -> new Chunks());
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			CallRequest hasty = CallRequest.of("late", Inbox.bytes("")).withTimeout(Duration.ofMillis(30));
			Await.failure(connection.call(hasty), TransportException.DeadlineExceeded.class);
			Await.failure(connection.callForStream(hasty, new Chunks()), TransportException.DeadlineExceeded.class);
			assertThat(Await.result(first).fail(ErrorCode.NOT_FOUND, "too late")).isTrue();
			Chunks events = new Chunks();
			Await.result(Await.result(second).stream(MessageMetadata.EMPTY, events));
			assertThat(events.failure().code()).isEqualTo(ErrorCode.CANCELLED);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
			StreamTests.untilNoStreams(pair);
			assertThat(clientInbox.hasStream()).isFalse();
			assertThat(clientInbox.messageCount()).isZero();
		}
	}

	@Test
	@Requirement("SEC-60")
	@Attack("A35")
	void aMessageWithAWrongChecksumIsDroppedAndCounted() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			byte[] message = OutboundMessages.plain(MessageType.ACK, 2, 0, new byte[8]);
			message[message.length - 1] ^= 1;
			assertThat(
					((EngineConnection) connection).sends().sendWhole(MessageType.ACK.defaultBand().index(), message))
				.isTrue();
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
			Await.until("the message is counted", () -> pair.server().snapshot().get(Counter.MESSAGES_MALFORMED) == 1);
			assertThat(inbox.messageCount()).isZero();
			assertThat(connection.isOpen()).isTrue();
		}
	}

}
