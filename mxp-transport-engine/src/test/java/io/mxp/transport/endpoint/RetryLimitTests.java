/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;

import io.mxp.transport.FloodConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.TransmitBatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers to first messages that nobody keeps. */
class RetryLimitTests {

	private final LoneServer server = new LoneServer(FloodConfig.defaults().withRetryAbove(0, 0), LoneServer.nobody());

	private final TransmitBatch batch = new TransmitBatch();

	private DropReason receive(InetSocketAddress from) {
		byte[] message = this.server.messages.next();
		return this.server.endpoint.onDatagram(0, from, message, 0, message.length);
	}

	@Test
	@Requirement({ "SEC-34", "SEC-53" })
	void twoHundredAndFiftySixAnswersWaitAndNotOneMore() {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < StatelessAnswers.MAX_WAITING; i++) {
				assertThat(receive(FirstMessages.address(i))).isEqualTo(DropReason.RETRY_SENT);
			}
			assertThat(receive(FirstMessages.address(999))).isEqualTo(DropReason.RATE_LIMITED);
			for (int i = 0; i < StatelessAnswers.MAX_WAITING; i++) {
				assertThat(this.server.endpoint.pollTransmit(0, this.batch)).isTrue();
				assertThat(this.batch.destination()).isEqualTo(FirstMessages.address(i));
				assertThat(this.batch.length()).isEqualTo(176);
				assertThat(PacketHeader.type(this.batch.array(), this.batch.start())).isEqualTo(PacketType.RETRY);
			}
			assertThat(this.server.endpoint.pollTransmit(0, this.batch)).isFalse();
		}
		assertThat(this.server.endpoint.tokenCounters().get(Counter.RETRIES_SENT)).isEqualTo(768);
		assertThat(this.server.endpoint.drops().of(DropReason.RATE_LIMITED)).isEqualTo(3);
		assertThat(this.server.endpoint.connectionCount()).isZero();
		assertThat(this.server.endpoint.connectionIdCount()).isZero();
	}

}
