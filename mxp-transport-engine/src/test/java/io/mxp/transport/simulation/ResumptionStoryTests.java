/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.Attack;
import io.mxp.transport.MessageType;
import io.mxp.transport.Requirement;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.security.DiffieHellmanCount;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that come back with a ticket; 20 ms each way. */
class ResumptionStoryTests {

	private static final long MS = 1_000_000L;

	private final List<byte[]> early = new ArrayList<>();

	private Simulation simulation() {
		return Simulation.seeded(11).delayMillis(20).tickets().enable().sniff((datagram) -> {
			if (PacketHeader.type(datagram, 0) == PacketType.ZERO_RTT) {
				this.early.add(datagram.clone());
			}
		});
	}

	/** The first visit, whose connection is closed again. */
	private Simulation visitedWithStoreDelay(int millis) {
		Simulation sim = simulation();
		visit(sim);
		sim.tickets().storeDelayMillis(millis);
		return sim;
	}

	private static void visit(Simulation sim) {
		SimulatedConnection first = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		first.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_000);
	}

	private static long count(SimulatedPeer peer, Counter counter) {
		return peer.endpoint().ticketCounters().get(counter);
	}

	@Test
	@Requirement("SEC-13")
	void theSecondVisitNeedsHalfOfTheComputingAndShowsNoCertificate() {
		Simulation sim = simulation().certificateBytes(2_048);
		long before = DiffieHellmanCount.now();
		visit(sim);
		long whole = DiffieHellmanCount.now() - before;
		before = DiffieHellmanCount.now();
		SimulatedConnection second = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(second.isEstablished()).isTrue();
		assertThat(DiffieHellmanCount.now() - before).isEqualTo(whole / 2);
		assertThat(count(sim.server(), Counter.TICKETS_ACCEPTED)).isEqualTo(1);
		assertThat(count(sim.client(), Counter.RESUMPTIONS_STARTED)).isEqualTo(1);
		SimulatedConnection served = sim.server().connections().get(1);
		assertThat(served.connection().peer()).isEqualTo(sim.server().connections().get(0).connection().peer());
		assertThat(second.connection().peer()).isEqualTo(sim.client().connections().get(0).connection().peer());
		assertThat(served.connection().session().handshakeHash())
			.isEqualTo(second.connection().session().handshakeHash());
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-48")
	void anEarlyCallIsAnsweredAfterOneRoundTrip() {
		Simulation sim = simulation();
		visit(sim);
		long start = sim.nowNanos();
		SimulatedConnection second = sim.client().connect(sim.server());
		CallOutcome call = second.callIdempotent("question", 10_000);
		sim.runUntil(call::isEnded, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo(40 * MS);
		assertThat(call.failure()).isNull();
		assertThat(this.early).hasSize(1);
		assertThat(count(sim.server(), Counter.EARLY_ACCEPTED)).isEqualTo(1);
		assertThat(sim.server().connections().get(1).received()).hasSize(1);
		sim.runUntilQuiet();
		assertThat(second.figures().isConfirmed()).isTrue();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-50")
	void onlyWhatIsAllowedTravelsEarly() {
		Simulation sim = simulation();
		visit(sim);
		SimulatedConnection second = sim.client().connect(sim.server());
		second.send(MessageType.AGENT_HEARTBEAT, new byte[21]);
		second.send("an event waits");
		CallOutcome plain = second.call("not idempotent", 10_000);
		assertThat(plain.isEnded()).as("refused while only early data is accepted").isTrue();
		sim.runUntilQuiet();
		assertThat(second.figures().earlyMessagesSent()).isEqualTo(1);
		SimulatedConnection served = sim.server().connections().get(1);
		assertThat(served.figures().earlyMessagesReceived()).isEqualTo(1);
		assertThat(served.received()).contains("an event waits").hasSize(2);
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "SEC-49", "SEC-51" })
	void whatTheStoreDoesNotKnowIsSentOnceMore() {
		Simulation sim = simulation();
		visit(sim);
		sim.tickets().storeDown(true);
		SimulatedConnection second = sim.client().connect(sim.server());
		CallOutcome call = second.callIdempotent("question", 10_000);
		sim.runUntilQuiet();
		assertThat(call.failure()).isNull();
		assertThat(count(sim.server(), Counter.EARLY_REFUSED)).isEqualTo(1);
		assertThat(sim.server().connections().get(1).received()).hasSize(1);
		assertThat(sim.server().connections().get(1).figures().earlyMessagesReceived()).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-49")
	void aStoreThatIsTooSlowIsNotWaitedFor() {
		Simulation sim = visitedWithStoreDelay(500);
		long start = sim.nowNanos();
		SimulatedConnection second = sim.client().connect(sim.server());
		CallOutcome call = second.callIdempotent("question", 10_000);
		sim.runUntil(second::isEstablished, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo((40 + 100) * MS);
		sim.runUntilQuiet();
		assertThat(call.failure()).isNull();
		assertThat(sim.server().connections().get(1).received()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	void packetsWaitForAStoreThatTakesItsTime() {
		Simulation sim = visitedWithStoreDelay(50);
		long start = sim.nowNanos();
		SimulatedConnection second = sim.client().connect(sim.server());
		CallOutcome call = second.callIdempotent("question", 10_000);
		sim.runUntil(call::isEnded, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo((40 + 50) * MS);
		assertThat(sim.server().connections().get(1).figures().earlyMessagesReceived()).isEqualTo(1);
		sim.runUntilQuiet();
		sim.closeAndCheck();
	}

	@Test
	@Requirement({ "SEC-47", "SEC-51" })
	void aTicketOfAnotherKeyCostsOneRoundTripMore() {
		Simulation sim = simulation();
		visit(sim);
		sim.tickets().forgetKeys();
		long start = sim.nowNanos();
		SimulatedConnection second = sim.client().connect(sim.server());
		CallOutcome call = second.callIdempotent("question", 10_000);
		sim.runUntil(second::isEstablished, 1_000);
		assertThat(sim.nowNanos() - start).isEqualTo(80 * MS);
		sim.runUntilQuiet();
		assertThat(call.failure()).isNull();
		assertThat(count(sim.server(), Counter.TICKETS_UNKNOWN)).isPositive();
		assertThat(count(sim.client(), Counter.RESUMPTIONS_REFUSED)).isEqualTo(1);
		assertThat(sim.server().received()).hasSize(1);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-47")
	void aTicketIsGoodForThirtySeconds() {
		Simulation sim = simulation();
		visit(sim);
		sim.runForMillis(29_000);
		sim.client().connect(sim.server()).close();
		sim.runForMillis(1_000);
		assertThat(count(sim.client(), Counter.RESUMPTIONS_STARTED)).isEqualTo(1);
		visit(sim);
		sim.runForMillis(31_000);
		SimulatedConnection late = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(late.isEstablished()).isTrue();
		assertThat(count(sim.client(), Counter.RESUMPTIONS_STARTED)).isEqualTo(1);
		sim.closeAndCheck();
	}

	@Test
	@Requirement("SEC-52")
	void aChangedTrustPolicyWantsCertificatesAgain() {
		Simulation sim = simulation();
		visit(sim);
		sim.tickets().changeTrust();
		SimulatedConnection second = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		assertThat(second.isEstablished()).isTrue();
		assertThat(count(sim.server(), Counter.TICKETS_ACCEPTED)).isZero();
		sim.closeAndCheck();
	}

	@Test
	@Attack("A05")
	@Requirement("SEC-48")
	void aFlightThatIsSentAThousandTimesToThreeServersIsExecutedOnce() {
		List<byte[]> flight = new ArrayList<>();
		Simulation sim = simulation();
		visit(sim);
		sim.sniff((datagram) -> {
			int type = PacketHeader.type(datagram, 0);
			if (flight.size() < 2 && (type == PacketType.ZERO_RTT || type == PacketType.INITIAL)) {
				flight.add(datagram.clone());
			}
		});
		SimulatedConnection second = sim.client().connect(sim.server());
		second.callIdempotent("pay", 10_000);
		sim.runUntilQuiet();
		second.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 10_000);
		assertThat(flight).hasSize(2);
		long executed = sim.server().received().size();
		List<SimulatedPeer> servers = List.of(sim.server(), sim.server("two"), sim.server("three"));
		for (int i = 0; i < 1_000; i++) {
			for (SimulatedPeer server : servers) {
				flight.forEach((datagram) -> sim.client().inject(server.address(), datagram));
			}
			sim.runForMillis(50);
		}
		sim.runForMillis(30_000);
		assertThat(executed).isEqualTo(1);
		assertThat(servers.stream().mapToInt((server) -> server.received().size()).sum()).isEqualTo(1);
		assertThat(sim.tickets().claims()).isGreaterThan(1);
		sim.closeAndCheck();
	}

}
