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
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.DiffieHellmanCount;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A server that asks for work with its Retry: 20 ms each way. */
@Requirement("SEC-46")
class PuzzleStoryTests {

	private static final long MS = 1_000_000;

	private final List<HeaderTlvs> retries = new ArrayList<>();

	private final List<byte[]> initials = new ArrayList<>();

	private Simulation simulation(int bits, int retryAbove) {
		return Simulation.seeded(61)
			.delayMillis(20)
			.configureServer((config) -> config.withServer(config.server()
				.withFlood(config.server().flood().withRetryAbove(retryAbove, retryAbove).withProofOfWork(bits))))
			.sniff((bytes) -> {
				HeaderTlvs tlvs = new HeaderTlvs();
				if (PacketHeader.type(bytes, 0) == PacketType.RETRY) {
					tlvs.read(bytes, 0);
					this.retries.add(tlvs);
				}
				else if (PacketHeader.type(bytes, 0) == PacketType.INITIAL && bytes.length == 1_200) {
					this.initials.add(bytes.clone());
				}
			});
	}

	@Test
	void clientSolvesThePuzzleOfItsRetry() {
		Simulation sim = simulation(10, 0);
		SimulatedConnection client = sim.client().connection();
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(this.retries).hasSize(1);
		assertThat(this.retries.get(0).puzzle()).isEqualTo(10);
		assertThat(this.retries.get(0).token()).hasSize(72);
		assertThat(client.establishedAtNanos()).isEqualTo(80 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.server().endpoint().tokenCounters().get(Counter.PUZZLES_UNSOLVED)).isZero();
		sim.closeAndCheck();
	}

	@Test
	void thereIsNoneByDefaultNorWithoutLoad() {
		Simulation sim = simulation(0, 0);
		sim.client().connection();
		sim.runUntilQuiet();
		assertThat(this.retries).hasSize(1);
		assertThat(this.retries.get(0).puzzle()).isZero();
		sim.closeAndCheck();
		Simulation idle = simulation(10, 1_000);
		SimulatedConnection client = idle.client().connection();
		idle.runUntilQuiet();
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(this.retries).hasSize(1);
		idle.closeAndCheck();
	}

	/** The token alone is not good, and neither is work for another one. */
	@Test
	void withoutTheSolutionNothingIsComputedOrKept() {
		Simulation sim = simulation(16, 0);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		assertThat(client.isEstablished()).isTrue();
		byte[] solved = this.initials.get(1);
		client.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_000);
		// The number of the first solution is wrong by one.
		HeaderTlvs tlvs = new HeaderTlvs();
		tlvs.read(solved, 0);
		assertThat(tlvs.hasSolution()).isTrue();
		byte[] wrong = solved.clone();
		byte[] header = new byte[solved.length];
		tlvs.solution(tlvs.solution() ^ 1).write(header, 0);
		System.arraycopy(header, PacketHeader.LENGTH, wrong, PacketHeader.LENGTH,
				PacketHeader.headerLength(solved, 0) - PacketHeader.LENGTH);
		long before = DiffieHellmanCount.now();
		sim.client().inject(sim.server().address(), wrong);
		sim.runForMillis(100);
		assertThat(sim.server().endpoint().tokenCounters().get(Counter.PUZZLES_UNSOLVED)).isEqualTo(1);
		assertThat(sim.server().drops().of(DropReason.INVALID_TOKEN)).isEqualTo(1);
		assertThat(DiffieHellmanCount.now()).isEqualTo(before);
		assertThat(sim.server().endpoint().connectionCount()).isZero();
	}

}
