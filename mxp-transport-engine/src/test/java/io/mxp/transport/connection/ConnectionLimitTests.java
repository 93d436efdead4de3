/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a connection keeps for a peer that asks for much or takes nothing. */
class ConnectionLimitTests {

	private final Simulation sim = Simulation.seeded(1).delayMillis(10);

	@Test
	@Requirement("SEC-53")
	@Attack("A11")
	void aThousandChallengesAreAnsweredOnce() {
		this.sim.client().send("hello");
		this.sim.runUntilQuiet();
		Connection connection = this.sim.client().connection().connection();
		long sent = connection.figures().packetsSent();
		for (int challenge = 0; challenge < 1_000; challenge++) {
			connection.paths().onChallenge(challenge);
		}
		this.sim.client().connection().flush();
		assertThat(connection.figures().packetsSent()).isEqualTo(sent + 1);
		this.sim.runUntilQuiet();
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-53")
	void sixtyFourMebibytesOfOrderedMessagesWaitAndNotOneByteMore() {
		// Nothing is open before the handshake is over.
		OrderedMessages ordered = this.sim.client().connection().connection().messages().ordered();
		byte[] message = new byte[16 << 20];
		for (int i = 0; i < 4; i++) {
			assertThat(ordered.offer(i, message, 0, message.length)).isTrue();
		}
		assertThat(ordered.bufferedBytes(1)).isEqualTo(16 << 20);
		assertThat(ordered.offer(1, message, 0, 1)).isFalse();
		ordered.clear();
		assertThat(ordered.isPending()).isFalse();
		assertThat(ordered.offer(1, message, 0, 1)).isTrue();
		ordered.clear();
	}

	@Test
	@Requirement("SEC-53")
	void sixtyFourMebibytesOfLargeMessagesWaitAndNotOneByteMore() {
		// Nothing is open before the handshake is over.
		LargeMessages large = this.sim.client().connection().connection().messages().large();
		byte[] message = new byte[16 << 20];
		for (int i = 0; i < 4; i++) {
			assertThat(large.offer(1, message, 0, message.length)).isTrue();
		}
		assertThat(large.bufferedBytes(1)).isEqualTo(LargeMessages.MAX_BUFFERED_BYTES);
		assertThat(large.offer(1, message, 0, 1)).isFalse();
		large.clear();
		assertThat(large.offer(1, message, 0, 1)).isTrue();
		large.clear();
	}

}
