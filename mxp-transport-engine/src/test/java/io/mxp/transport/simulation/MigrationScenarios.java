/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.connection.PathFigures;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * Addresses that change, by chance, on purpose and by malice, and a server that forgets.
 */
final class MigrationScenarios {

	private static final int MS = 1_000_000;

	private static final int FACTOR = 3;

	private static final int CLIENT_HOST = 100;

	private static final int VICTIM_HOST = 200;

	private MigrationScenarios() {
	}

	/** S23: 10 MB while a NAT gives the client another port every 5 s. */
	static void portRebinding(Simulation sim) {
		rebinding(sim, (number) -> SimulatedNetwork.address(CLIENT_HOST, 41_000 + number));
	}

	/** S24: the same with another address each time. */
	static void addressRebinding(Simulation sim) {
		rebinding(sim, (number) -> SimulatedNetwork.address(CLIENT_HOST + number, 40_000));
	}

	private static void rebinding(Simulation sim, IntFunction<InetSocketAddress> addresses) {
		sim.rate(5_000_000, 25);
		SimulatedConnection client = sim.client().connection();
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		Map<InetSocketAddress, Boolean> settled = new HashMap<>();
		sim.server().application().watchPaths(() -> {
			InetSocketAddress address = server.connection().remoteAddress();
			settled.put(address, true);
			// What left for it before it was known to be the client's, which is now.
			sim.check(sim.network().bytesTo(address) <= FACTOR * sim.network().bytesFrom(address),
					"SEC-32: more than three times as much to " + address);
		});
		OutgoingStream upload = client.upload(10_000_000, 4_000);
		int moves = 0;
		while (!isFinished(server, upload)) {
			sim.runForMillis(5_000);
			if (!isFinished(server, upload)) {
				sim.client().rebind(0, addresses.apply(++moves));
			}
			sim.check(sim.nowNanos() < 120_000L * MS, "10 MB took more than two minutes");
		}
		sim.runUntilQuiet();
		sim.check(moves >= 3, "only " + moves + " rebindings: the scenario shows nothing");
		PathFigures paths = server.figures().paths();
		sim.check(settled.size() == moves && paths.migrations() == moves,
				settled.size() + " of " + moves + " addresses were validated, " + paths.migrations() + " migrations");
		sim.check(server.connection().remoteAddress().equals(sim.client().address()), "the server is elsewhere");
		check(sim, server, upload);
	}

	/** S25: the client moves on purpose, twice: no id is ever seen on two paths. */
	static void activeMigration(Simulation sim) {
		Map<Long, Set<Set<InetSocketAddress>>> seen = new HashMap<>();
		sim.network().watch((datagram) -> {
			if (PacketHeader.type(datagram.bytes(), 0) != PacketType.INITIAL) {
				seen.computeIfAbsent(PacketHeader.connectionId(datagram.bytes(), 0), (id) -> new HashSet<>())
					.add(Set.of(datagram.from(), datagram.to()));
			}
		});
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(3_000_000, 4_000);
		OutgoingStream download = client.download(1_000_000);
		sim.runUntil(() -> client.figures().isConfirmed(), 5_000);
		for (int local = 1; local <= 2; local++) {
			sim.runForMillis(700);
			sim.client().openSocket(local, SimulatedNetwork.address(CLIENT_HOST + 10 * local, 40_000));
			int move = local;
			sim.check(client.migrate(local), "the client cannot move");
			sim.runUntil(() -> sim.client().application().migrations().size() == move, 5_000);
		}
		SimulatedConnection server = sim.server().connection();
		sim.runUntilQuiet();
		sim.check(sim.client().application().migrations().stream().allMatch((moved) -> moved), "a move failed");
		sim.check(server.figures().paths().migrations() == 2, "the server did not follow twice");
		sim.check(server.connection().remoteAddress().equals(SimulatedNetwork.address(CLIENT_HOST + 20, 40_000)),
				"the server is at " + server.connection().remoteAddress());
		check(sim, server, upload);
		IncomingStream down = client.incoming(download.streamId());
		sim.check(down != null && down.isFinished(), "the download did not end");
		for (Map.Entry<Long, Set<Set<InetSocketAddress>>> id : seen.entrySet()) {
			sim.check(id.getValue().size() == 1, "SEC-40: an id was seen on " + id.getValue());
		}
		sim.check(seen.size() == 6, seen.size() + " ids on three paths");
	}

	/**
	 * S26: an attacker sends copies of the client's packets from the address of a victim,
	 * and they arrive first.
	 */
	static void spoofedMigration(Simulation sim) {
		SimulatedConnection client = sim.client().connection();
		OutgoingStream upload = client.upload(3_000_000, 4_000);
		sim.runUntil(() -> client.figures().isConfirmed(), 5_000);
		sim.runForMillis(500);
		SimulatedConnection server = sim.server().connection();
		InetSocketAddress victim = SimulatedNetwork.address(VICTIM_HOST, 53_000);
		Link shortcut = new Link("attacker", sim.events(), sim.seeds()).delayNanos(MS);
		SimulatedNetwork.Host attacker = new SimulatedNetwork.Host(SimulatedNetwork.address(VICTIM_HOST + 1, 1),
				shortcut, sim.client());
		int[] left = { 5 };
		sim.network().watch((datagram) -> {
			if (left[0] > 0 && datagram.from().equals(sim.client().address())) {
				left[0]--;
				sim.network().inject(attacker, victim, datagram.to(), datagram.bytes());
			}
		});
		sim.runForMillis(100);
		sim.check(server.figures().paths().migrations() > 0, "nobody was deceived: the scenario shows nothing");
		sim.runUntilQuiet();
		sim.check(server.state() == ConnectionState.ESTABLISHED, "the connection did not live");
		sim.check(server.connection().remoteAddress().equals(sim.client().address()), "the server did not come back");
		long forged = sim.network().bytesFrom(victim);
		sim.check(sim.network().bytesTo(victim) <= FACTOR * forged,
				sim.network().bytesTo(victim) + " bytes to the victim for " + forged);
		check(sim, server, upload);
	}

	/** S31: the server starts anew with the same reset key. */
	static void restart(Simulation sim) {
		byte[] key = new byte[32];
		sim.content("reset key").nextBytes(key);
		sim.configureServer((config) -> config.withPath(config.path().withResetKey(key)));
		SimulatedConnection client = sim.client().connection();
		client.send("before");
		sim.runUntilQuiet();
		sim.server().restart();
		long asked = sim.nowNanos();
		client.send("after");
		sim.runUntil(() -> client.closeReason() != null, 5_000);
		sim.check(client.closeReason().code() == ErrorCode.PEER_UNREACHABLE && client.closeReason().byPeer(),
				"it ended with " + client.closeReason());
		sim.check(sim.nowNanos() - asked <= 35L * MS, "it took more than a round trip of 30 ms");
		sim.check(client.state() == ConnectionState.CLOSED, "something is kept");
		// And nothing keeps the client from coming back.
		SimulatedConnection again = sim.client().connect(sim.server());
		again.send("again");
		sim.runUntil(() -> sim.server().received().contains("again"), 5_000);
		sim.runUntilQuiet();
	}

	private static boolean isFinished(SimulatedConnection reader, OutgoingStream upload) {
		IncomingStream stream = reader.incoming(upload.streamId());
		return stream != null && stream.isFinished();
	}

	private static void check(Simulation sim, SimulatedConnection reader, OutgoingStream upload) {
		IncomingStream stream = reader.incoming(upload.streamId());
		sim.check(stream != null && stream.isFinished() && stream.digest().equals(upload.digest()),
				"the bytes that arrived are not those that were sent");
	}

}
