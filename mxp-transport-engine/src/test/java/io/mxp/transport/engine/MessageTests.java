/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mxp.transport.CallRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Reply;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportException;
import io.mxp.transport.engine.Inbox.Received;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Messages that nobody answers: every type, every size, in order, and in datagrams.
 */
class MessageTests {

	private static final int MAX_PAYLOAD = 16 * 1024 * 1024;

	@Test
	void anEventArrivesWithSubjectAndMetadata() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			assertThat(connection.event("order.placed", Inbox.bytes("42"))).isTrue();
			Received event = inbox.nextMessage();
			assertThat(event.type()).isEqualTo(MessageType.EVENT);
			assertThat(event.subject()).isEqualTo("order.placed");
			assertThat(event.text()).isEqualTo("42");
			assertThat(event.datagram()).isFalse();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AGENT_REGISTER", "AGENT_DISCOVER", "AGENT_HEARTBEAT", "EVENT", "ERROR" })
	void everyTypeThatExpectsNoAnswerTravelsInItsBand(MessageType type) {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			byte[] framed = Inbox.bytes("..payload..").array();
			assertThat(connection.send(type, 0x77, framed, 2, 7)).isTrue();
			Received plain = inbox.nextMessage();
			assertThat(plain.type()).isEqualTo(type);
			assertThat(plain.text()).isEqualTo("payload");
			assertThat(plain.traceId()).isEqualTo(0x77);
			assertThat(connection.send(type, MessageMetadata.subject("s"), Inbox.bytes("payload"))).isTrue();
			Received second = inbox.nextMessage();
			assertThat(second.type()).isEqualTo(type);
			assertThat(second.text()).isEqualTo("payload");
			assertThat(second.subject()).isEqualTo((type == MessageType.EVENT) ? "s" : null);
			TransportSnapshot.Band band = pair.client().snapshot().bands().get(type.defaultBand().index());
			assertThat(band.messagesSent()).isEqualTo(2);
			Await.untilEquals(() -> pair.client().snapshot().bufferedSendBytes(), 0L);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "CALL", "RESPONSE", "STREAM_OPEN", "STREAM_CHUNK", "STREAM_CLOSE" })
	void typesThatBelongToSomethingElseAreNotSentAlone(MessageType type) {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			assertThatThrownBy(() -> connection.send(type, MessageMetadata.EMPTY, Inbox.bytes("")))
				.isInstanceOf(IllegalArgumentException.class);
			assertThatThrownBy(() -> connection.send(type, 0, new byte[0], 0, 0))
				.isInstanceOf(IllegalArgumentException.class);
			assertThatThrownBy(() -> connection.datagram(type, MessageMetadata.EMPTY, Inbox.bytes("")))
				.isInstanceOf(IllegalArgumentException.class);
		}
	}

	@Test
	void messagesOfOneBandArriveInTheOrderInWhichTheyWereSent() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			byte[] number = new byte[4];
			for (int i = 0; i < 20_000; i++) {
				ByteBuffer.wrap(number).putInt(i);
				while (!connection.send(MessageType.AGENT_HEARTBEAT, 0, number, 0, 4)) {
					Await.result(connection.whenWritable(PriorityBand.CONTROL));
				}
			}
			for (int i = 0; i < 20_000; i++) {
				assertThat(ByteBuffer.wrap(inbox.nextMessage().payload()).getInt()).isEqualTo(i);
			}
			TransportSnapshot server = pair.server().snapshot();
			assertThat(server.get(Counter.MESSAGES_RECEIVED)).isEqualTo(20_000);
			assertThat(pair.client().snapshot().get(Counter.MESSAGES_SENT)).isEqualTo(20_000);
		}
	}

	@Test
	void bytesOutsideOfTheArrayAreRefusedAndBlockNothing() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			for (int[] range : new int[][] { { 5, 6 }, { -1, 2 }, { 0, 11 }, { 11, 0 }, { 0, -1 } }) {
				assertThatThrownBy(
						() -> connection.send(MessageType.AGENT_HEARTBEAT, 0, new byte[10], range[0], range[1]))
					.isInstanceOf(IndexOutOfBoundsException.class);
			}
			assertThat(connection.send(MessageType.AGENT_HEARTBEAT, 0, new byte[10], 10, 0)).isTrue();
			assertThat(inbox.nextMessage().payload()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1_000, 16_300, 16_344, 16_345, 70_000, 5_000_000 })
	void payloadsOfAnySizeArriveWhole(int size) {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			assertThat(connection.send(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY,
					TransportPair.payload(size, size)))
				.isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(TransportPair.content(size, size));
			Reply reply = Await.result(connection.call(CallRequest.of("echo", TransportPair.payload(size, size + 1))));
			assertThat(reply.bytes()).isEqualTo(TransportPair.content(size, size + 1));
			StreamTests.untilNoStreams(pair);
		}
	}

	@Test
	@Requirement("SEC-53")
	void sixteenMebibytesAreTheMostAndOneByteMoreIsRefused() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			byte[] content = TransportPair.content(MAX_PAYLOAD, 1);
			assertThat(connection.send(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY, ByteBuffer.wrap(content)))
				.isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(content);
			byte[] tooLong = new byte[MAX_PAYLOAD + 1];
			assertThatThrownBy(
					() -> connection.send(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY, ByteBuffer.wrap(tooLong)))
				.isInstanceOf(TransportException.MessageTooLarge.class)
				.hasMessageContaining("16777217");
			assertThatThrownBy(() -> connection.send(MessageType.AGENT_REGISTER, 0, tooLong, 0, tooLong.length))
				.isInstanceOf(TransportException.MessageTooLarge.class);
			TransportException.MessageTooLarge call = Await.failure(
					connection.call(CallRequest.of("echo", ByteBuffer.wrap(tooLong))),
					TransportException.MessageTooLarge.class);
			assertThat(call.code()).isEqualTo(ErrorCode.TOO_LARGE);
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void largeMessagesBothWaysAtATimeDoNotBlockEachOther() {
		Inbox inbox = new Inbox();
		Inbox clientInbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox).clientHandler(clientInbox).start()) {
			MxpConnection connection = pair.connect();
			MxpConnection accepted = inbox.connection();
			for (int i = 0; i < 10; i++) {
				sendWhenThereIsRoom(connection, TransportPair.payload(1_000_000 + i, i));
				sendWhenThereIsRoom(accepted, TransportPair.payload(1_000_100 + i, i));
				assertThat(TransportPair.echo(connection, "between " + i)).isEqualTo("between " + i);
			}
			assertThat(payloads(inbox)).isEqualTo(lengthsFrom(1_000_000));
			assertThat(payloads(clientInbox)).isEqualTo(lengthsFrom(1_000_100));
			StreamTests.untilNoStreams(pair);
		}
	}

	/** Large messages travel on streams of their own, so they may overtake each other. */
	private static Set<Integer> payloads(Inbox inbox) {
		Set<Integer> lengths = new TreeSet<>();
		for (int i = 0; i < 10; i++) {
			byte[] payload = inbox.nextMessage().payload();
			assertThat(payload).isEqualTo(TransportPair.content(payload.length, payload.length % 100));
			lengths.add(payload.length);
		}
		return lengths;
	}

	private static Set<Integer> lengthsFrom(int first) {
		return IntStream.range(first, first + 10).boxed().collect(Collectors.toSet());
	}

	private static void sendWhenThereIsRoom(MxpConnection connection, ByteBuffer payload) {
		while (!connection.send(MessageType.AGENT_REGISTER, MessageMetadata.EMPTY, payload)) {
			Await.result(connection.whenWritable(PriorityBand.CONTROL));
		}
	}

	@Test
	void anAnswerThatDoesNotFitIntoTheQueueIsATypedError() {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withScheduler(config.scheduler().withBandQueueBytes(64 * 1024)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<Reply>> replies = new ArrayList<>();
			for (int i = 0; i < 30; i++) {
				replies.add(connection.call(CallRequest.of("echo", TransportPair.payload(60_000, i))));
			}
			for (int i = 0; i < 30; i++) {
				CompletableFuture<Reply> reply = replies.get(i);
				Await.result(reply.handle((answer, failure) -> {
					// refused here, before it was sent, or there, where the answer did
					// not fit
					assertThat(failure == null
							|| (failure instanceof TransportException error && error.code() == ErrorCode.OVERLOADED))
						.as("failed with %s", failure)
						.isTrue();
					return true;
				}));
			}
			assertThat(TransportPair.echo(connection, "goes on")).isEqualTo("goes on");
		}
	}

	@Test
	void aDatagramArrivesAndIsSeenAsOne() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			assertThat(connection.datagram(MessageType.EVENT, MessageMetadata.subject("tick"), Inbox.bytes("1")))
				.isTrue();
			Received tick = inbox.nextMessage();
			assertThat(tick.datagram()).isTrue();
			assertThat(tick.subject()).isEqualTo("tick");
			assertThat(tick.text()).isEqualTo("1");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1_200, 1_452, 8_192, 60_000 })
	void aDatagramIsAsLargeAsThePathTakesAndNotLarger(int path) {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config
				.withSocket(config.socket().withMaxDatagramBytes(path).withPathMtuDiscovery(false)))
			.start()) {
			MxpConnection connection = pair.connect();
			// less packet header, tag, frame header, message header and checksum
			int most = path - 32 - 16 - 8 - 32 - 8;
			assertThat(connection.datagram(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
					TransportPair.payload(most + 1, 1)))
				.isFalse();
			assertThat(connection.datagram(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
					TransportPair.payload(most, 2)))
				.isTrue();
			assertThat(inbox.nextMessage().payload()).isEqualTo(TransportPair.content(most, 2));
			assertThat(pair.client().snapshot().get(Counter.DATAGRAM_MESSAGES_LOST)).isZero();
		}
	}

	@Test
	void datagramsThatArriveAreWholeAndTheRestIsCounted() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			MxpConnection connection = pair.connect();
			int accepted = 0;
			for (int i = 0; i < 2_000; i++) {
				if (connection.datagram(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
						TransportPair.payload(500, i))) {
					accepted++;
				}
			}
			int sent = accepted;
			Await.until("each datagram has arrived or is counted as lost", () -> {
				TransportSnapshot snapshot = pair.client().snapshot();
				long lost = snapshot.get(Counter.DATAGRAM_MESSAGES_LOST)
						+ snapshot.get(Counter.DATAGRAM_MESSAGES_DROPPED);
				return inbox.messageCount() + lost >= sent;
			});
			assertThat(inbox.messageCount()).isPositive();
			for (int left = inbox.messageCount(); left > 0; left--) {
				assertThat(inbox.nextMessage().payload()).hasSize(500);
			}
		}
	}

}
