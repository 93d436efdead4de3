/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.mxp.transport.Attack;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.ServerConfig;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.DiffieHellmanCount;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Servers that are flooded, and the client that wants to be served meanwhile. */
class FloodStoryTests {

	private static final long MS = 1_000_000L;

	private final List<byte[]> genuine = new ArrayList<>();

	private Simulation simulation(FloodConfig flood) {
		return Simulation.seeded(7)
			.delayMillis(20)
			.configureServer((config) -> config.withServer(config.server().withFlood(flood)));
	}

	private static long count(Simulation sim, Counter counter) {
		return sim.server().endpoint().tokenCounters().get(counter);
	}

	/** First messages that are real ones, each of which costs four computations. */
	private void make(Simulation sim, int messages) {
		sim.sniff((bytes) -> {
			if (this.genuine.size() < messages && PacketHeader.type(bytes, 0) == PacketType.INITIAL) {
				this.genuine.add(bytes.clone());
			}
		});
		sim.uplink().down(true);
		SimulatedPeer maker = sim.client("attacker");
		for (int i = 0; i < messages; i++) {
			maker.connect(sim.server()).close();
		}
		assertThat(this.genuine).hasSize(messages);
		sim.uplink().down(false);
	}

	private static InetSocketAddress address(int ipv4) {
		try {
			byte[] raw = { (byte) (ipv4 >>> 24), (byte) (ipv4 >>> 16), (byte) (ipv4 >>> 8), (byte) ipv4 };
			return new InetSocketAddress(InetAddress.getByAddress(raw), 40_000);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("four bytes are an address", ex);
		}
	}

	private void inject(Simulation sim, InetSocketAddress claimed, byte[] message) {
		sim.network().inject(sim.client("attacker").host(), claimed, sim.server().address(), message);
	}

	/**
	 * A copy under another address meets the connection of the first one, so that the
	 * flood is as wide as there are different messages: 2,000, again and again.
	 */
	@Test
	@Attack("A02")
	@Requirement("SEC-34")
	void aClientJoinsAFloodedServerWithinTwoRoundTripsAndAProbeTimeout() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(50, 50));
		make(sim, 2_000);
		SplittableRandom random = sim.content("addresses");
		long before = DiffieHellmanCount.now();
		SimulatedPeer legal = sim.client("legal");
		List<SimulatedConnection> joined = new ArrayList<>();
		long start = sim.nowNanos();
		// 100,000 at 20,000 a second.
		for (int i = 0; i < 100_000; i++) {
			inject(sim, address(random.nextInt()), this.genuine.get(i % this.genuine.size()));
			sim.runForMicros(50);
			if (i == 50_000) {
				joined.add(legal.connect(sim.server()));
			}
		}
		SimulatedConnection client = joined.get(0);
		sim.runUntil(client::isEstablished, 2_000);
		long tookNanos = client.establishedAtNanos() - start - 50_001L * 50_000;
		assertThat(tookNanos).isLessThanOrEqualTo((2 * 40 + 999) * MS);
		assertThat(count(sim, Counter.RETRIES_SENT)).isGreaterThan(95_000);
		// Only those of the flood were computed that came before the load was reached.
		assertThat(DiffieHellmanCount.now() - before).isLessThan(60 * 5);
		assertThat(sim.server().endpoint().connectionCount()).isLessThanOrEqualTo(51);
		sim.uplink().down(true);
		sim.runForMillis(11_000);
		assertThat(sim.server().connections().stream().filter((one) -> !one.isEstablished()).toList())
			.allMatch((one) -> one.closeReason() != null);
	}

	/** The control: without Retry every one of them is computed. */
	@Test
	@Attack("A02")
	void withoutRetryEveryFirstMessageCosts() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(1_000_000, 1_000_000));
		make(sim, 100);
		long before = DiffieHellmanCount.now();
		for (int i = 0; i < 100; i++) {
			inject(sim, address(0x2000_0000 + (i << 8)), this.genuine.get(i));
		}
		sim.runForMillis(100);
		assertThat(DiffieHellmanCount.now() - before).isGreaterThanOrEqualTo(400);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(100);
	}

	@Test
	@Attack("A17")
	void idleClientsOfOnePrefixTakeItsPlacesOnlyAndAreGoneInTenSeconds() {
		Simulation sim = simulation(FloodConfig.defaults().withPrefixLimits(1_000, 100));
		make(sim, 1_000);
		long start = sim.nowNanos();
		for (int i = 0; i < 1_000; i++) {
			inject(sim, address(0xC000_0200 + i % 256), this.genuine.get(i));
			sim.runForMicros(1_000);
		}
		assertThat(sim.server().drops().of(DropReason.RATE_LIMITED)).isBetween(850L, 900L);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(100);
		SimulatedConnection legal = sim.client("legal").connect(sim.server());
		sim.runUntil(legal::isEstablished, 1_000);
		sim.client("legal").send("hello");
		sim.runUntil(() -> sim.server().received().contains("hello"), 1_000);
		legal.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 20_000);
		assertThat(sim.nowNanos() - start).isLessThan(12_000 * MS);
		// Their places are free again.
		for (int i = 0; i < 100; i++) {
			inject(sim, address(0xC000_0200 + i % 256), this.genuine.get(i));
		}
		sim.runForMillis(100);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(100);
	}

	/**
	 * 10,000 idle clients, each of another network, 400 a second for 25 s: the 500 places
	 * are taken all the time, by those that are not 2 s old.
	 */
	@Test
	@Attack("A17")
	void idleClientsOfManyPrefixesMakeRoomForEachOtherAndForAnybodyElse() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(1_000_000, 1_000_000));
		sim.configureServer((config) -> config.withServer(new ServerConfig(true, 1_000, 500, config.server().flood())));
		make(sim, 10_000);
		SimulatedConnection[] legal = new SimulatedConnection[1];
		for (int i = 0; i < 10_000; i++) {
			InetSocketAddress address = address(0x2000_0000 + (i << 8));
			inject(sim, address, this.genuine.get(i));
			if (i >= 400) {
				// To say the first message again is no progress.
				inject(sim, address(0x2000_0000 + ((i - 400) << 8)), this.genuine.get(i - 400));
			}
			sim.runForMicros(2_500);
			if (i == 5_000) {
				assertThat(sim.server().endpoint().connectionCount()).isEqualTo(500);
				legal[0] = sim.client("legal").connect(sim.server());
			}
			if (i == 9_000) {
				assertThat(legal[0].isEstablished()).isTrue();
			}
		}
		sim.client("legal").send("hello");
		sim.runUntil(() -> sim.server().received().contains("hello"), 1_000);
		legal[0].close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_500);
	}

	/**
	 * Message 1 has no time in it. A repeated one opens at most the one half-open
	 * connection that the first one would, nobody's identity is used, and the client
	 * whose message it was is not locked out.
	 */
	@Test
	@Attack("A27")
	void aThousandRepetitionsOfAFirstMessageAreOneHalfOpenConnectionAtMost() {
		Simulation sim = simulation(FloodConfig.defaults());
		this.genuine.clear();
		sim.sniff((bytes) -> this.genuine.add(bytes.clone()));
		SimulatedConnection client = sim.client().connection();
		byte[] first = this.genuine.get(0);
		sim.runUntilQuiet();
		client.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_000);
		long before = DiffieHellmanCount.now();
		for (int i = 0; i < 1_000; i++) {
			sim.client().inject(sim.server().address(), first);
		}
		sim.runForMillis(100);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(1);
		assertThat(DiffieHellmanCount.now() - before).isLessThanOrEqualTo(5);
		SimulatedConnection again = sim.client().connect(sim.server());
		sim.runUntil(again::isEstablished, 1_000);
		sim.runForMillis(11_000);
		assertThat(sim.server().endpoint().connectionCount()).isEqualTo(1);
		assertThat(sim.server().connections().stream().filter(SimulatedConnection::isEstablished)).hasSize(2);
	}

	// ---- tokens for later visits

	@Test
	@Requirement({ "SEC-34", "SEC-35" })
	void whoCameBeforeNeedsNoRetry() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(0, 0));
		SimulatedConnection first = sim.client().connection();
		sim.runUntilQuiet();
		assertThat(first.establishedAtNanos()).isEqualTo(80 * MS);
		long start = sim.nowNanos();
		SimulatedConnection second = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(second.establishedAtNanos() - start).isEqualTo(40 * MS);
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(count(sim, Counter.TOKENS_ACCEPTED)).isEqualTo(2);
		assertThat(second.connection().session().handshakeHash())
			.isEqualTo(sim.server().connections().get(1).connection().session().handshakeHash());
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-35")
	void aTokenForALaterVisitIsGoodForAnHourAndAskedForAgainAfterIt() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(0, 0));
		SimulatedConnection first = sim.client().connection();
		sim.runUntilQuiet();
		first.close();
		sim.runForMillis(3_601_000);
		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(late.isEstablished()).isTrue();
		assertThat(count(sim, Counter.TOKENS_EXPIRED)).isEqualTo(1);
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(2);
		sim.closeAndCheck();
	}

	@Test
	void aTokenThatIsLostComesAgain() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(0, 0));
		// Retry, answer, HANDSHAKE_DONE with the token.
		sim.dropServerPacket(3);
		sim.client().connection();
		sim.runUntilQuiet();
		sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(count(sim, Counter.TOKENS_ACCEPTED)).isEqualTo(2);
		sim.closeAndCheck();
	}

	@Test
	void withoutTokensForLaterVisitsEveryVisitHasItsRetry() {
		Simulation sim = simulation(FloodConfig.defaults().withRetryAbove(0, 0).withNewTokenLifetime(Duration.ZERO));
		sim.client().connection();
		sim.runUntilQuiet();
		sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(2);
		sim.closeAndCheck();
	}

}
