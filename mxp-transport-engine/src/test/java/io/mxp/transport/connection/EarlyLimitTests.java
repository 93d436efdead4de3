/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.Requirement;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.FrameWriter;
import io.mxp.transport.packet.ProtocolViolation;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a server takes early. */
class EarlyLimitTests {

	private final EarlyReceiving receiving = Simulation.seeded(1)
		.client()
		.connection()
		.connection()
		.resumption()
		.receiving();

	@Test
	@Requirement({ "SEC-50", "SEC-53" })
	void sixteenKibibytesAreTakenEarlyAndNotOneMore() throws ProtocolViolation {
		for (int i = 0; i < 15; i++) {
			assertThat(takes(1_024)).isTrue();
		}
		assertThat(takes(1_025)).isFalse();
		assertThat(takes(1_024)).isTrue();
		assertThat(takes(1)).isFalse();
	}

	private boolean takes(int length) throws ProtocolViolation {
		byte[] packet = new byte[2_000];
		FrameWriter writer = new FrameWriter();
		writer.wrap(packet, 0, packet.length);
		writer.beginStreamData(0, 0, true, length);
		return this.receiving.takes(packet, 0, writer.position());
	}

	@Test
	@Requirement("SEC-50")
	void nothingButStreamDataIsTakenEarly() {
		byte[] packet = new byte[100];
		FrameWriter writer = new FrameWriter();
		writer.wrap(packet, 0, packet.length);
		writer.ping();
		assertThatExceptionOfType(ProtocolViolation.class)
			.isThrownBy(() -> this.receiving.takes(packet, 0, writer.position()));
	}

	@Test
	@Requirement("SEC-53")
	void thirtyTwoPacketsWaitAndNotOneMore() {
		for (int i = 0; i < EarlyReceiving.MAX_WAITING_PACKETS; i++) {
			assertThat(this.receiving.onWaitingPacket(new byte[600], 0, 600, 0)).isEqualTo(DropReason.NONE);
		}
		assertThat(this.receiving.onWaitingPacket(new byte[600], 0, 600, 0)).isEqualTo(DropReason.EARLY_OVER_LIMIT);
	}

	@Test
	@Requirement("SEC-53")
	void twentyKibibytesOfPacketsWaitAndNotOneByteMore() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.receiving.onWaitingPacket(new byte[1_024], 0, 1_024, 0)).isEqualTo(DropReason.NONE);
		}
		assertThat(this.receiving.onWaitingPacket(new byte[1], 0, 1, 0)).isEqualTo(DropReason.EARLY_OVER_LIMIT);
	}

}
