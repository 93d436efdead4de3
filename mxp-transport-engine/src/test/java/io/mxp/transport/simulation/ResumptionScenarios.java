/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mxp.transport.observe.Counter;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/** Scenarios of clients that come back. */
final class ResumptionScenarios {

	private static final int REQUESTS = 40;

	private static final int REQUEST_BYTES = 200;

	private ResumptionScenarios() {
	}

	/**
	 * S07: no certificate and no client static on the wire, equal identities. What is
	 * computed is counted by ResumptionStoryTests, for one run at a time.
	 */
	static void resumption(Simulation sim) {
		sim.tickets().enable().certificateBytes(4_096).delayMillis(sim.content("delay").nextInt(1, 60));
		sim.client().early(false);
		SimulatedConnection first = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		leave(sim, first);
		long[] bytes = new long[1];
		sim.sniff(
				(datagram) -> bytes[0] += (PacketHeader.type(datagram, 0) == PacketType.INITIAL) ? datagram.length : 0);
		SimulatedConnection second = sim.client().connect(sim.server());
		sim.runUntil(second::isEstablished, 1_000);
		sim.check(bytes[0] < 1_200 + 1_200, "the Initials have room for certificates: " + bytes[0] + " bytes");
		second.send("hello");
		sim.runUntilQuiet();
		sim.check(sim.server().received().equals(List.of("hello")), "the message did not arrive once");
		List<SimulatedConnection> served = sim.server().connections();
		sim.check(served.get(1).connection().peer().equals(served.get(0).connection().peer()),
				"the client is somebody else");
		sim.check(second.connection().peer().equals(first.connection().peer()), "the server is somebody else");
		sim.check(sim.server().endpoint().ticketCounters().get(Counter.TICKETS_ACCEPTED) == 1, "no ticket was taken");
	}

	/**
	 * S08: at least half of the bytes in 0-RTT packets, each request executed once; that
	 * also where one packet in a hundred is lost, the Initial perhaps.
	 */
	static void earlyRequests(Simulation sim) {
		sim.tickets().enable().baseLink();
		leave(sim, visit(sim));
		long[] bytes = new long[PacketType.MASK + 1];
		sim.sniff(
				(datagram) -> bytes[PacketHeader.type(datagram, 0)] += fromClient(sim, datagram) ? datagram.length : 0);
		SimulatedConnection second = sim.client().connect(sim.server());
		requests(sim, second);
		long early = bytes[PacketType.ZERO_RTT];
		long others = bytes[PacketType.ONE_RTT] + bytes[PacketType.PROBE];
		sim.check(early >= others, early + " bytes early, " + others + " later");
		sim.check(sim.server().endpoint().ticketCounters().get(Counter.EARLY_ACCEPTED) == 1, "nothing was taken early");
		leave(sim, second);
		sim.loss(0.01);
		requests(sim, sim.client().connect(sim.server()));
	}

	private static boolean fromClient(Simulation sim, byte[] datagram) {
		return PacketHeader.connectionId(datagram,
				0) != sim.client().connections().get(sim.client().connections().size() - 1).connection().ids().local();
	}

	/** S09: all served in 1-RTT, none lost, none twice. */
	static void earlyRefused(Simulation sim) {
		sim.tickets().enable().baseLink().loss(0.01);
		for (Refusal refusal : Refusal.values()) {
			leave(sim, visit(sim));
			sim.tickets().storeDown(refusal == Refusal.STORE_DOWN);
			sim.tickets().storeDelayMillis((refusal == Refusal.STORE_SLOW) ? 400 : 0);
			if (refusal == Refusal.OTHER_KEY) {
				sim.tickets().forgetKeys();
			}
			else if (refusal == Refusal.EXPIRED) {
				sim.runForMillis(31_000);
			}
			long accepted = sim.server().endpoint().ticketCounters().get(Counter.EARLY_ACCEPTED);
			SimulatedConnection second = sim.client().connect(sim.server());
			requests(sim, second);
			sim.check(sim.server().endpoint().ticketCounters().get(Counter.EARLY_ACCEPTED) == accepted,
					refusal + ": early data was taken");
			sim.tickets().storeDown(false);
			sim.tickets().storeDelayMillis(0);
			leave(sim, second);
		}
	}

	private static SimulatedConnection visit(Simulation sim) {
		SimulatedConnection first = sim.client().connect(sim.server());
		sim.runUntilQuiet();
		return first;
	}

	private static void leave(Simulation sim, SimulatedConnection connection) {
		connection.close();
		sim.runUntil(() -> sim.server().endpoint().connectionCount() == 0, 60_000);
	}

	/** Sends the requests; what does not fit into early data waits for the handshake. */
	private static void requests(Simulation sim, SimulatedConnection connection) {
		SimulatedPeer server = sim.server();
		int before = server.connections().size();
		List<CallOutcome> outcomes = new ArrayList<>();
		for (int i = 0; i < REQUESTS; i++) {
			outcomes.add(connection.callIdempotent("x".repeat(REQUEST_BYTES), 60_000));
		}
		sim.runUntil(() -> outcomes.stream().allMatch(CallOutcome::isEnded), 60_000);
		sim.check(outcomes.stream().allMatch((outcome) -> outcome.failure() == null), "a request was not answered");
		Set<Long> executed = new HashSet<>();
		for (SimulatedConnection served : server.connections().subList(before, server.connections().size())) {
			served.receivedMessages()
				.forEach((message) -> sim.check(executed.add(message.messageId()), "a request was executed twice"));
		}
		sim.check(executed.size() == REQUESTS, executed.size() + " requests were executed");
		sim.runUntilQuiet();
	}

	/** Why early data is not taken. */
	private enum Refusal {

		EXPIRED, OTHER_KEY, STORE_DOWN, STORE_SLOW

	}

}
