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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mxp.transport.Acknowledgement;
import io.mxp.transport.CallRequest;
import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Messages that ask for an Ack, over real sockets.
 */
class AcknowledgementTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static Inbox on(Consumer<InboundMessage> handler) {
		return new Inbox() {
			@Override
			public void onMessage(InboundMessage message) {
				handler.accept(message);
				super.onMessage(message);
			}
		};
	}

	private static CompletableFuture<Void> event(MxpConnection connection, Duration timeout) {
		return connection.sendAcknowledged(MessageType.EVENT, MessageMetadata.subject("news"), Inbox.bytes("x"),
				timeout);
	}

	@ParameterizedTest
	@EnumSource(DeliveryConfig.Mode.class)
	void theAckComesWhenTheHandlerHasReturned(DeliveryConfig.Mode mode) {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.server((config) -> config.withDelivery(config.delivery().withMode(mode)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Void>> acks = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				acks.add(event(connection, LONG));
			}
			acks.forEach(Await::result);
			assertThat(inbox.messageCount()).isEqualTo(1_000);
			assertThat(pair.client().snapshot().get(Counter.ACKS_IGNORED)).isZero();
			assertThat(pair.client().snapshot().get(Counter.ACKS_MISSED)).isZero();
		}
	}

	@Test
	void aHandlerThatGoesOnLaterSaysWhenItIsDone() {
		CompletableFuture<Acknowledgement> taken = new CompletableFuture<>();
		try (TransportPair pair = TransportPair.start(on((message) -> {
			if (message.requiresAck()) {
				taken.complete(message.acknowledgement());
			}
		}))) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Void> ack = event(connection, LONG);
			Acknowledgement acknowledgement = Await.result(taken);
			// A whole call goes there and back meanwhile.
			assertThat(TransportPair.echo(connection, "meanwhile")).isEqualTo("meanwhile");
			assertThat(ack).isNotDone();
			assertThat(acknowledgement.isOpen()).isTrue();
			assertThat(acknowledgement.done()).isTrue();
			Await.result(ack);
			assertThat(acknowledgement.done()).isFalse();
			assertThat(acknowledgement.fail(ErrorCode.INTERNAL, "")).isFalse();
		}
	}

	@Test
	void aFailureComesAsError() {
		try (TransportPair pair = TransportPair.start(on((message) -> {
			switch (message.subject()) {
				case "throws" -> throw new IllegalStateException("on purpose");
				case "nobody" -> message.acknowledgement().fail(ErrorCode.NOT_FOUND, "nobody listens");
				default -> {
				}
			}
		}))) {
			MxpConnection connection = pair.connect();
			TransportException thrown = Await.failure(connection.sendAcknowledged(MessageType.EVENT,
					MessageMetadata.subject("throws"), Inbox.bytes(""), LONG), TransportException.RemoteError.class);
			assertThat(thrown.code()).isEqualTo(ErrorCode.INTERNAL);
			TransportException nobody = Await.failure(connection.sendAcknowledged(MessageType.EVENT,
					MessageMetadata.subject("nobody"), Inbox.bytes(""), LONG), TransportException.RemoteError.class);
			assertThat(nobody.code()).isEqualTo(ErrorCode.NOT_FOUND);
			assertThat(nobody).hasMessageContaining("nobody listens");
		}
	}

	/** The peer's Error comes a minute before our own timer would. */
	@Test
	void aDeadlineIsExceededWhicheverSideNoticesIt() {
		Inbox inbox = new Inbox() {
			@Override
			public void onMessage(InboundMessage message) {
				if (message.type() == MessageType.CALL) {
					message.responder().fail(ErrorCode.DEADLINE_EXCEEDED, "too slow");
				}
				else {
					message.acknowledgement().fail(ErrorCode.DEADLINE_EXCEEDED, "too slow");
				}
			}
		};
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			CallRequest call = CallRequest.of("any", Inbox.bytes("")).withTimeout(LONG);
			for (CompletableFuture<?> failing : List.of(event(connection, LONG), connection.call(call),
					connection.callForStream(call, new Chunks()))) {
				assertThat(Await.failure(failing, TransportException.DeadlineExceeded.class))
					.hasMessage("The peer answered DEADLINE_EXCEEDED: too slow");
			}
			assertThat(pair.client().snapshot().get(Counter.ACKS_MISSED)).isZero();
			assertThat(pair.client().snapshot().get(Counter.CALLS_FAILED)).isZero();
		}
	}

	@Test
	void aHandlerThatNeverEndsIsLeftAtTheDeadlineAndItsAckIgnored() {
		CompletableFuture<Acknowledgement> taken = new CompletableFuture<>();
		try (TransportPair pair = TransportPair.start(on((message) -> {
			if (message.requiresAck()) {
				assertThat(message.deadlineNanos() - System.nanoTime()).isLessThan(Duration.ofSeconds(1).toNanos());
				taken.complete(message.acknowledgement());
			}
		}))) {
			MxpConnection connection = pair.connect();
			Await.failure(event(connection, Duration.ofMillis(50)), TransportException.DeadlineExceeded.class);
			assertThat(pair.client().snapshot().get(Counter.ACKS_MISSED)).isEqualTo(1);
			assertThat(Await.result(taken).done()).isTrue();
			Await.until("the late Ack is counted", () -> pair.client().snapshot().get(Counter.ACKS_IGNORED) == 1);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void theEndOfTheConnectionEndsTheWait() {
		try (TransportPair pair = TransportPair.start(on((message) -> message.acknowledgement()))) {
			MxpConnection connection = pair.connect();
			CompletableFuture<Void> ack = event(connection, LONG);
			connection.close();
			Await.failure(ack, TransportException.ConnectionClosed.class);
			Await.failure(event(connection, LONG), TransportException.ConnectionClosed.class);
		}
	}

	@Test
	void aLargeMessageIsAcknowledgedToo() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			ByteBuffer payload = TransportPair.payload(3_000_000, 5);
			Await.result(pair.connect().sendAcknowledged(MessageType.EVENT, MessageMetadata.EMPTY, payload, LONG));
			assertThat(inbox.nextMessage().payload()).isEqualTo(TransportPair.content(3_000_000, 5));
		}
	}

	@Test
	void whatHasAnAnswerAsksForNoAck() {
		try (TransportPair pair = TransportPair.start(on((message) -> {
			assertThat(message.requiresAck()).isFalse();
			assertThatIllegalStateException().isThrownBy(message::acknowledgement);
		}))) {
			MxpConnection connection = pair.connect();
			for (MessageType type : new MessageType[] { MessageType.CALL, MessageType.RESPONSE, MessageType.ACK,
					MessageType.ERROR, MessageType.STREAM_CHUNK, MessageType.AGENT_DISCOVER }) {
				assertThatIllegalArgumentException()
					.isThrownBy(() -> connection.sendAcknowledged(type, MessageMetadata.EMPTY, Inbox.bytes(""), LONG));
			}
			for (Duration timeout : new Duration[] { Duration.ZERO, Duration.ofNanos(999_999),
					CallRequest.MAX_TIMEOUT.plusNanos(1) }) {
				assertThatIllegalArgumentException().isThrownBy(() -> event(connection, timeout));
			}
			assertThat(connection.event("plain", Inbox.bytes(""))).isTrue();
			assertThat(TransportPair.echo(connection, "x")).isEqualTo("x");
			assertThat(pair.server().snapshot().get(Counter.HANDLER_FAILURES)).isZero();
		}
	}

}
