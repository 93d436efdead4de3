/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.CipherSuite;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.Requirement;
import io.mxp.transport.connection.SealedFrames;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.simulation.SimulatedConnection;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Counters of a running connection, set to just before their limits. */
class AeadLimitStoryTests {

	private static final long MOST_SEALS = 1 << 23;

	private static final int FAREWELLS = 16;

	private final Simulation sim = Simulation.seeded(7);

	private SimulatedConnection client;

	@BeforeEach
	void connect() {
		this.sim.configure((config) -> config
			.withHandshake(config.handshake().withSuites(List.of(CipherSuite.AES_256_GCM_SHA256))));
		this.client = this.sim.client().connection();
		this.sim.runUntilQuiet();
		// keys change once one of their packets is acknowledged, three probe timeouts
		// apart
		this.client.send("first");
		this.sim.runForMillis(2_000);
	}

	@Test
	@Requirement({ "SEC-23", "SEC-27" })
	@Attack("A32")
	void aKeyBeforeItsLimitIsReplacedAndTheConnectionGoesOn() {
		sealingKeys().presetUses(MOST_SEALS - FAREWELLS - 1);
		this.client.send("the packet before the limit");
		this.sim.runUntilQuiet();
		assertThat(this.client.figures().keyUpdates()).isEqualTo(1);
		assertThat(sealingKeys().uses()).isLessThan(100);
		assertThat(this.sim.server().received()).containsExactly("first", "the packet before the limit");
		this.sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-23")
	@Attack("A32")
	void aKeyThatCannotBeReplacedClosesTheConnectionAtItsLimit() {
		this.sim.uplink().down(true);
		sealingKeys().presetUses(MOST_SEALS - FAREWELLS - 1);
		this.client.send("nobody acknowledges the new key");
		assertThat(this.client.figures().keyUpdates()).isEqualTo(1);
		sealingKeys().presetUses(MOST_SEALS - FAREWELLS - 2);
		this.client.send("the last but one");
		this.sim.runForMillis(5);
		assertThat(this.client.closeReason()).isNull();
		assertThat(sealingKeys().uses()).isEqualTo(MOST_SEALS - FAREWELLS - 1);
		this.client.send("the last that is no farewell");
		this.sim.runForMillis(5);
		assertThat(this.client.closeReason()).isNotNull();
		assertThat(this.client.closeReason().code()).isEqualTo(ErrorCode.AEAD_LIMIT_REACHED);
		assertThat(sealingKeys().uses()).isBetween(MOST_SEALS - FAREWELLS, MOST_SEALS);
	}

	@Test
	@Requirement("SEC-24")
	@Attack("A32")
	void theLastFailedOpenThatIsAllowedClosesTheConnection() {
		SimulatedConnection server = this.sim.server().connection();
		PacketOpener opener = packets(server).application().opener();
		opener.presetAeadFailures((1L << 52) - 2);
		forge();
		server.send("still there");
		this.sim.runUntilQuiet();
		assertThat(server.closeReason()).isNull();
		forge();
		server.send("not any more");
		assertThat(server.closeReason()).isNotNull();
		assertThat(server.closeReason().code()).isEqualTo(ErrorCode.AEAD_LIMIT_REACHED);
	}

	/** A packet of the client's whose tag is not right. */
	private void forge() {
		byte[] packet = SealedFrames.seal(this.client.connection(), PacketType.ONE_RTT, this.sim.nowNanos(),
				new byte[40]);
		packet[packet.length - 1] ^= 1;
		this.sim.client().inject(this.sim.server().address(), packet);
		this.sim.runForMillis(3);
	}

	private PacketKeys sealingKeys() {
		return packets(this.client).application().sealer().keys();
	}

	private static SessionPackets packets(SimulatedConnection connection) {
		return connection.connection().session().packets();
	}

}
