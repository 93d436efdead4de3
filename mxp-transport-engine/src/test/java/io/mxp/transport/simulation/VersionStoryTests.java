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
import io.mxp.transport.security.StatelessPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sides that speak different versions. There is one; 2 here is its twin under another
 * number. 20 ms each way.
 */
class VersionStoryTests {

	private static final long MS = 1_000_000;

	private final List<byte[]> negotiations = new ArrayList<>();

	/** A server of some versions and a client of others. */
	private Simulation simulation(List<Integer> server, List<Integer> client) {
		Simulation sim = Simulation.seeded(51).delayMillis(20).versions(server.toArray(new Integer[0]));
		sim.server();
		sim.sniff((bytes) -> {
			if (PacketHeader.type(bytes, 0) == PacketType.VERSION_NEGOTIATION) {
				this.negotiations.add(bytes.clone());
			}
		});
		return sim.versions(client.toArray(new Integer[0]));
	}

	private static byte[] negotiation(SimulatedConnection client, long sentTo, int refused, int... spoken) {
		byte[] packet = new byte[StatelessPacket.MAX_BYTES];
		return Arrays.copyOf(packet, StatelessPacket.versionNegotiation(packet, client.connection().ids().local(),
				sentTo, refused, spoken, 7));
	}

	@Test
	void bestCommonVersionIsFoundInOneRoundTripMore() {
		Simulation sim = simulation(List.of(1), List.of(3, 2, 1));
		SimulatedConnection client = sim.client().connection();
		client.send("hello");
		sim.runUntilQuiet();
		assertThat(client.connection().session().outcome().version()).isEqualTo(1);
		assertThat(client.establishedAtNanos()).isEqualTo(80 * MS);
		assertThat(sim.server().received()).containsExactly("hello");
		assertThat(sim.server().connections()).hasSize(1);
		assertThat(sim.server().endpoint().tokenCounters().get(Counter.VERSION_NEGOTIATIONS_SENT)).isEqualTo(1);
		assertThat(this.negotiations).hasSize(1).allMatch((bytes) -> bytes.length < 120);
		sim.closeAndCheck();
	}

	@Test
	void withoutACommonVersionItEndsInOneRoundTrip() {
		Simulation sim = simulation(List.of(2), List.of(1));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		assertThat(client.closedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
		assertThat(client.closeReason().text()).contains("protocol versions");
		assertThat(sim.server().connections()).isEmpty();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("REL-31")
	void serverNamesAReservedVersionThatNobodySpeaks() {
		Simulation sim = simulation(List.of(1), List.of(2, 1));
		sim.client().connection();
		sim.runUntilQuiet();
		HeaderTlvs tlvs = new HeaderTlvs();
		tlvs.read(this.negotiations.get(0), 0);
		assertThat(tlvs.versions()).hasSize(2).contains(1);
		assertThat(Arrays.stream(tlvs.versions()).filter((one) -> (one & 0x0F0F0F0F) == 0x0A0A0A0A)).hasSize(1);
		assertThat(sim.client().connection().isEstablished()).isTrue();
		sim.closeAndCheck();
	}

	/** Both speak 2, and somebody on the path says that the server speaks 1 only. */
	@Test
	@Attack({ "A31", "A39" })
	void forgedNegotiationMovesNobodyToALowerVersion() {
		Simulation sim = simulation(List.of(2, 1), List.of(2, 1));
		sim.uplink().dropNext(1);
		SimulatedConnection client = sim.client().connection();
		sim.server().inject(sim.client().address(), negotiation(client, client.connection().ids().original(), 2, 1));
		sim.runUntilQuiet();
		assertThat(client.isEstablished()).isFalse();
		assertThat(client.closeReason().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
		assertThat(client.closeReason().text()).contains("speaks version 2");
		assertThat(sim.server().connections()).noneMatch(SimulatedConnection::isEstablished);
		sim.closeAndCheck();
	}

	@Test
	@Attack("A39")
	@Requirement("SEC-37")
	void forgedOrLateNegotiationIsIgnored() {
		Simulation sim = simulation(List.of(2, 1), List.of(2, 1));
		SimulatedConnection client = sim.client().connection();
		long sentTo = client.connection().ids().original();
		byte[] otherTag = negotiation(client, sentTo, 2, 1);
		otherTag[otherTag.length - 1] ^= 1;
		for (byte[] forged : List.of(negotiation(client, sentTo + 1, 2, 1), negotiation(client, sentTo, 1, 1),
				negotiation(client, sentTo, 2, 1, 2), otherTag)) {
			sim.server().inject(sim.client().address(), forged);
		}
		sim.runForMillis(30);
		assertThat(sim.client().drops().of(DropReason.VERSION_NEGOTIATION_IGNORED)).isEqualTo(4);
		sim.runUntilQuiet();
		sim.server().inject(sim.client().address(), negotiation(client, sentTo, 2, 1));
		sim.runUntilQuiet();
		assertThat(sim.client().drops().of(DropReason.VERSION_NEGOTIATION_IGNORED)).isEqualTo(5);
		assertThat(client.establishedAtNanos()).isEqualTo(40 * MS);
		assertThat(client.connection().session().outcome().version()).isEqualTo(2);
		sim.closeAndCheck();
	}

}
