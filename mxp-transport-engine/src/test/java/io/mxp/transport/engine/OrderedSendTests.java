/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The option ordered on real sockets. A relay between them loses every datagram over 800
 * bytes, so that a large event is missing for as long as the test wants.
 */
@Timeout(60)
class OrderedSendTests {

	private static final int LARGE = 1_000;

	@Test
	@Requirement("REL-02")
	void whatIsWholeIsDeliveredWhateverIsMissingBeforeIt() throws IOException {
		Inbox inbox = new Inbox();
		try (TransportPair pair = start(inbox, Set.of()); UdpRelay relay = relay(pair)) {
			MxpConnection connection = connect(pair, relay);
			loseLarge(relay, () -> connection.send(MessageType.EVENT, MessageMetadata.EMPTY, payload(LARGE)));
			assertThat(connection.send(MessageType.EVENT, MessageMetadata.EMPTY, payload(2))).isTrue();
			assertThat(inbox.nextMessage().payload()).hasSize(2);
			relay.mtu(65_536);
			assertThat(inbox.nextMessage().payload()).hasSize(LARGE);
		}
	}

	@Test
	@Requirement("REL-02")
	void whatIsSentInOrderWaitsForWhatIsMissingBeforeIt() throws IOException {
		Inbox inbox = new Inbox();
		try (TransportPair pair = start(inbox, Set.of()); UdpRelay relay = relay(pair)) {
			MxpConnection connection = connect(pair, relay);
			loseLarge(relay, () -> connection.sendOrdered(MessageType.EVENT, MessageMetadata.EMPTY, payload(LARGE)));
			assertThat(connection.sendOrdered(MessageType.EVENT, MessageMetadata.EMPTY, payload(2))).isTrue();
			assertThat(connection.send(MessageType.EVENT, MessageMetadata.EMPTY, payload(3))).isTrue();
			assertThat(inbox.nextMessage().payload()).as("not ordered: overtakes both").hasSize(3);
			relay.mtu(65_536);
			assertThat(inbox.nextMessage().payload()).hasSize(LARGE);
			assertThat(inbox.nextMessage().payload()).hasSize(2);
		}
	}

	@Test
	void aTypeThatIsConfiguredSoIsAlwaysSentInOrder() throws IOException {
		Inbox inbox = new Inbox();
		try (TransportPair pair = start(inbox, Set.of(MessageType.EVENT)); UdpRelay relay = relay(pair)) {
			MxpConnection connection = connect(pair, relay);
			loseLarge(relay, () -> connection.send(MessageType.EVENT, 0, new byte[LARGE], 0, LARGE));
			Await.result(connection.submit(MessageType.EVENT, MessageMetadata.EMPTY, payload(2)));
			assertThat(connection.send(MessageType.AGENT_HEARTBEAT, 0, new byte[3], 0, 3)).isTrue();
			assertThat(inbox.nextMessage().payload()).hasSize(3);
			relay.mtu(65_536);
			assertThat(inbox.nextMessage().payload()).hasSize(LARGE);
			assertThat(inbox.nextMessage().payload()).hasSize(2);
		}
	}

	/** The stream takes 32 KiB at a time, so that most of it waits in its turn. */
	@Test
	void thousandMessagesOfAllLengthsKeepTheirOrderThroughASmallBuffer() throws IOException {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.with(inbox)
			.client((config) -> config.withFlow(config.flow().withStreamSendBufferBytes(32 * 1_024)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<Integer> sent = IntStream.range(0, 1_000)
				.map((i) -> (i % 100 == 99) ? 40_000 + i : 1 + i % 700)
				.boxed()
				.toList();
			List<Integer> received = new ArrayList<>();
			for (int length : sent) {
				Await.result(connection.submitOrdered(MessageType.EVENT, MessageMetadata.EMPTY, payload(length)));
			}
			for (int i = 0; i < sent.size(); i++) {
				received.add(inbox.nextMessage().payload().length);
			}
			assertThat(received).isEqualTo(sent);
			assertThat(Await.result(connection.statistics()).openStreams()).as("one stream for the band").isEqualTo(1);
		}
	}

	@Test
	void callsAndStreamsCannotBeConfiguredSo() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TransportConfig.defaults().scheduler().withOrderedTypes(Set.of(MessageType.CALL)))
			.withMessageContaining("ordered-types");
	}

	private static TransportPair start(Inbox inbox, Set<MessageType> ordered) {
		return TransportPair.with(inbox)
			.both((config) -> config.withSocket(config.socket().withMaxDatagramBytes(1_200)))
			.client((config) -> config.withScheduler(config.scheduler().withOrderedTypes(ordered)))
			.start();
	}

	private static UdpRelay relay(TransportPair pair) throws IOException {
		return new UdpRelay(pair.server().localAddress());
	}

	/** Connects, and waits until both sides have nothing more to say of it. */
	private static MxpConnection connect(TransportPair pair, UdpRelay relay) {
		MxpAddress address = new MxpAddress("127.0.0.1", relay.address().getPort(), pair.server().identity().agentId());
		MxpConnection connection = Await.result(pair.client().connect(ConnectRequest.to(address)));
		assertThat(TransportPair.echo(connection, "warm")).isEqualTo("warm");
		return connection;
	}

	/**
	 * Sends a large event in a datagram of its own, which the relay loses until it lets
	 * all pass again.
	 */
	private static void loseLarge(UdpRelay relay, BooleanSupplier send) {
		relay.mtu(800);
		long carried = relay.carriedToServer();
		assertThat(send.getAsBoolean()).isTrue();
		Await.until("the large one is lost on its own", () -> relay.carriedToServer() > carried);
	}

	private static ByteBuffer payload(int length) {
		return ByteBuffer.allocate(length);
	}

}
