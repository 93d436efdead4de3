/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.mxp.transport.CallRequest;
import io.mxp.transport.DatagramFate;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpStream;
import io.mxp.transport.Reply;
import io.mxp.transport.Seal;
import io.mxp.transport.SendRequest;
import io.mxp.transport.StreamListener;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Alice's messages go through Carol to Bob, over real sockets: Carol can pass them on,
 * and nothing else.
 */
class EndToEndTests {

	/** Answers calls, and keeps what it saw. */
	private static final class Bob extends Inbox {

		private final AtomicReference<Seal> seal = new AtomicReference<>();

		private final AtomicReference<MessageMetadata> metadata = new AtomicReference<>();

		private final CompletableFuture<Seal> event = new CompletableFuture<>();

		@Override
		public void onMessage(InboundMessage message) {
			this.seal.set(message.seal());
			this.metadata.set(message.metadata());
			if (message.type() == MessageType.EVENT) {
				this.event.complete(message.seal());
			}
			super.onMessage(message);
		}

		@Override
		void onCall(InboundMessage call) {
			String question = new String(call.copyPayload(), StandardCharsets.UTF_8);
			switch (question) {
				case "fail" -> call.responder().fail(ErrorCode.NOT_FOUND, "no such tide");
				case "throw" -> throw new IllegalStateException("thrown by the test");
				case "stream" ->
					assertThat(Await.anyFailure(call.responder().stream(MessageMetadata.EMPTY, StreamListener.IGNORE)))
						.isInstanceOf(TransportException.CannotSeal.class);
				default -> {
				}
			}
			if (!question.equals("fail")) {
				call.responder()
					.reply(MessageMetadata.builder().header("answer", "sealed too").build(),
							Inbox.bytes("re: " + question));
			}
		}

	}

	@Test
	void theRelayPassesOnWhatItCannotRead() {
		Bob bob = new Bob();
		try (ThreeAgents agents = ThreeAgents.start(bob)) {
			CallRequest call = CallRequest
				.of(MessageMetadata.builder().subject("tides.low").header("tenant", "secret-blue").build(),
						Inbox.bytes("secret-question"))
				.encryptFor(agents.bobId());
			Reply reply = Await.result(agents.toRelay().call(call));
			assertThat(reply.text()).isEqualTo("re: secret-question");
			assertThat(reply.metadata().header("answer")).isEqualTo("sealed too");
			assertThat(reply.seal()).satisfies((seal) -> {
				assertThat(seal.opened()).isTrue();
				assertThat(seal.sender()).isEqualTo(agents.bobId());
			});
			assertThat(bob.seal.get()).satisfies((seal) -> {
				assertThat(seal.opened()).isTrue();
				assertThat(seal.sender()).isEqualTo(agents.alice().agentId());
				assertThat(seal.fingerprint()).isEqualTo(agents.alice().fingerprint());
			});
			assertThat(bob.metadata.get().header("tenant")).isEqualTo("secret-blue");
			assertThat(agents.relay().passed().get(0).metadata().subject()).isEqualTo("tides.low");
			assertThat(agents.relay().passed().get(0).target()).isEqualTo(agents.bobId());
			assertThat(agents.relay().hasRead("secret")).isFalse();
			assertThat(agents.relay().hasRead("sealed too")).isFalse();
		}
	}

	@Test
	void eventsAreSealedOnTheWayOfAllTheirSendingMethods() {
		for (int way = 0; way < 4; way++) {
			Bob bob = new Bob();
			try (ThreeAgents agents = ThreeAgents.start(bob)) {
				SendRequest event = SendRequest.event("alerts", Inbox.bytes("secret")).encryptFor(agents.bobId());
				switch (way) {
					case 0 -> assertThat(agents.toRelay().send(event)).isTrue();
					case 1 -> Await.result(agents.toRelay().submit(event));
					case 2 -> Await.result(agents.toRelay().sendAcknowledged(event, Duration.ofSeconds(10)));
					default -> assertThat(Await.result(agents.toRelay().trackedDatagram(event)))
						.isEqualTo(DatagramFate.ACKNOWLEDGED);
				}
				assertThat(Await.result(bob.event).sender()).isEqualTo(agents.alice().agentId());
				assertThat(bob.nextMessage().text()).isEqualTo("secret");
				assertThat(agents.relay().hasRead("secret")).isFalse();
			}
		}
	}

	@Test
	void errorsOfTheRecipientAreSealedAndThoseOfTheRelayAreNot() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob())) {
			TransportException.RemoteError sealed = Await.failure(agents.call("fail"),
					TransportException.RemoteError.class);
			assertThat(sealed.code()).isEqualTo(ErrorCode.NOT_FOUND);
			assertThat(sealed).hasMessageContaining("no such tide");
			assertThat(sealed.isSealed()).isTrue();
			assertThat(agents.relay().hasRead("tide")).as("but for the subject").isTrue();
			assertThat(agents.relay().hasRead("no such")).isFalse();
			TransportException.RemoteError thrown = Await.failure(agents.call("throw"),
					TransportException.RemoteError.class);
			assertThat(thrown.code()).isEqualTo(ErrorCode.INTERNAL);
			assertThat(thrown.isSealed()).isTrue();
			agents.relay().changing((call) -> call.withTarget(agents.carolId()).withEncoding(MessageEncoding.PLAIN));
			TransportException.RemoteError relayed = Await.failure(agents.call("anything"),
					TransportException.RemoteError.class);
			assertThat(relayed.isSealed()).isFalse();
		}
	}

	@Test
	void nothingThatTheRelayChangesIsTaken() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob())) {
			for (int index : new int[] { 0, 4, 8, 12, 28, 44, 52, 83, 84, 99, -17, -1 }) {
				agents.relay()
					.changing((call) -> new CallRequest(call.target(), call.metadata(),
							ThreeAgents.flipped(call.payload(), index), call.timeout(), 0, call.encoding()));
				assertThat(Await.anyFailure(agents.call("question"))).as("byte %d", index)
					.isInstanceOf(TransportException.RemoteError.class);
			}
			agents.relay().changing((call) -> call);
			for (int index : new int[] { 0, 1, 4, 35, 36, -17, -1 }) {
				agents.relay()
					.changingAnswers((answer) -> new Reply(answer.metadata(),
							ThreeAgents.flipped(answer.payload(), index), answer.seal()));
				assertThat(Await.anyFailure(agents.call("question"))).as("byte %d of the answer", index)
					.isInstanceOf(TransportException.RemoteError.class);
			}
			agents.relay().changingAnswers((answer) -> answer);
			assertThat(Await.result(agents.call("question")).text()).isEqualTo("re: question");
		}
	}

	@Test
	void aRelayCannotAnswerInTheRecipientsPlace() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob())) {
			agents.relay().changingAnswers((answer) -> new Reply(MessageMetadata.EMPTY, Inbox.bytes("re: forged")));
			TransportException.RemoteError refused = Await.failure(agents.call("question"),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
		}
	}

	@Test
	void aRelayCannotSwapAnswers() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob())) {
			AtomicReference<Reply> kept = new AtomicReference<>();
			agents.relay().changingAnswers((answer) -> {
				kept.compareAndSet(null, answer);
				return kept.get();
			});
			assertThat(Await.result(agents.call("first")).text()).isEqualTo("re: first");
			TransportException.RemoteError refused = Await.failure(agents.call("second"),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
		}
	}

	@Test
	void aRelayCannotPlayAMessageTwice() {
		Bob bob = new Bob();
		try (ThreeAgents agents = ThreeAgents.start(bob)) {
			assertThat(Await.result(agents.call("once")).text()).isEqualTo("re: once");
			CallRequest again = agents.relay().passed().get(0);
			TransportException.RemoteError refused = Await.failure(agents.relay().onward().call(again),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(refused).hasMessageContaining("taken before");
		}
	}

	@Test
	void aDeniedSenderIsRefusedThroughTheRelay() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob(),
				(rules, alice) -> rules.withDeniedSenders(Set.of(alice)))) {
			TransportException.RemoteError refused = Await.failure(agents.call("question"),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
		}
	}

	@Test
	void whereSealsAreRequiredNothingElseIsTaken() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob(), (rules, alice) -> rules.withRequired(true))) {
			assertThat(Await.result(agents.call("question")).text()).isEqualTo("re: question");
			TransportException.RemoteError refused = Await.failure(
					agents.relay().onward().call(CallRequest.of("tides.low", Inbox.bytes("plain"))),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			assertThat(Await
				.failure(agents.relay()
					.onward()
					.sendAcknowledged(SendRequest.event("alerts", Inbox.bytes("plain")), Duration.ofSeconds(10)),
						TransportException.RemoteError.class)
				.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
			CompletableFuture<TransportException> failed = new CompletableFuture<>();
			Await.result(agents.relay().onward().openStream(StreamRequest.of("tides"), new StreamListener() {

				@Override
				public void onChunk(MxpStream stream, ByteBuffer chunk) {
				}

				@Override
				public void onFailed(MxpStream stream, TransportException failure) {
					failed.complete(failure);
				}

			}));
			assertThat(Await.result(failed).code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
		}
	}

	@Test
	void whatCannotBeSealedFailsWithATypedErrorAndIsNotSent() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob())) {
			CallRequest call = CallRequest.of("tides", Inbox.bytes("x"));
			Await.failure(agents.toRelay().callForStream(call.encryptFor(agents.bobId()), StreamListener.IGNORE),
					TransportException.CannotSeal.class);
			Await.failure(agents.toRelay().call(call.encryptFor(new UUID(1, 2))), TransportException.CannotSeal.class);
			SendRequest heartbeat = SendRequest
				.of(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY, ByteBuffer.allocate(34))
				.encryptFor(agents.bobId());
			assertThatThrownBy(() -> agents.toRelay().send(heartbeat))
				.isInstanceOf(TransportException.CannotSeal.class);
			Await.failure(agents.toRelay().submit(heartbeat), TransportException.CannotSeal.class);
			Await.failure(agents.toRelay().sendAcknowledged(heartbeat, Duration.ofSeconds(1)),
					TransportException.CannotSeal.class);
			assertThatThrownBy(() -> agents.toRelay().trackedDatagram(heartbeat))
				.isInstanceOf(TransportException.CannotSeal.class);
			assertThat(Await.result(agents.call("stream")).text()).as("no stream answers it, so this does")
				.isEqualTo("re: stream");
		}
	}

	@Test
	void betweenNeighboursItIsTheSameAndIsCounted() {
		Bob bob = new Bob();
		try (TransportPair pair = TransportPair.start(bob)) {
			MxpConnection connection = pair.connect();
			String text = "tide ".repeat(2_000);
			Reply reply = Await.result(connection.call(CallRequest.of("tides", Inbox.bytes(text))
				.withEncoding(MessageEncoding.COMPRESSED)
				.encryptFor(pair.server().identity().agentId())));
			assertThat(reply.text()).isEqualTo("re: " + text);
			assertThat(bob.seal.get().compressed()).isTrue();
			assertThat(pair.client().snapshot().counters()).containsEntry(Counter.MESSAGES_SEALED, 1L)
				.containsEntry(Counter.SEALED_MESSAGES_OPENED, 1L);
			assertThat(pair.server().snapshot().counters()).containsEntry(Counter.MESSAGES_SEALED, 1L)
				.containsEntry(Counter.SEALED_MESSAGES_OPENED, 1L);
		}
	}

	@Test
	void whoPassesNothingOnRefusesWhatIsForOthers() {
		try (ThreeAgents agents = ThreeAgents.start(new Bob()); TransportPair pair = TransportPair.start(new Bob())) {
			AtomicReference<CallRequest> sealed = new AtomicReference<>();
			agents.relay().changing((call) -> {
				sealed.set(call);
				return call;
			});
			Await.result(agents.call("question"));
			TransportException.RemoteError refused = Await.failure(pair.connect().call(sealed.get()),
					TransportException.RemoteError.class);
			assertThat(refused.code()).isEqualTo(ErrorCode.WRONG_TARGET);
		}
	}

}
