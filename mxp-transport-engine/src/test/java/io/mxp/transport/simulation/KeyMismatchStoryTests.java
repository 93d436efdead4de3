/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.StatelessPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The server has another static key than its client knows: 20 ms each way. */
class KeyMismatchStoryTests {

	private static final long MS = 1_000_000;

	private final List<byte[]> wire = new ArrayList<>();

	private Simulation simulation() {
		return Simulation.seeded(41).delayMillis(20).sniff((bytes) -> this.wire.add(bytes.clone()));
	}

	private static int pattern(SimulatedConnection connection) {
		return connection.connection().session().outcome().pattern();
	}

	private List<byte[]> ofType(int type) {
		return this.wire.stream().filter((bytes) -> PacketHeader.type(bytes, 0) == type).toList();
	}

	private static HeaderTlvs tlvs(byte[] packet) {
		HeaderTlvs tlvs = new HeaderTlvs();
		tlvs.read(packet, 0);
		return tlvs;
	}

	private static byte[] mismatch(SimulatedConnection client, long sentTo, int keyId) {
		byte[] packet = new byte[StatelessPacket.MAX_BYTES];
		return Arrays.copyOf(packet,
				StatelessPacket.keyMismatch(packet, client.connection().ids().local(), sentTo, 1, keyId));
	}

	@Test
	void clientThatTrustsAnAuthorityFindsTheNewKeyInOneRoundTripMore() {
		Simulation sim = simulation();
		sim.client().connectByName(sim.server(), false);
		sim.runUntilQuiet();
		sim.server().rotateKey(false);
		long start = sim.nowNanos();
		SimulatedConnection moved = sim.client().connectByName(sim.server(), false);
		moved.send("hello");
		sim.runUntilQuiet();
		assertThat(pattern(moved)).isEqualTo(HeaderTlvs.PATTERN_XX);
		assertThat(moved.establishedAtNanos() - start).isEqualTo(80 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(ofType(PacketType.KEY_MISMATCH)).hasSize(1);
		assertThat(ofType(PacketType.KEY_MISMATCH).get(0).length).isLessThan(120);
		assertThat(sim.server().endpoint().tokenCounters().get(Counter.KEY_MISMATCHES_SENT)).isEqualTo(1);
		assertThat(sim.server().drops().of(DropReason.WRONG_KEY_ID)).isEqualTo(1);
		// Two connections at the server: of the Initial with the old key nothing is kept.
		assertThat(sim.server().connections()).hasSize(2);
		SimulatedConnection next = sim.client().connectByName(sim.server(), false);
		sim.runUntilQuiet();
		assertThat(pattern(next)).isEqualTo(HeaderTlvs.PATTERN_IK);
		assertThat(next.isEstablished()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	void previousKeyIsServedWhileItIsKept() {
		Simulation sim = simulation();
		SimulatedConnection first = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		byte[] old = sim.server().identity().publicKey();
		sim.server().rotateKey(true);
		SimulatedConnection late = sim.client().connect(sim.server(), old, false);
		SimulatedConnection modern = sim.client().connect(sim.server());
		first.send("still");
		late.send("old key");
		modern.send("new key");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactlyInAnyOrder("still", "old key", "new key");
		assertThat(late.connection().session().outcome().peerStaticKey()).isEqualTo(old);
		assertThat(ofType(PacketType.KEY_MISMATCH)).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-10")
	void pinnedClientNeverFallsBack() {
		Simulation sim = simulation();
		byte[] pinned = sim.server().identity().publicKey();
		sim.server().rotateKey(false);
		SimulatedConnection client = sim.client().connect(sim.server(), pinned, false);
		client.send("secret");
		sim.runUntilQuiet();
		assertThat(client.closedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(client.closeReason().text()).contains("static key");
		assertThat(ofType(PacketType.INITIAL)).hasSize(1)
			.allMatch((bytes) -> tlvs(bytes).pattern() == HeaderTlvs.PATTERN_IK);
		assertThat(sim.server().received()).isEmpty();
		assertThat(sim.server().connections()).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	void mismatchComesBehindARetry() {
		Simulation sim = simulation().configureServer(
				(config) -> config.withServer(config.server().withFlood(config.server().flood().withRetryAbove(0, 0))));
		sim.client().connectByName(sim.server(), false);
		sim.runUntilQuiet();
		sim.server().rotateKey(false);
		SimulatedConnection moved = sim.client().connectByName(sim.server(), false);
		moved.send("hello");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(pattern(moved)).isEqualTo(HeaderTlvs.PATTERN_XX);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-37")
	@Attack("A39")
	void forgedMismatchIsIgnored() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connect(sim.server());
		long sentTo = client.connection().ids().original();
		int keyId = LocalIdentity.keyId(sim.server().identity().publicKey());
		byte[] otherTag = mismatch(client, sentTo, keyId);
		otherTag[otherTag.length - 1] ^= 1;
		for (byte[] forged : List.of(mismatch(client, sentTo + 1, keyId), mismatch(client, sentTo, keyId + 1),
				otherTag)) {
			sim.server().inject(sim.client().address(), forged);
		}
		sim.runForMillis(30);
		assertThat(sim.client().drops().of(DropReason.KEY_MISMATCH_IGNORED)).isEqualTo(3);
		sim.runUntilQuiet();
		// One that fits comes after the server's answer: too late.
		sim.server().inject(sim.client().address(), mismatch(client, sentTo, keyId));
		sim.runUntilQuiet();
		assertThat(sim.client().drops().of(DropReason.KEY_MISMATCH_IGNORED)).isEqualTo(4);
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.figures().isConfirmed()).isTrue();
		sim.closeAndCheck();
	}

	/**
	 * Who sees the Initial can make a client that trusts an authority ask for the key: it
	 * is told by a certificate, and believes nothing else.
	 */
	@Test
	@Attack({ "A31", "A39" })
	void mismatchOfSomebodyOnThePathCostsARoundTripAndNoTrust() {
		Simulation sim = simulation();
		sim.client().connectByName(sim.server(), false);
		sim.runUntilQuiet();
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		int keyId = LocalIdentity.keyId(sim.server().identity().publicKey());
		sim.uplink().dropNext(0);
		sim.server().inject(sim.client().address(), mismatch(client, client.connection().ids().original(), keyId));
		sim.runUntilQuiet();
		// The server answers the first Initial, and that answer does not fit any more.
		assertThat(client.closeReason() == null || client.closeReason().code() == ErrorCode.HANDSHAKE_FAILED).isTrue();
		assertThat(sim.client().endpoint().drops().of(DropReason.KEY_MISMATCH_IGNORED)).isZero();
		sim.closeAndCheck();
	}

}
