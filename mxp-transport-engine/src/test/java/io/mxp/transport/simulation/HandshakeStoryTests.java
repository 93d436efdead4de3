/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Handshakes that can be followed by hand: 20 ms one way, no rate. */
class HandshakeStoryTests {

	private static final long MS = 1_000_000;

	private static Simulation simulation() {
		return Simulation.seeded(7).delayMillis(20);
	}

	@Test
	void takesOneRoundTrip() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(sim.server().connection().establishedAtNanos()).isEqualTo(60 * MS);
		assertThat(client.figures().isConfirmed()).isTrue();
		assertThat(client.connection().peer().agentId()).isEqualTo("server");
		assertThat(sim.server().connection().connection().peer().agentId()).isEqualTo("client");
		assertThat(client.connection().session().handshakeHash())
			.isEqualTo(sim.server().connection().connection().session().handshakeHash());
		sim.closeAndCheck();
	}

	@Test
	void slowVerificationDelaysEstablishedOnly() {
		Simulation sim = simulation().verificationMillis(50);
		sim.client().send("hello");
		sim.runUntilQuiet();
		// The client learns the server's key at 40 ms, the server the client's 20 ms
		// after the client's first 1-RTT packet.
		assertThat(sim.client().connection().establishedAtNanos()).isEqualTo((40 + 50) * MS);
		assertThat(sim.server().connection().establishedAtNanos()).isEqualTo((40 + 50 + 20 + 50) * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "REL-09", "REL-10" })
	void lostFirstMessageIsSentAgainAfterThreeInitialRoundTrips() {
		Simulation sim = simulation().dropClientPacket(1);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		// Before any sample: 333 + 4 x 166.5 ms.
		assertThat(client.establishedAtNanos()).isEqualTo((999 + 40) * MS);
		assertThat(sim.server().connections()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	void lostAnswerIsRepeatedWhenTheFirstMessageComesAgain() {
		Simulation sim = simulation().dropServerPacket(1);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		// The client's probes leave at 999 ms; the server does not wait for its own
		// timeout, 1,019 ms.
		assertThat(client.establishedAtNanos()).isEqualTo((999 + 40) * MS);
		assertThat(sim.server().connections()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	void lostConfirmationIsRepeated() {
		Simulation sim = simulation().dropServerPacket(2);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		assertThat(client.figures().isConfirmed()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	void repeatedConfirmationChangesNothing() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connection();
		sim.runUntil(() -> client.figures().isConfirmed(), 1_000);
		// The server does not hear that HANDSHAKE_DONE arrived, and sends it again.
		sim.uplink().dropNext(2);
		sim.runUntilQuiet();
		assertThat(sim.server().connection().figures().framesRetransmitted()).isPositive();
		assertThat(client.state()).isEqualTo(ConnectionState.ESTABLISHED);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-11")
	void silentServerFreesTheClientAfterTenSeconds() {
		Simulation sim = simulation();
		sim.downlink().down(true);
		SimulatedConnection client = sim.client().connection();
		CallOutcome call = client.call("never sent", 60_000);
		sim.runUntilQuiet();
		assertThat(client.closedAtNanos()).isEqualTo(10_000 * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
		assertThat(client.closeReason().text()).contains("10.0.0.1", "static key");
		assertThat(call.failure()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
		// The server heard the first message at 20 ms.
		assertThat(sim.server().connection().closedAtNanos()).isEqualTo((10_000 + 20) * MS);
		assertThat(sim.server().endpoint().connectionCount()).isZero();
		assertThat(sim.server().endpoint().timerCount()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-32")
	@Attack("A01")
	void silentClientGetsThreeTimesWhatItSent() {
		Simulation sim = simulation();
		List<Integer> sent = new ArrayList<>();
		sim.sniff((bytes) -> {
			if (PacketHeader.type(bytes, 0) == PacketType.INITIAL) {
				sent.add(bytes.length);
			}
		});
		sim.client().connection();
		sim.uplink().down(true);
		sim.runForMillis(30_000);
		// One datagram of 1,200 bytes arrived; the client's own repetitions are
		// swallowed.
		long byServer = sent.stream().filter((length) -> length != 1_200).mapToLong((length) -> length).sum();
		assertThat(byServer).isLessThanOrEqualTo(3_600).isGreaterThan(344);
		assertThat(sim.server().worstAmplification()).isLessThanOrEqualTo(3.0);
		assertThat(sim.server().endpoint().connectionCount()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "SEC-33", "SEC-34" })
	@Attack("A01")
	void smallInitialIsDroppedInSilence() {
		Simulation sim = simulation();
		byte[] small = new byte[1_199];
		PacketHeader.write(small, 0, 0x0123_4567_89AB_CDEFL, PacketType.INITIAL, 0, PacketHeader.LENGTH);
		sim.client().inject(sim.server().address(), small);
		sim.runUntilQuiet();
		assertThat(sim.server().drops().of(DropReason.INITIAL_TOO_SMALL)).isEqualTo(1);
		assertThat(sim.downlink().sent()).isZero();
		assertThat(sim.server().endpoint().connectionCount()).isZero();
		assertThat(sim.server().endpoint().connectionIdCount()).isZero();
	}

	@Test
	@Requirement("SEC-33")
	@Attack("A03")
	void junkOfEveryTypeLeavesNothingBehind() {
		Simulation sim = simulation();
		int junkTypes = 0;
		for (int type = 0; type < 8; type++) {
			if (type == PacketType.ONE_RTT || type == PacketType.PROBE) {
				continue; // answered with a stateless reset
			}
			junkTypes++;
			byte[] junk = new byte[1_200];
			sim.content("junk " + type).nextBytes(junk);
			PacketHeader.write(junk, 0, 0x0123_4567_89AB_CDEFL + type, type, 0, PacketHeader.LENGTH);
			sim.client().inject(sim.server().address(), junk);
		}
		sim.runUntilQuiet();
		assertThat(sim.server().drops().total()).isEqualTo(junkTypes);
		assertThat(sim.downlink().sent()).isZero();
		assertThat(sim.server().endpoint().connectionCount()).isZero();
	}

	@Test
	void unknownServerKeyIsNoConnection() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connect(sim.server(), sim.client().identity().publicKey(), false);
		sim.runUntilQuiet();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(client.closeReason().byPeer()).isTrue();
		assertThat(client.closedAtNanos()).isEqualTo(40 * MS);
		assertThat(sim.server().drops().of(DropReason.WRONG_KEY_ID)).isPositive();
		assertThat(sim.server().endpoint().connectionCount()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-10")
	void distrustedServerIsLeftByTheClient() {
		Simulation sim = simulation();
		sim.distrust(sim.server());
		SimulatedConnection client = sim.client().connection();
		client.send("secret");
		sim.runUntilQuiet();
		assertThat(client.isEstablished()).isFalse();
		assertThat(client.closedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(sim.server().received()).isEmpty();
		assertThat(sim.server().connection().closedAtNanos()).isEqualTo(60 * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-06")
	void distrustedClientIsLeftByTheServer() {
		Simulation sim = simulation();
		sim.client();
		sim.distrust(sim.client());
		SimulatedConnection client = sim.client().connection();
		client.send("let me in");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).isEmpty();
		assertThat(sim.server().connection().isEstablished()).isFalse();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(client.closeReason().byPeer()).isTrue();
		assertThat(client.closedAtNanos()).isEqualTo(80 * MS);
		sim.closeAndCheck();
	}

	@Test
	void anonymousClientShowsNoIdentity() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connect(sim.server(), sim.server().identity().publicKey(), true);
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.server().connection().connection().peer()).isEqualTo(PeerIdentity.anonymous());
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-26")
	@Attack("A26")
	void nothingOfTheApplicationIsInTheClear() {
		Simulation sim = simulation();
		String secret = "attack at dawn";
		List<String> wire = new ArrayList<>();
		sim.sniff((bytes) -> wire.add(new String(bytes, StandardCharsets.ISO_8859_1)));
		sim.client().send(secret);
		sim.client().connection().call(secret, 1_000);
		sim.client().connection().echo(32);
		sim.runUntilQuiet();
		assertThat(sim.server().received()).contains(secret);
		assertThat(wire).isNotEmpty().noneMatch((datagram) -> datagram.contains("dawn") || datagram.contains("1PXM"));
		sim.closeAndCheck();
	}

	@Test
	void serverThatStopsAcceptingKeepsWhatItHas() {
		Simulation sim = simulation();
		sim.client().connection();
		sim.runUntilQuiet();
		sim.server().stopAccepting();
		SimulatedConnection refused = sim.client("late").connection();
		sim.client().send("hello");
		sim.runUntilQuiet();
		assertThat(refused.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
		assertThat(sim.server().drops().of(DropReason.REFUSED)).isPositive();
		assertThat(sim.server().received()).containsExactly("hello");
		sim.closeAndCheck();
	}

}
