/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.time.Duration;

import io.mxp.transport.MessageType;
import io.mxp.transport.packet.DropReason;

/** Keys that change under way. */
final class KeyUpdateScenarios {

	private static final int EVENT_BYTES = 2_000_000;

	private static final int SMALL_EVENT_BYTES = 20_000;

	private static final int UPDATES = 100;

	private KeyUpdateScenarios() {
	}

	/** S12: keys change by what the client sends, the server, and both at once. */
	static void cleanLink(Simulation sim) {
		sim.configure((config) -> config.withSession(config.session().withKeyUpdate(1_000, Duration.ofSeconds(60))));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		long before = 0;
		for (int turn = 1; turn <= 3; turn++) {
			if ((turn & 1) != 0) {
				client.send(MessageType.EVENT, new byte[EVENT_BYTES]);
			}
			if ((turn & 2) != 0) {
				server.send(MessageType.EVENT, new byte[EVENT_BYTES]);
			}
			sim.runUntilQuiet();
			long updates = updates(client);
			sim.check(updates > before, "no key changed in turn " + turn);
			before = updates;
		}
		sim.check(server.receivedMessages().size() == 2 && client.receivedMessages().size() == 2,
				"an event is missing or came twice");
		sim.check(rejected(sim) == 0, rejected(sim) + " packets did not open");
	}

	/** S13: a hundred changes, 5 % of the packets lost, others 20 places late. */
	static void badLink(Simulation sim) {
		sim.configure((config) -> config.withSession(config.session().withKeyUpdate(1_000, Duration.ofSeconds(1))));
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		sim.bothWays((link) -> link.loss(0.05).reorder(0.05, 20));
		int sent = 0;
		while (updates(client) < UPDATES) {
			client.send(MessageType.EVENT, new byte[SMALL_EVENT_BYTES]);
			sent++;
			sim.runForMillis(200);
			sim.check(sent < 20 * UPDATES, "after " + sent + " events only " + updates(client) + " updates");
		}
		sim.runUntilQuiet();
		sim.check(server.receivedMessages().size() == sent, "an event is missing or came twice");
		sim.check(rejected(sim) * 1_000 <= sim.datagrams(),
				rejected(sim) + " of " + sim.datagrams() + " datagrams did not open");
	}

	private static long updates(SimulatedConnection connection) {
		return connection.figures().keyUpdates();
	}

	/** Packets that were lost to a change of keys. */
	private static long rejected(Simulation sim) {
		long rejected = 0;
		for (DropReason reason : new DropReason[] { DropReason.EARLY_REJECT, DropReason.AEAD_FAILURE,
				DropReason.NO_KEYS }) {
			rejected += sim.client().drops().of(reason) + sim.server().drops().of(reason);
		}
		return rejected;
	}

}
