/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.Requirement;
import io.mxp.transport.packet.HeaderTlvs;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handshakes where the server's static key is not known before: 20 ms each way.
 */
class PatternStoryTests {

	private static final long MS = 1_000_000;

	private static Simulation simulation() {
		return Simulation.seeded(31).delayMillis(20);
	}

	private static int pattern(SimulatedConnection connection) {
		return connection.connection().session().outcome().pattern();
	}

	@Test
	void serverIsKnownByNameOnlyAndCostsNoRoundTripMore() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(pattern(client)).isEqualTo(HeaderTlvs.PATTERN_XX);
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		// The third message and the first data come together.
		assertThat(sim.server().connection().establishedAtNanos()).isEqualTo(60 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(client.connection().peer().agentId()).isEqualTo("server");
		assertThat(sim.server().connection().connection().peer().agentId()).isEqualTo("client");
		assertThat(client.connection().session().handshakeHash()).hasSize(32)
			.isEqualTo(sim.server().connection().connection().session().handshakeHash());
		sim.closeAndCheck();
	}

	@Test
	void whoIsAnonymousStaysSo() {
		Simulation sim = simulation();
		SimulatedConnection client = sim.client().connectByName(sim.server(), true);
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(pattern(client)).isEqualTo(HeaderTlvs.PATTERN_NX);
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.server().connection().connection().peer()).isEqualTo(PeerIdentity.anonymous());
		sim.closeAndCheck();
	}

	@Test
	void keyOfTheFirstVisitIsNamedAtTheSecond() {
		Simulation sim = simulation();
		SimulatedConnection first = sim.client().connectByName(sim.server(), false);
		sim.runUntilQuiet();
		SimulatedConnection second = sim.client().connectByName(sim.server(), false);
		SimulatedConnection anonymous = sim.client().connectByName(sim.server(), true);
		sim.runUntilQuiet();
		assertThat(pattern(first)).isEqualTo(HeaderTlvs.PATTERN_XX);
		assertThat(pattern(second)).isEqualTo(HeaderTlvs.PATTERN_IK);
		assertThat(pattern(anonymous)).isEqualTo(HeaderTlvs.PATTERN_NK);
		assertThat(second.isEstablished()).isTrue();
		assertThat(anonymous.isEstablished()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-09")
	void lostThirdMessageIsSentAgain() {
		Simulation sim = simulation();
		List<Integer> types = new ArrayList<>();
		sim.sniff((bytes) -> types.add(PacketHeader.type(bytes, 0)));
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		sim.runUntil(client::isEstablished, 1_000);
		// All that leaves with the third message is lost: that, data, acknowledgement.
		sim.uplink().down(true);
		client.send("hello");
		sim.runForMillis(1);
		sim.uplink().down(false);
		sim.runUntilQuiet();
		assertThat(types).contains(PacketType.INITIAL, PacketType.ONE_RTT);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(client.figures().isConfirmed()).isTrue();
		assertThat(sim.server().connections()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-06")
	void serverThatIsNotAcceptedDoesNotLearnWhoAsked() {
		Simulation sim = simulation();
		sim.distrust(sim.server());
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		client.send("secret");
		sim.runUntilQuiet();
		assertThat(client.isEstablished()).isFalse();
		assertThat(client.closedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(sim.server().connection().connection().session().outcome().peerStaticKey()).isNull();
		assertThat(sim.server().received()).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-06")
	void clientThatIsNotAcceptedIsLeft() {
		Simulation sim = simulation();
		sim.client();
		sim.distrust(sim.client());
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		client.send("let me in");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).isEmpty();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.IDENTITY_MISMATCH);
		assertThat(client.closeReason().byPeer()).isTrue();
		assertThat(client.closedAtNanos()).isEqualTo(80 * MS);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-11")
	void clientThatNeverEndsItsHandshakeIsForgotten() {
		Simulation sim = simulation().verificationMillis(60_000);
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		sim.runForMillis(11_000);
		assertThat(client.closedAtNanos()).isEqualTo(10_000 * MS);
		assertThat(sim.server().connection().closedAtNanos()).isEqualTo((10_000 + 20) * MS);
		assertThat(sim.server().endpoint().connectionCount()).isZero();
	}

	@Test
	void longChainsOfBothSidesArrive() {
		Simulation sim = simulation().certificateBytes(8_192);
		SimulatedConnection client = sim.client().connectByName(sim.server(), false);
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.server().worstAmplification()).isLessThanOrEqualTo(3.0);
		sim.closeAndCheck();
	}

}
