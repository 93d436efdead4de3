/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.stream.ChunkPool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that takes nothing: what waits for it has an end. */
class DeliveryLimitTests {

	private static final int QUEUE = 64 * 1024;

	private static final int PAYLOAD = 4_000;

	private static final int BAND = PriorityBand.CONTROL.index();

	@Test
	@Requirement("SEC-53")
	void messagesThatNobodyTakesStayWithinTheQueueAndTheWindow() {
		Gate gate = new Gate();
		try (TransportPair pair = TransportPair.with(gate).narrow(QUEUE).start()) {
			MxpConnection connection = pair.connect();
			int sent = 0;
			// 64 KiB with the application, 64 KiB in the window, 64 KiB at the sender
			while (pair.server().snapshot().get(Counter.PEER_FLOW_BLOCKED) == 0) {
				sent += connection.send(MessageType.AGENT_HEARTBEAT, 0, new byte[PAYLOAD], 0, PAYLOAD) ? 1 : 0;
			}
			assertThat(sent).isBetween(QUEUE / (PAYLOAD + 40), 3 * QUEUE / PAYLOAD);
			assertThat(pair.server().snapshot().bands().get(BAND).deliveryQueueBytes()).isPositive()
				.isLessThanOrEqualTo(QUEUE);
			assertThat(pair.server().snapshot().bufferedReceiveBytes()).isLessThanOrEqualTo(QUEUE);
			gate.open();
			for (int i = 0; i < sent; i++) {
				assertThat(gate.nextMessage().payload()).hasSize(PAYLOAD);
			}
		}
	}

	@Test
	@Requirement("SEC-53")
	void datagramsThatNobodyTakesAreDroppedAndCounted() {
		Gate gate = new Gate();
		try (TransportPair pair = TransportPair.with(gate).narrow(QUEUE).start()) {
			MxpConnection connection = pair.connect();
			int payload = 500;
			while (pair.server().snapshot().get(Counter.DATAGRAM_MESSAGES_REFUSED) == 0) {
				connection.datagram(MessageType.AGENT_HEARTBEAT, MessageMetadata.EMPTY,
						TransportPair.payload(payload, 1));
			}
			assertThat(pair.server().snapshot().bands().get(BAND).deliveryQueueBytes()).isPositive()
				.isLessThanOrEqualTo(QUEUE);
			assertThat(pair.server().snapshot().bufferedReceiveBytes()).isZero();
			gate.open();
			assertThat(gate.nextMessage().payload()).hasSize(payload);
		}
	}

	@Test
	@Requirement({ "SEC-53", "S34" })
	void theBuffersOfALoopHoldTheirLimitAndWhatIsMoreComesAgain() {
		Gate gate = new Gate();
		int limit = 1 << 20;
		int messages = 2 * limit / PAYLOAD;
		try (TransportPair pair = TransportPair.with(gate)
			.server((config) -> config.withFlow(config.flow().withBufferLimitBytes(limit))
				.withDelivery(new DeliveryConfig(config.delivery().mode(), QUEUE, QUEUE)))
			.start()) {
			MxpConnection connection = pair.connect();
			for (int sent = 0; sent < messages;) {
				byte[] payload = TransportPair.content(PAYLOAD, sent);
				sent += connection.send(MessageType.AGENT_HEARTBEAT, 0, payload, 0, PAYLOAD) ? 1 : 0;
			}
			// Less than the band's window, so that only the limit holds it back.
			Await.until("something finds no memory", () -> pair.server().snapshot().drops().containsKey("NO_MEMORY"));
			assertThat(pair.server().snapshot().bufferedReceiveBytes()).isLessThanOrEqualTo(limit);
			gate.open();
			// A band is not ordered: what came again comes later, and once.
			Set<ByteBuffer> missing = new HashSet<>();
			for (int i = 0; i < messages; i++) {
				missing.add(ByteBuffer.wrap(TransportPair.content(PAYLOAD, i)));
			}
			for (int i = 0; i < messages; i++) {
				assertThat(missing.remove(ByteBuffer.wrap(gate.nextMessage().payload()))).isTrue();
			}
			assertThat(missing).isEmpty();
		}
	}

	@Test
	@Requirement({ "SEC-53", "S34" })
	void whatASenderHasNoMemoryForWaitsAndArrives() {
		Gate gate = new Gate();
		int limit = 1 << 20;
		try (TransportPair pair = TransportPair.with(gate)
			.narrowServer(QUEUE)
			.client((config) -> config.withFlow(config.flow().withBufferLimitBytes(limit)))
			.start()) {
			MxpConnection connection = pair.connect();
			int sent = 0;
			// The band takes 4 MiB, its buffers 1 MiB: the rest waits before them.
			while (buffers(pair).refusals() == 0) {
				byte[] payload = TransportPair.content(PAYLOAD, sent);
				sent += connection.send(MessageType.AGENT_HEARTBEAT, 0, payload, 0, PAYLOAD) ? 1 : 0;
			}
			assertThat(buffers(pair).bytesInUse()).isLessThanOrEqualTo(limit);
			gate.open();
			for (int i = 0; i < sent; i++) {
				assertThat(gate.nextMessage().payload()).isEqualTo(TransportPair.content(PAYLOAD, i));
			}
		}
	}

	private static ChunkPool buffers(TransportPair pair) {
		return pair.client().loops().get(0).endpoint().connectionSettings().buffers();
	}

}
