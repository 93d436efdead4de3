/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.connection.PathFigures;
import io.mxp.transport.packet.DropReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** One change of address at a time, in numbers that can be checked by hand. */
class MigrationStoryTests {

	private static final long MS = 1_000_000;

	private static final InetSocketAddress ELSEWHERE = SimulatedNetwork.address(150, 40_000);

	private final Simulation sim = Simulation.seeded(7).delayMillis(20);

	/**
	 * The message of the new address is there after 20 ms. Three times its size is too
	 * little for a question of 1,200 bytes: a small one is answered after 60 ms, and the
	 * large one that follows after 100.
	 */
	@Test
	@Requirement({ "SEC-39", "REL-16" })
	void aNewAddressIsAskedAndAnswersWithinTwoRoundTrips() {
		SimulatedConnection server = establish();
		this.sim.client().rebind(0, ELSEWHERE);
		long start = this.sim.nowNanos();
		this.sim.client().send("from elsewhere");
		this.sim.runUntil(() -> server.figures().paths().validated() == 1, 1_000);
		assertThat(this.sim.nowNanos() - start).isEqualTo(5 * 20 * MS);
		assertThat(server.connection().remoteAddress()).isEqualTo(ELSEWHERE);
		this.sim.runUntilQuiet();
		assertThat(this.sim.server().received()).contains("from elsewhere");
		this.sim.closeAndCheck();
	}

	/** A new port alone is a NAT's doing: nothing is forgotten. */
	@Test
	@Requirement("REL-16")
	void aNewAddressForgetsTheRoundTripTimeAndANewPortDoesNot() {
		SimulatedConnection server = establish();
		long known = server.figures().snapshot().minRttNanos();
		this.sim.bothWays((link) -> link.delayNanos(50 * MS));
		this.sim.client().rebindPort(41_000);
		exchange("another port");
		assertThat(server.figures().snapshot().minRttNanos()).isEqualTo(known);
		this.sim.client().rebind(0, ELSEWHERE);
		exchange("another address");
		exchange("and a sample");
		assertThat(server.figures().snapshot().minRttNanos()).isGreaterThanOrEqualTo(100 * MS);
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-41")
	void beforeTheHandshakeIsConfirmedNobodyMoves() {
		SimulatedConnection client = this.sim.client().connection();
		this.sim.runForMillis(25);
		this.sim.client().rebind(0, ELSEWHERE);
		assertThat(client.migrate(1)).isFalse();
		this.sim.runForMillis(1_000);
		assertThat(this.sim.server().drops().of(DropReason.UNKNOWN_PATH)).isPositive();
		assertThat(this.sim.network().bytesTo(ELSEWHERE)).isZero();
	}

	/** A copy of what the server sends, from another address. */
	@Test
	@Requirement("SEC-41")
	void aServerThatMovesIsNotFollowed() {
		SimulatedConnection server = establish();
		SimulatedNetwork.Host attacker = new SimulatedNetwork.Host(SimulatedNetwork.address(151, 1),
				new Link("attacker", this.sim.events(), this.sim.seeds()), this.sim.client());
		this.sim.network().watch((datagram) -> {
			if (datagram.from().equals(this.sim.server().address())) {
				this.sim.network().inject(attacker, ELSEWHERE, datagram.to(), datagram.bytes());
			}
		});
		server.send("from the server");
		this.sim.runUntilQuiet();
		assertThat(this.sim.client().drops().of(DropReason.UNKNOWN_PATH)).isPositive();
		assertThat(this.sim.network().bytesTo(ELSEWHERE)).isZero();
		assertThat(this.sim.client().received()).containsExactly("hello", "from the server");
		assertThat(server.migrate(1)).isFalse();
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-32")
	@Attack("A16")
	void nobodyAimsOurPacketsAtOurOwnHost() {
		SimulatedConnection server = establish();
		for (String own : new String[] { "127.0.0.1", "169.254.1.1", "0.0.0.0", "224.0.0.1", "::1", "fe80::1" }) {
			InetSocketAddress target = new InetSocketAddress(own, 53);
			this.sim.client().rebind(0, target);
			this.sim.client().send("to " + own);
			this.sim.runForMillis(500);
			assertThat(this.sim.network().bytesFrom(target)).isPositive();
			assertThat(this.sim.network().bytesTo(target)).as(own).isZero();
		}
		assertThat(server.figures().paths().refused()).isGreaterThanOrEqualTo(6);
		assertThat(server.figures().paths().migrations()).isZero();
		// Back where it was, all arrives.
		this.sim.client().rebind(0, SimulatedNetwork.address(100, 40_000));
		this.sim.runUntilQuiet();
		assertThat(this.sim.server().received()).hasSize(7);
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-32")
	void whereItIsAllowedAConnectionMayMoveToOurOwnHost() {
		this.sim.configureServer((config) -> config.withPath(config.path().withLocalTargets(true)));
		SimulatedConnection server = establish();
		InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", 40_000);
		this.sim.client().rebind(0, loopback);
		exchange("from here");
		assertThat(server.connection().remoteAddress()).isEqualTo(loopback);
		this.sim.closeAndCheck();
	}

	/** Ten addresses in a second, faster than any of them can answer. */
	@Test
	@Requirement({ "SEC-39", "SEC-53" })
	@Attack("A11")
	void fourPathsAreKnownAndAFifthTakesThePlaceOfOne() {
		SimulatedConnection server = establish();
		int most = 0;
		for (int i = 0; i < 10; i++) {
			this.sim.client().rebind(0, SimulatedNetwork.address(150 + i, 40_000));
			this.sim.client().send("message " + i);
			this.sim.runForMillis(25);
			most = Math.max(most, server.figures().paths().open());
		}
		assertThat(most).isEqualTo(4);
		this.sim.runUntilQuiet();
		assertThat(this.sim.server().received()).hasSize(11);
		assertThat(server.connection().remoteAddress()).isEqualTo(SimulatedNetwork.address(159, 40_000));
		this.sim.closeAndCheck();
	}

	/** Nothing comes back from the new address: after 3 s the server is where it was. */
	@Test
	@Requirement("SEC-42")
	void aPathThatDoesNotAnswerIsLeft() {
		SimulatedConnection server = establish();
		this.sim.client().rebind(0, ELSEWHERE);
		this.sim.client().send("once from elsewhere");
		this.sim.runForMillis(21);
		assertThat(server.connection().remoteAddress()).isEqualTo(ELSEWHERE);
		this.sim.client().rebind(0, SimulatedNetwork.address(100, 40_000));
		this.sim.runForMillis(3_100);
		assertThat(server.connection().remoteAddress()).isEqualTo(this.sim.client().address());
		exchange("all is well");
		assertThat(server.state()).isEqualTo(ConnectionState.ESTABLISHED);
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-42")
	void aMoveToWhereNothingPassesFailsAndTheConnectionStays() {
		SimulatedConnection server = establish();
		SimulatedConnection client = this.sim.client().connection();
		this.sim.client().openSocket(1, ELSEWHERE);
		this.sim.network().detachAddress(ELSEWHERE);
		assertThat(client.migrate(1)).isTrue();
		assertThat(client.migrate(1)).isFalse();
		this.sim.runForMillis(4_000);
		assertThat(this.sim.client().application().migrations()).containsExactly(false);
		exchange("as before");
		PathFigures paths = client.figures().paths();
		assertThat(paths.failed()).isEqualTo(1);
		assertThat(paths.migrations()).isZero();
		assertThat(server.connection().remoteAddress()).isEqualTo(this.sim.client().address());
		this.sim.closeAndCheck();
	}

	private SimulatedConnection establish() {
		exchange("hello");
		return this.sim.server().connection();
	}

	private void exchange(String text) {
		this.sim.client().send(text);
		this.sim.runUntilQuiet();
		this.sim.server().connection().send(text);
		this.sim.runUntilQuiet();
	}

}
