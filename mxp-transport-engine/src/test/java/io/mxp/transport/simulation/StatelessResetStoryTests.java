/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.LittleEndian;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.ResetTokenKey;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a host says to packets of connections that it does not know. */
class StatelessResetStoryTests {

	private final Simulation sim = Simulation.seeded(7).delayMillis(20);

	/** A hundred in one instant and one more: the limit of an event loop. */
	@Test
	@Requirement({ "SEC-44", "SEC-53" })
	void aHundredASecondAndEachSmallerThanItsCause() {
		List<Integer> answers = new ArrayList<>();
		this.sim.network().watch((datagram) -> {
			if (datagram.from().equals(this.sim.server().address())) {
				answers.add(datagram.length());
			}
		});
		InetSocketAddress nobody = SimulatedNetwork.address(150, 1);
		for (int i = 0; i < 101; i++) {
			// 56 bytes is the shortest packet that has a frame
			this.sim.network()
				.inject(this.sim.client().host(), nobody, this.sim.server().address(), packet(56 + 8 * i, i));
		}
		this.sim.runForMillis(100);
		assertThat(answers).hasSize(100);
		for (int i = 0; i < 100; i++) {
			assertThat(answers.get(i)).isBetween(48, Math.min(128, 56 + 8 * i - 1));
		}
		assertThat(this.sim.server().endpoint().tokenCounters().get(Counter.RESETS_SENT)).isEqualTo(100);
		this.sim.network().inject(this.sim.client().host(), nobody, this.sim.server().address(), packet(48, 7));
		this.sim.runForMillis(2_000);
		assertThat(answers).hasSize(100);
	}

	/** Two servers of one cluster: the same keys, numbers of their own. */
	@Test
	@Requirement("SEC-44")
	@Attack("A13")
	void whatAnotherServerSaysToLiveIdsEndsNothing() {
		byte[] key = new byte[32];
		this.sim.configureServer((config) -> config.withPath(config.path().withResetKey(key).withServerNumber(1)));
		SimulatedConnection client = this.sim.client().connection();
		client.send("hello");
		this.sim.runUntilQuiet();
		this.sim.configureServer((config) -> config.withPath(config.path().withServerNumber(2)));
		SimulatedPeer wrong = this.sim.server("wrong node");
		long[] live = this.sim.server().connection().connection().ownConnectionIds();
		assertThat(live).hasSize(4);
		for (long id : live) {
			byte[] packet = packet(1_200, 0);
			LittleEndian.putLong(packet, 0, id);
			this.sim.client().inject(wrong.address(), packet);
		}
		this.sim.runForMillis(100);
		// The client answers what it does not understand, and is answered again.
		assertThat(wrong.endpoint().tokenCounters().get(Counter.RESETS_SENT)).isBetween(4L, 12L);
		assertThat(this.sim.client().drops().of(DropReason.UNKNOWN_CONNECTION)).isGreaterThanOrEqualTo(4);
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		this.sim.closeAndCheck();
	}

	/** A forged packet seems to come from one of two hosts that know nothing. */
	@Test
	@Requirement("SEC-44")
	@Attack("A14")
	void twoHostsThatAnswerEachOtherFallSilent() {
		for (int seed = 1; seed <= 100; seed++) {
			Simulation own = Simulation.seeded(seed);
			SimulatedPeer one = own.server("one");
			SimulatedPeer other = own.server("other");
			own.network().inject(one.host(), one.address(), other.address(), packet(1_200, seed));
			own.runForMillis(60_000);
			assertThat(own.datagrams() - 1).isBetween(1L, 5L);
		}
	}

	@Test
	@Requirement("SEC-44")
	void aTokenThatIsOffByOneBitEndsNothing() {
		byte[] key = new byte[32];
		this.sim.configureServer((config) -> config.withPath(config.path().withResetKey(key)));
		SimulatedConnection client = this.sim.client().connection();
		client.send("hello");
		this.sim.runUntilQuiet();
		byte[] token = new ResetTokenKey(key, 0).token(client.connection().ids().remote());
		for (int bit = 0; bit < 128; bit++) {
			byte[] forged = packet(64, bit);
			System.arraycopy(token, 0, forged, 48, 16);
			forged[48 + bit / 8] ^= (byte) (1 << (bit % 8));
			this.sim.server().inject(this.sim.client().address(), forged);
		}
		this.sim.runForMillis(100);
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		byte[] genuine = packet(64, 1);
		System.arraycopy(token, 0, genuine, 48, 16);
		this.sim.server().inject(this.sim.client().address(), genuine);
		this.sim.runForMillis(100);
		assertThat(client.state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(this.sim.client().endpoint().tokenCounters().get(Counter.RESETS_RECEIVED)).isEqualTo(1);
	}

	/** A packet of 1-RTT, as far as anybody can see who has no keys. */
	private static byte[] packet(int length, int content) {
		byte[] bytes = new byte[length];
		new SplittableRandom(content).nextBytes(bytes);
		PacketHeader.shape(bytes, PacketType.ONE_RTT);
		return bytes;
	}

}
