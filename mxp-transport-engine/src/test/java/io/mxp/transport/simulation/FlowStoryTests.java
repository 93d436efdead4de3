/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Windows that grow, stay and hold, over the whole engine. */
class FlowStoryTests {

	private static final long KIB = 1024;

	private static final long MIB = 1024 * KIB;

	/** 100 Mbit/s and a round trip of 40 ms: 500,000 bytes fill the path. */
	private static Simulation longPath() {
		return Simulation.seeded(7).delayMillis(20).rate(100_000_000, 1_000);
	}

	private static TransportConfig windows(TransportConfig config, long stream, long most) {
		return config.withFlow(config.flow()
			.withConnectionWindowBytes(4 * stream)
			.withStreamWindowBytes(stream)
			.withMaxWindowBytes(4 * most, most, config.flow().maxBandWindowBytes()));
	}

	@Test
	@Requirement("REL-18")
	void aWindowGrowsUntilItFillsThePath() {
		long fixed = millisFor(longPath().configureServer((config) -> windows(config, 64 * KIB, 64 * KIB)));
		Simulation sim = longPath().configureServer((config) -> windows(config, 64 * KIB, 4 * MIB));
		long grown = millisFor(sim);
		// 48 to 64 KiB in each round trip of 40 ms: 8 MiB take 5.1 to 6.9 s
		assertThat(fixed).isBetween(4_500L, 8_000L);
		assertThat(grown).isLessThan(fixed / 3);
	}

	private static long millisFor(Simulation sim) {
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		long start = sim.nowNanos();
		client.upload(8 * MIB, 4_000);
		sim.runUntil(() -> finished(sim), 20_000);
		long millis = (sim.nowNanos() - start) / 1_000_000;
		sim.runUntilQuiet();
		sim.closeAndCheck();
		return millis;
	}

	private static boolean finished(Simulation sim) {
		SimulatedConnection server = sim.server().connection();
		return server.incomingStreams().stream().anyMatch(IncomingStream::isFinished);
	}

	@Test
	void aSlowLinkLeavesTheWindowAsItIs() {
		Simulation sim = Simulation.seeded(7)
			.delayMillis(20)
			.rate(2_000_000, 100)
			.configureServer((config) -> windows(config, 256 * KIB, 4 * MIB));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		client.upload(2 * MIB, 4_000);
		sim.runUntil(() -> finished(sim), 30_000);
		assertThat(sim.server().connection().figures().streams().connectionWindowBytes()).isEqualTo(1024 * KIB);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "S29", "REL-17", "REL-18" })
	void aReaderThatStopsForTenSecondsCostsItsWindowAndAFullBufferAndGoesOn() {
		Simulation sim = longPath().configure((config) -> windows(config, 256 * KIB, 256 * KIB)
			.withFlow(windows(config, 256 * KIB, 256 * KIB).flow().withStreamSendBufferBytes((int) (256 * KIB))));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		sim.server().application().reading(PeerListener.Reading.HOARDING);
		OutgoingStream upload = client.upload(4 * MIB, 4_000);
		long most = 0;
		for (int i = 0; i < 100; i++) {
			sim.runForMillis(100);
			most = Math.max(most, client.figures().bufferedSendBytes());
		}
		assertThat(most).isLessThanOrEqualTo(256 * KIB);
		IncomingStream stream = sim.server().connection().incoming(upload.streamId());
		assertThat(stream.bytes()).isLessThanOrEqualTo(256 * KIB);
		assertThat(sim.server().connection().figures().streams().heldBytes()).isLessThanOrEqualTo(256 * KIB);
		assertThat(client.figures().streams().flowBlockedNanos(sim.nowNanos())).isBetween(9_000_000_000L,
				10_000_000_000L);
		// Told once, then once more after 0.07, 0.13, 0.26 s …: the sum is 8.5 s.
		long told = client.figures().streams().blockedFramesSent();
		assertThat(told).isBetween(7L, 9L);
		assertThat(sim.server().connection().figures().streams().blockedFramesReceived()).isEqualTo(told);
		long before = stream.bytes();
		sim.server().application().reading(PeerListener.Reading.PROMPT);
		// credit takes 20 ms to the sender, what it allows 20 ms back
		sim.runUntil(() -> stream.bytes() > before, 42);
		sim.runUntilQuiet();
		assertThat(stream.isFinished()).isTrue();
		assertThat(stream.digest()).isEqualTo(upload.digest());
		sim.closeAndCheck();
	}

}
