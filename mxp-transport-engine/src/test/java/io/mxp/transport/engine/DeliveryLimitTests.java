/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CountDownLatch;

import io.mxp.transport.DeliveryConfig;
import io.mxp.transport.InboundMessage;
import io.mxp.transport.MessageMetadata;
import io.mxp.transport.MessageType;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PriorityBand;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that takes nothing: what waits for it has an end. */
class DeliveryLimitTests {

	private static final int QUEUE = 64 * 1024;

	private static final int PAYLOAD = 4_000;

	private static final int BAND = PriorityBand.CONTROL.index();

	private static TransportPair narrow(Gate gate) {
		return TransportPair.with(gate)
			.both((config) -> config.withScheduler(config.scheduler().withBandQueueBytes(QUEUE))
				.withFlow(config.flow()
					.withBandWindowBytes(QUEUE)
					.withMaxWindowBytes(config.flow().maxConnectionWindowBytes(), config.flow().maxStreamWindowBytes(),
							QUEUE)))
			.server((config) -> config.withDelivery(new DeliveryConfig(config.delivery().mode(), QUEUE, QUEUE)))
			.start();
	}

	@Test
	@Requirement("SEC-53")
	void messagesThatNobodyTakesStayWithinTheQueueAndTheWindow() {
		Gate gate = new Gate();
		try (TransportPair pair = narrow(gate)) {
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
		try (TransportPair pair = narrow(gate)) {
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

	/** Takes nothing before it is opened. */
	private static final class Gate extends Inbox {

		private final CountDownLatch opened = new CountDownLatch(1);

		void open() {
			this.opened.countDown();
		}

		@Override
		public void onMessage(InboundMessage message) {
			BackpressureTests.awaitQuietly(this.opened);
			super.onMessage(message);
		}

	}

}
