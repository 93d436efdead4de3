/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** As many streams on one connection as its limit allows, all open at one time. */
class ManyStreamsTests {

	private static final int LIMIT = 10_000;

	private static final int BYTES = 64;

	@Test
	@Requirement({ "REL-20", "SEC-53" })
	void tenThousandStreamsAreOpenAtATimeAndOneMoreWaits() {
		Simulation sim = Simulation.seeded(1).delayMillis(5);
		sim.configure((config) -> config.withFlow(config.flow().withMaxStreams(LIMIT, LIMIT)));
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(client::isEstablished, 1_000);
		// Nobody takes what comes, so that no stream ends before all are open.
		sim.server().application().reading(PeerListener.Reading.REFUSING);
		List<OutgoingStream> streams = new ArrayList<>();
		for (int i = 0; i < LIMIT + 1; i++) {
			streams.add(client.echo(BYTES));
		}
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		assertThat(client.figures().openStreams()).isEqualTo(LIMIT);
		assertThat(server.figures().openStreams()).isEqualTo(LIMIT);
		assertThat(streams.get(LIMIT - 1).streamId()).isEqualTo(4L * (LIMIT - 1));
		assertThat(streams.get(LIMIT).streamId()).as("one more than the limit").isNegative();
		assertThat(client.figures().streams().streamLimitReached()).isEqualTo(1);

		sim.server().application().reading(PeerListener.Reading.PROMPT);
		sim.runUntilQuiet();
		for (OutgoingStream stream : streams) {
			IncomingStream back = client.incoming(stream.streamId());
			assertThat(stream.isFinished() && back != null && back.isFinished()).isTrue();
			assertThat(back.digest()).isEqualTo(stream.digest());
		}
		assertThat(sim.client().mostOpenStreams()).isEqualTo(LIMIT);
		assertThat(sim.server().mostOpenStreams()).isEqualTo(LIMIT);
		sim.closeAndCheck();
	}

}
