/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.FloodConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.DiffieHellmanCount;
import io.mxp.transport.security.RetryPacket;
import io.mxp.transport.security.StatelessPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server under load asks its clients to show that they are where they say. One way
 * takes 20 ms.
 */
class RetryStoryTests {

	private static final long MS = 1_000_000L;

	private static final byte[] TOKEN = new byte[72];

	private final List<byte[]> initials = new ArrayList<>();

	private final List<byte[]> retries = new ArrayList<>();

	private Simulation simulation(int handshakes, int perSecond) {
		return Simulation.seeded(7)
			.delayMillis(20)
			.configureServer((config) -> config
				.withServer(config.server().withFlood(FloodConfig.defaults().withRetryAbove(handshakes, perSecond))))
			.sniff(this::note);
	}

	private void note(byte[] datagram) {
		if (PacketHeader.type(datagram, 0) == PacketType.RETRY) {
			this.retries.add(datagram.clone());
		}
		else if (PacketHeader.type(datagram, 0) == PacketType.INITIAL) {
			this.initials.add(datagram.clone());
		}
	}

	private Simulation always() {
		return simulation(0, 0);
	}

	private static long count(Simulation sim, Counter counter) {
		return sim.server().endpoint().tokenCounters().get(counter);
	}

	@Test
	@Requirement({ "S06", "SEC-34", "SEC-35", "SEC-36" })
	void aTokenCostsOneRoundTripMore() {
		Simulation sim = always();
		SimulatedConnection client = sim.client().connection();
		sim.client().send("hello");
		sim.runUntilQuiet();
		assertThat(client.establishedAtNanos()).isEqualTo(80 * MS);
		assertThat(sim.server().connection().establishedAtNanos()).isEqualTo(100 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(count(sim, Counter.TOKENS_ACCEPTED)).isEqualTo(1);
		assertThat(sim.server().drops().of(DropReason.RETRY_SENT)).isEqualTo(1);
		// A seventh of what asked for it.
		assertThat(this.retries).hasSize(1);
		assertThat(this.retries.get(0)).hasSize(176);
		// Both sides agree about the id of the very first Initial, and the second one
		// went to the id of the Retry.
		long original = PacketHeader.connectionId(this.initials.get(0), 0);
		assertThat(client.connection().ids().original()).isEqualTo(original);
		assertThat(sim.server().connection().connection().ids().original()).isEqualTo(original);
		HeaderTlvs retry = new HeaderTlvs();
		retry.read(this.retries.get(0), 0);
		assertThat(PacketHeader.connectionId(this.initials.get(1), 0)).isEqualTo(retry.sourceConnectionId())
			.isNotEqualTo(original);
		assertThat(client.connection().session().handshakeHash())
			.isEqualTo(sim.server().connection().connection().session().handshakeHash());
		sim.closeAndCheck();
	}

	@Test
	@Attack("A02")
	@Requirement("SEC-34")
	void nothingIsKeptOrComputedBeforeTheTokenIsBack() {
		Simulation sim = always();
		sim.client().connection();
		sim.uplink().down(true);
		long before = DiffieHellmanCount.now();
		sim.runForMillis(5_000);
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(DiffieHellmanCount.now() - before).as("but for the client's own second message 1").isEqualTo(2);
		assertThat(sim.server().connections()).isEmpty();
		assertThat(sim.server().endpoint().connectionIdCount()).isZero();
		assertThat(sim.server().endpoint().timerCount()).isZero();
	}

	@Test
	@Requirement("SEC-36")
	void ofALostRetryThereIsAnotherOne() {
		Simulation sim = always().dropServerPacket(1);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		// The client's two probes leave at 999 ms; it follows the first of two answers.
		assertThat(client.establishedAtNanos()).isEqualTo((999 + 80) * MS);
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(3);
		assertThat(sim.client().drops().of(DropReason.RETRY_IGNORED)).isEqualTo(1);
		assertThat(sim.server().connections()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	void aLostInitialWithItsTokenComesAgain() {
		Simulation sim = always().dropClientPacket(2);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		// Without a sample again, from 40 ms on.
		assertThat(client.establishedAtNanos()).isEqualTo((40 + 999 + 40) * MS);
		assertThat(count(sim, Counter.TOKENS_ACCEPTED)).isEqualTo(1);
		assertThat(sim.server().connections()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-34")
	void theThirdWaitsOutsideWhereTwoAreInside() {
		Simulation sim = simulation(2, 1_000).verificationMillis(50);
		SimulatedConnection first = sim.client("one").connect(sim.server());
		SimulatedConnection second = sim.client("two").connect(sim.server());
		SimulatedConnection third = sim.client("three").connect(sim.server());
		sim.runUntilQuiet();
		assertThat(first.establishedAtNanos()).isEqualTo(second.establishedAtNanos()).isEqualTo(90 * MS);
		assertThat(third.establishedAtNanos()).isEqualTo(130 * MS);
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		// Their handshakes are over.
		SimulatedConnection later = sim.client("later").connect(sim.server());
		sim.runUntilQuiet();
		assertThat(later.isEstablished()).isTrue();
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-34")
	void theFourthOfASecondNeedsATokenWhereThreeDoNot() {
		Simulation sim = simulation(1_000, 3);
		for (int i = 0; i < 4; i++) {
			sim.client("client" + i).connect(sim.server());
		}
		sim.runUntilQuiet();
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		sim.runForMillis(1_000);
		sim.client("later").connect(sim.server());
		sim.runUntilQuiet();
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(sim.server().connections()).hasSize(5).allMatch(SimulatedConnection::isEstablished);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-35")
	void aTokenFromAnotherPortIsRefusedInWords() {
		Simulation sim = simulation(1, 1_000).verificationMillis(50);
		sim.client("busy").connect(sim.server());
		SimulatedPeer client = sim.client("moved");
		SimulatedConnection connection = client.connect(sim.server());
		sim.runForMillis(39);
		// What leaves next, at 40 ms, is the other one's ACK and the Initial with the
		// token.
		sim.uplink().dropNext(2);
		sim.runForMillis(11);
		client.rebindPort(50_000);
		sim.runUntilQuiet();
		// Its probes come at 1,039 ms, when nobody else waits any more.
		assertThat(connection.closedAtNanos()).isEqualTo((40 + 999 + 40) * MS);
		assertThat(connection.closeReason().byPeer()).isTrue();
		assertThat(connection.closeReason().code()).isEqualTo(ErrorCode.INVALID_TOKEN);
		assertThat(count(sim, Counter.TOKENS_OF_OTHER_ADDRESSES)).isPositive();
		assertThat(count(sim, Counter.TOKENS_ACCEPTED)).isZero();
		assertThat(sim.server().drops().of(DropReason.INVALID_TOKEN)).isPositive();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-35")
	void aTokenThatComesTooLateUnderLoadIsDropped() {
		Simulation sim = simulation(0, 0);
		sim.configureServer((config) -> config.withServer(
				config.server().withFlood(config.server().flood().withRetryTokenLifetime(Duration.ofSeconds(1)))));
		SimulatedConnection connection = sim.client().connection();
		sim.runForMillis(39);
		sim.uplink().dropNext(1);
		// Issued at 20 ms, good until 1,020 ms; the probes arrive at 1,059 ms.
		sim.runForMillis(3_000);
		assertThat(count(sim, Counter.TOKENS_EXPIRED)).isPositive();
		assertThat(sim.server().drops().of(DropReason.INVALID_TOKEN)).isEqualTo(count(sim, Counter.TOKENS_EXPIRED));
		assertThat(count(sim, Counter.RETRIES_SENT)).isEqualTo(1);
		assertThat(sim.server().connections()).isEmpty();
		sim.runUntilQuiet();
		assertThat(connection.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
		sim.closeAndCheck();
	}

	@Test
	@Attack("A39")
	@Requirement({ "SEC-36", "SEC-37" })
	void aForgedRetryIsIgnored() {
		Simulation sim = simulation(1_000, 1_000);
		SimulatedConnection client = sim.client().connection();
		byte[] initial = this.initials.get(0);
		HeaderTlvs tlvs = new HeaderTlvs();
		tlvs.read(initial, 0);
		long original = PacketHeader.connectionId(initial, 0);
		long own = tlvs.sourceConnectionId();
		byte[] otherOriginal = retry(own, original + 1, TOKEN);
		byte[] otherTag = retry(own, original, TOKEN);
		otherTag[otherTag.length - 1] ^= 1;
		byte[] otherToken = retry(own, original, TOKEN);
		otherToken[80] ^= 1;
		byte[] longer = Arrays.copyOf(retry(own, original, TOKEN), 184);
		for (byte[] forged : List.of(otherOriginal, otherTag, otherToken, longer, retry(own, original, new byte[0]))) {
			sim.server().inject(sim.client().address(), forged);
		}
		sim.runForMillis(30);
		assertThat(sim.client().drops().of(DropReason.RETRY_IGNORED)).isEqualTo(5);
		sim.runUntilQuiet();
		// One that fits comes after the server's answer: too late.
		sim.server().inject(sim.client().address(), retry(own, original, TOKEN));
		sim.runUntilQuiet();
		assertThat(sim.client().drops().of(DropReason.RETRY_IGNORED)).isEqualTo(6);
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.figures().isConfirmed()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	@Attack("A39")
	@Requirement("SEC-36")
	void theSecondRetryIsIgnored() {
		Simulation sim = always();
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> client.connection().ids().initial() != client.connection().ids().original(), 1_000);
		long original = client.connection().ids().original();
		sim.server().inject(sim.client().address(), retry(client.connection().ids().local(), original, TOKEN));
		sim.runUntilQuiet();
		assertThat(sim.client().drops().of(DropReason.RETRY_IGNORED)).isEqualTo(1);
		assertThat(client.establishedAtNanos()).isEqualTo(80 * MS);
		sim.closeAndCheck();
	}

	/**
	 * Who sees the client's Initial can forge a Retry as well as a close. The client's
	 * handshake is bound to the token, so that it ends there.
	 */
	@Test
	@Attack("A39")
	@Requirement("SEC-36")
	void aRetryOfSomebodyOnThePathEndsTheHandshakeAndBindsNobody() {
		Simulation sim = simulation(1_000, 1_000);
		SimulatedConnection client = sim.client().connection();
		sim.uplink().dropNext(1);
		long own = client.connection().ids().local();
		sim.server().inject(sim.client().address(), retry(own, client.connection().ids().original(), new byte[40]));
		sim.runUntilQuiet();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
		assertThat(count(sim, Counter.TOKENS_FORGED)).isEqualTo(1);
		assertThat(sim.server().connections()).noneMatch(SimulatedConnection::isEstablished);
		sim.closeAndCheck();
	}

	@Test
	@Attack("A27")
	@Requirement("SEC-35")
	void aTokenWorksOnceHoweverOftenItIsRepeated() {
		Simulation sim = always();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		byte[] withToken = this.initials.get(1);
		client.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_000);
		long before = DiffieHellmanCount.now();
		for (int i = 0; i < 1_000; i++) {
			sim.client().inject(sim.server().address(), withToken);
		}
		sim.runForMillis(100);
		assertThat(sim.server().drops().of(DropReason.INVALID_TOKEN)).isEqualTo(1_000);
		assertThat(count(sim, Counter.TOKENS_USED_AGAIN)).isEqualTo(1_000);
		assertThat(DiffieHellmanCount.now()).isEqualTo(before);
		assertThat(sim.server().endpoint().connectionCount()).isZero();
		// Nobody is locked out by it.
		SimulatedConnection again = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(again.isEstablished()).isTrue();
		sim.closeAndCheck();
	}

	private static byte[] retry(long clientId, long originalId, byte[] token) {
		byte[] packet = new byte[StatelessPacket.MAX_BYTES];
		return Arrays.copyOf(packet,
				RetryPacket.write(packet, 0, clientId, originalId, 0x5152_5354_5556_5758L, 1, token, 0));
	}

}
