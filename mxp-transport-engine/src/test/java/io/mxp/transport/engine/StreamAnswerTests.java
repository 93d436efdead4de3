/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Calls that are answered by a stream, and calls that are not. */
class StreamAnswerTests {

	/** Answers with the words of the argument, one chunk each. */
	private static class Words extends Inbox {

		@Override
		void onCall(InboundMessage call) {
			String[] words = new String(call.copyPayload(), StandardCharsets.UTF_8).split(" ");
			MessageMetadata metadata = MessageMetadata.builder().contentType("text/plain").build();
			call.responder().stream(metadata, new Chunks()).thenAccept((stream) -> {
				for (String word : words) {
					stream.send(Inbox.bytes(word));
				}
				stream.finish();
			});
		}

	}

	@Test
	void aStreamedAnswerArrivesWordByWord() {
		try (TransportPair pair = TransportPair.start(new Words())) {
			MxpConnection connection = pair.connect();
			Chunks words = new Chunks();
			MxpStream stream = Await
				.result(connection.callForStream(CallRequest.of("say", Inbox.bytes("to be or not to be")), words));
			assertThat(stream.isRemote()).isTrue();
			assertThat(stream.isWritable()).isFalse();
			assertThat(stream.metadata().contentType()).isEqualTo("text/plain");
			for (String word : List.of("to", "be", "or", "not", "to", "be")) {
				assertThat(words.nextText()).isEqualTo(word);
			}
			words.awaitFinished();
			assertThat(Await.result(connection.statistics()).pendingCalls()).isZero();
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void aHundredStreamedAnswersAtATimeDoNotMix() {
		try (TransportPair pair = TransportPair.start(new Words())) {
			MxpConnection connection = pair.connect();
			List<Chunks> answers = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				Chunks words = new Chunks();
				answers.add(words);
				connection.callForStream(CallRequest.of("say", Inbox.bytes("answer number " + i)), words);
			}
			for (int i = 0; i < 100; i++) {
				Chunks words = answers.get(i);
				words.awaitFinished();
				assertThat(words.nextText() + words.nextText() + words.nextText()).isEqualTo("answernumber" + i);
			}
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void aPlainAnswerToACallForAStreamIsOneChunk() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			Chunks answer = new Chunks();
			MxpStream stream = Await
				.result(connection.callForStream(CallRequest.of("echo", Inbox.bytes("all at once")), answer));
			assertThat(answer.nextText()).isEqualTo("all at once");
			answer.awaitFinished();
			assertThat(stream.isWritable()).isFalse();
			assertThat(answer.count()).isEqualTo(1);
		}
	}

	@Test
	void aPlainAnswerWaitsForDemandLikeAnyChunk() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			Chunks answer = new Chunks(0);
			MxpStream stream = Await
				.result(pair.connect().callForStream(CallRequest.of("echo", Inbox.bytes("one")), answer));
			assertThat(answer.count()).isZero();
			assertThat(answer.isFinished()).isFalse();
			stream.request(1);
			assertThat(answer.nextText()).isEqualTo("one");
			answer.awaitFinished();
		}
	}

	@Test
	void aStreamedAnswerToAPlainCallIsATypedErrorAndReachesNoHandler() {
		Chunks events = new Chunks();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				call.responder().stream(MessageMetadata.EMPTY, events);
			}
		};
		Inbox clientInbox = new Inbox().listening((stream) -> new Chunks());
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			TransportException.RemoteError error = Await.failure(
					connection.call(CallRequest.of("say", Inbox.bytes("hi"))), TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
			assertThat(error).hasMessageContaining("callForStream");
			assertThat(events.failure().code()).isEqualTo(ErrorCode.CANCELLED);
			assertThat(clientInbox.hasStream()).isFalse();
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	void anErrorAnswersACallForAStream() {
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				call.responder().fail(ErrorCode.NOT_FOUND, "no such text");
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			Chunks answer = new Chunks();
			TransportException.RemoteError error = Await.failure(
					pair.connect().callForStream(CallRequest.of("say", Inbox.bytes("")), answer),
					TransportException.RemoteError.class);
			assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
			assertThat(answer.count()).isZero();
		}
	}

	@Test
	void aStreamOfThePeersOwnIsNoAnswerToACallOfTheSameNumber() {
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				// Message ids count up at either side: one of these has the call's.
				for (int i = 0; i < 8; i++) {
					call.connection().openStream(StreamRequest.of("own " + i).unidirectional(), StreamListener.IGNORE);
				}
				call.responder().reply(Inbox.bytes("the answer"));
			}
		};
		Inbox clientInbox = new Inbox().listening((stream) -> new Chunks());
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Reply> reply = connection.call(CallRequest.of("x", Inbox.bytes("")));
			for (int i = 0; i < 8; i++) {
				assertThat(clientInbox.nextStream().metadata().subject()).isEqualTo("own " + i);
			}
			assertThat(Await.result(reply).text()).isEqualTo("the answer");
		}
	}

	@Test
	void aStreamedAnswerStopsWhereTheCallerResetsIt() {
		Chunks events = new Chunks();
		CompletableFuture<MxpStream> answering = new CompletableFuture<>();
		Inbox inbox = new Inbox() {
			@Override
			void onCall(InboundMessage call) {
				call.responder().stream(MessageMetadata.EMPTY, events).thenAccept(answering::complete);
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpStream stream = Await
				.result(pair.connect().callForStream(CallRequest.of("tick", Inbox.bytes("")), new Chunks()));
			stream.reset(ErrorCode.CANCELLED, "seen enough");
			assertThat(events.failure().code()).isEqualTo(ErrorCode.CANCELLED);
			assertThat(Await.anyFailure(StreamTests.failing(() -> Await.result(answering).send(Inbox.bytes("tick")))))
				.isInstanceOf(TransportException.StreamReset.class);
			StreamTests.untilNoStreams(pair);
		}
	}

}
