/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.DatagramFate;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.TransportSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the sender of a datagram learns, over real sockets.
 */
class DatagramFateTests {

	private static final MessageType TYPE = MessageType.AGENT_HEARTBEAT;

	@Test
	void whatArrivesIsAcknowledged() {
		Inbox inbox = new Inbox();
		try (TransportPair pair = TransportPair.start(inbox)) {
			CompletableFuture<DatagramFate> fate = pair.connect()
				.trackedDatagram(TYPE, MessageMetadata.EMPTY, Inbox.bytes("x"));
			assertThat(Await.result(fate)).isEqualTo(DatagramFate.ACKNOWLEDGED);
			assertThat(inbox.nextMessage().text()).isEqualTo("x");
			assertThat(pair.client().snapshot().get(Counter.DATAGRAM_MESSAGES_ACKNOWLEDGED)).isEqualTo(1);
		}
	}

	@Test
	void whatFitsIntoNoPacketIsTooLarge() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			CompletableFuture<DatagramFate> fate = pair.connect()
				.trackedDatagram(TYPE, MessageMetadata.EMPTY, TransportPair.payload(70_000, 1));
			assertThat(Await.result(fate)).isEqualTo(DatagramFate.TOO_LARGE);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Requirement("REL-22")
	void eachOfABurstHasOneFateAndTheCountersAgree(boolean dropOldest) {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.client((config) -> config
				.withDatagram(config.datagram().withQueueBytes(8 * 1024).withDropOldest(dropOldest)))
			.start()) {
			MxpConnection connection = pair.connect();
			List<CompletableFuture<DatagramFate>> fates = new ArrayList<>();
			for (int i = 0; i < 2_000; i++) {
				fates.add(connection.trackedDatagram(TYPE, MessageMetadata.EMPTY, TransportPair.payload(1_000, i)));
			}
			Map<DatagramFate, Integer> count = new EnumMap<>(DatagramFate.class);
			fates.forEach((fate) -> count.merge(Await.result(fate), 1, Integer::sum));
			TransportSnapshot snapshot = pair.client().snapshot();
			assertThat(snapshot.get(Counter.DATAGRAM_MESSAGES_ACKNOWLEDGED))
				.isEqualTo(count.getOrDefault(DatagramFate.ACKNOWLEDGED, 0).longValue());
			assertThat(snapshot.get(Counter.DATAGRAM_MESSAGES_LOST))
				.isEqualTo(count.getOrDefault(DatagramFate.LOST, 0).longValue());
			assertThat(count).containsKey(DatagramFate.ACKNOWLEDGED).doesNotContainKey(DatagramFate.CONNECTION_CLOSED);
		}
	}

	@Test
	void theEndOfTheConnectionIsAFateToo() {
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			MxpConnection connection = pair.connect();
			pair.server().close();
			Await.result(connection.closed());
			assertThatExceptionOfType(TransportException.ConnectionClosed.class)
				.isThrownBy(() -> connection.trackedDatagram(TYPE, MessageMetadata.EMPTY, Inbox.bytes("x")));
		}
	}

}
