/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageType;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.DropReason;

/** The scenarios of the requirements that this version holds. */
public final class Scenarios {

	private static final int KIB = 1_024;

	private static final int MEGABYTE = 1_000_000;

	private static final int CHUNK_BYTES = 4_000;

	private static final int HANDSHAKES = 50;

	private static final List<Scenario> ALL = List.of(new Scenario("S01", "handshake, 1 KB", Scenarios::handshake),
			new Scenario("S02", "2, 3 and 5 MB in parallel, 16 KB windows", Scenarios::parallelTransfers),
			new Scenario("S03", "round trip of 1.5 s", Scenarios::longRoundTrip),
			new Scenario("S04", "each suite alone, and no common one", HandshakeScenarios::suites),
			new Scenario("S05", "2,000 streams of 32 B, 100 at a time", Scenarios::manyStreams),
			new Scenario("S06", "the server wants a token first", HandshakeScenarios::retry),
			new Scenario("S07", "a client comes back with a ticket", ResumptionScenarios::resumption),
			new Scenario("S08", "40 requests with the first packets", ResumptionScenarios::earlyRequests),
			new Scenario("S09", "early data refused for four reasons", ResumptionScenarios::earlyRefused),
			new Scenario("S10", "nothing passes for 2 s in every 5 s, 10 MB", OutageScenarios::blackholes),
			new Scenario("S11", "an outage just under and just over the idle timeout",
					OutageScenarios::outagesAroundTheIdleTimeout),
			new Scenario("S12", "keys change by one side, the other, both", KeyUpdateScenarios::cleanLink),
			new Scenario("S13", "100 key updates, 5 % loss, reordering by 20", KeyUpdateScenarios::badLink),
			new Scenario("S14", "long chain, client packets 2 to 7 lost",
					HandshakeScenarios::longChainAndLostClientPackets),
			new Scenario("S15", "50 handshakes, 30 % loss in bursts of 3", Scenarios::handshakesUnderLoss),
			new Scenario("S16", "96 ways to lose packets of a handshake", HandshakeScenarios::lossMatrix),
			new Scenario("S17", "2 MB, 2 % loss", Scenarios::transferUnderLoss),
			new Scenario("S18", "50 handshakes, 30 % corruption", Scenarios::handshakesUnderCorruption),
			new Scenario("S19", "2 MB, 2 % corruption", Scenarios::transferUnderCorruption),
			new Scenario("S20", "every datagram twice", Scenarios::duplication),
			new Scenario("S21", "reordering by 5, 20 and 100", PathScenarios::reordering),
			new Scenario("S22", "jitter of 1 ms to 1 s, 100 connections", PathScenarios::jitter),
			new Scenario("S23", "another port every 5 s, 10 MB", MigrationScenarios::portRebinding),
			new Scenario("S24", "another address every 5 s, 10 MB", MigrationScenarios::addressRebinding),
			new Scenario("S25", "the client moves twice", MigrationScenarios::activeMigration),
			new Scenario("S26", "an attacker moves the client", MigrationScenarios::spoofedMigration),
			new Scenario("S27", "server without budget, silent client", HandshakeScenarios::serverWithoutBudget),
			new Scenario("S28", "half of the ACKs lost", PathScenarios::lostAcks),
			new Scenario("S30", "lost close, both close, close during the handshake", OutageScenarios::closes),
			new Scenario("S31", "the server is restarted", MigrationScenarios::restart),
			new Scenario("S32", "datagrams at 10 x the rate", DatagramScenarios::burst),
			new Scenario("S33", "hours of little traffic, keys changed every minute", SoakScenario::run),
			new Scenario("S34", "random API calls, 5 % loss, memory refused 1 in 100",
					RandomApi::withAllocationFailures),
			new Scenario("S35", "10 MB alone on the base link", Scenarios::goodput));

	private Scenarios() {
	}

	/** All scenarios, by id. */
	public static List<Scenario> all() {
		return ALL;
	}

	/** The scenario with an id. */
	public static Scenario of(String id) {
		return ALL.stream()
			.filter((scenario) -> scenario.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no scenario " + id));
	}

	/** S01: one handshake, no Retry, the server sends at most 3 x before validation. */
	private static void handshake(Simulation sim) {
		String text = text(KIB);
		sim.client().send(text);
		sim.runUntilQuiet();
		sim.check(sim.server().received().equals(List.of(text)), "1 KB did not arrive once");
		sim.check(sim.server().connections().size() == 1, "there was more than one handshake");
		sim.check(sim.server().worstAmplification() <= 3.0, "the server amplified");
		sim.check(sim.client().drops().total() + sim.server().drops().total() == 0, "a datagram was dropped");
		sim.check(sim.client().connection().establishedAtNanos() < 40_000_000, "more than one round trip");
	}

	/** S02: windows grow, close code 0. */
	private static void parallelTransfers(Simulation sim) {
		sim.configure((config) -> config
			.withFlow(config.flow().withStreamWindowBytes(16 * KIB).withConnectionWindowBytes(64 * KIB)));
		SimulatedConnection client = sim.client().connection();
		List<OutgoingStream> requests = new ArrayList<>();
		for (int megabytes : new int[] { 2, 3, 5 }) {
			requests.add(client.download(megabytes * (long) MEGABYTE));
		}
		sim.runUntilQuiet();
		SimulatedConnection server = sim.server().connection();
		for (int i = 0; i < requests.size(); i++) {
			long expected = (i + 2 + (i / 2)) * (long) MEGABYTE;
			checkStream(sim, client, server, requests.get(i).streamId(), expected);
		}
		client.close();
		sim.runUntil(() -> server.closeReason() != null, 1_000);
		CloseReason reason = server.closeReason();
		sim.check(reason != null && reason.byPeer() && reason.code() == ErrorCode.NO_ERROR,
				"the close code is not 0: " + reason);
	}

	/** S03: completes, at least 2 first messages were sent, one server connection. */
	private static void longRoundTrip(Simulation sim) {
		sim.delayMillis(750);
		sim.client().send(text(KIB));
		sim.runUntil(() -> sim.client().connection().isEstablished(), 10_000);
		sim.check(sim.uplink().sent() >= 2, "the first message was sent once only");
		sim.runUntilQuiet();
		sim.check(sim.server().received().equals(List.of(text(KIB))), "1 KB did not arrive once");
		sim.check(sim.server().connections().size() == 1, "there was more than one server connection");
	}

	/** S05: all complete, never more than 100 open. */
	private static void manyStreams(Simulation sim) {
		int limit = 100;
		sim.configure((config) -> config.withFlow(config.flow().withMaxStreams(limit, limit)));
		SimulatedConnection client = sim.client().connection();
		List<OutgoingStream> streams = new ArrayList<>();
		for (int i = 0; i < 2_000; i++) {
			streams.add(client.echo(32));
		}
		sim.runUntilQuiet();
		for (OutgoingStream stream : streams) {
			IncomingStream back = client.incoming(stream.streamId());
			sim.check(
					stream.isFinished() && back != null && back.isFinished() && back.bytes() == 32
							&& back.digest().equals(stream.digest()),
					"stream " + stream.streamId() + " is not complete");
		}
		sim.check(sim.server().mostOpenStreams() <= limit && sim.client().mostOpenStreams() <= limit,
				"more than " + limit + " streams were open");
		sim.check(sim.server().mostOpenStreams() >= limit / 2, "the limit was never near: the scenario shows nothing");
	}

	/** S15: 50 of 50. */
	private static void handshakesUnderLoss(Simulation sim) {
		sim.bothWays((link) -> link.burstLoss(0.3, 3));
		handshakes(sim);
	}

	/**
	 * S18: 50 of 50, and nothing forged was accepted, which the peers check themselves.
	 */
	private static void handshakesUnderCorruption(Simulation sim) {
		sim.bothWays((link) -> link.corrupt(0.3));
		handshakes(sim);
		sim.check(rejected(sim) > 0, "nothing was corrupted: the scenario shows nothing");
	}

	private static void handshakes(Simulation sim) {
		for (int i = 0; i < HANDSHAKES; i++) {
			// Every second client knows the server's name and not its key.
			SimulatedConnection client = (i % 2 == 0) ? sim.client().connect(sim.server())
					: sim.client("client " + i).connectByName(sim.server(), false);
			String question = "question " + i;
			CallOutcome outcome = client.call(question, 20_000);
			sim.runUntil(outcome::isEnded, 30_000);
			sim.check(question.equals(outcome.answer()), "handshake " + i + " failed: " + outcome.failure() + ", "
					+ client.closeReason() + ", established at " + client.establishedAtNanos());
			client.close();
		}
		sim.runUntilQuiet();
	}

	private static long rejected(Simulation sim) {
		long count = 0;
		for (SimulatedPeer peer : List.of(sim.client(), sim.server())) {
			count += peer.drops().of(DropReason.AEAD_FAILURE) + peer.drops().of(DropReason.EARLY_REJECT);
		}
		return count;
	}

	/** S17: within 60 s. */
	private static void transferUnderLoss(Simulation sim) {
		sim.loss(0.02);
		transfer(sim);
	}

	/** S19: within 60 s. */
	private static void transferUnderCorruption(Simulation sim) {
		sim.bothWays((link) -> link.corrupt(0.02));
		transfer(sim);
		sim.check(rejected(sim) > 0, "nothing was corrupted: the scenario shows nothing");
	}

	private static void transfer(Simulation sim) {
		SimulatedConnection client = sim.client().connection();
		OutgoingStream request = client.download(2L * MEGABYTE);
		sim.runUntilQuiet();
		sim.check(sim.nowNanos() <= 60_000_000_000L, "2 MB took more than 60 s");
		checkStream(sim, client, sim.server().connection(), request.streamId(), 2L * MEGABYTE);
	}

	/** S35: 9.0 of 10 Mbit/s, the handshake and the start included. */
	private static void goodput(Simulation sim) {
		long bytes = 10L * MEGABYTE;
		sim.configureClient((config) -> config.withRecovery(config.recovery().withCongestionControl("bbr")));
		OutgoingStream upload = sim.client().connection().upload(bytes, 4 * CHUNK_BYTES);
		sim.runUntil(() -> isFinished(sim.server(), upload.streamId()), 60_000);
		double megabits = bytes * 8e3 / sim.nowNanos();
		sim.check(megabits >= 9.0, "10 MB went at " + megabits + " Mbit/s");
		sim.runUntilQuiet();
		checkStream(sim, sim.server().connection(), sim.client().connection(), upload.streamId(), bytes);
	}

	private static boolean isFinished(SimulatedPeer reader, long streamId) {
		if (reader.connections().isEmpty()) {
			return false;
		}
		IncomingStream stream = reader.connection().incoming(streamId);
		return stream != null && stream.isFinished();
	}

	/** S20: every message once. */
	private static void duplication(Simulation sim) {
		sim.bothWays((link) -> link.duplicate(1));
		List<String> sent = new ArrayList<>();
		List<CallOutcome> calls = new ArrayList<>();
		SimulatedConnection client = sim.client().connection();
		for (int i = 0; i < 200; i++) {
			sent.add("event " + i);
			client.send(MessageType.EVENT, Messages.utf8("event " + i));
			calls.add(client.call("call " + i, 10_000));
		}
		OutgoingStream upload = client.upload(200_000, CHUNK_BYTES);
		sim.runUntil(client::isEstablished, 1_000);
		client.datagram(1, Messages.utf8("datagram"), 1_000);
		sent.add("datagram");
		sim.runUntilQuiet();
		for (int i = 0; i < calls.size(); i++) {
			sent.add("call " + i);
			sim.check(("call " + i).equals(calls.get(i).answer()), "call " + i + " was not answered once");
		}
		List<String> received = new ArrayList<>(sim.server().received());
		sim.check(received.size() == sent.size() && received.containsAll(sent),
				"not every message arrived once: " + received.size() + " of " + sent.size());
		IncomingStream stream = sim.server().connection().incoming(upload.streamId());
		sim.check(stream != null && stream.isFinished() && stream.digest().equals(upload.digest()),
				"the stream is not what was sent");
	}

	private static void checkStream(Simulation sim, SimulatedConnection reader, SimulatedConnection writer,
			long streamId, long bytes) {
		IncomingStream read = reader.incoming(streamId);
		OutgoingStream written = writer.outgoing(streamId);
		sim.check(read != null && written != null && read.isFinished() && written.isFinished(),
				"stream " + streamId + " is not finished");
		sim.check(read != null && read.bytes() == bytes, "stream " + streamId + " is not " + bytes + " bytes long");
		sim.check(read != null && written != null && read.digest().equals(written.digest()),
				"the digests of stream " + streamId + " differ");
	}

	private static String text(int length) {
		return "x".repeat(length);
	}

	/** A configuration for peers with small windows. */
	static TransportConfig withWindows(TransportConfig config, int streamBytes, int connectionBytes) {
		return config
			.withFlow(config.flow().withStreamWindowBytes(streamBytes).withConnectionWindowBytes(connectionBytes));
	}

}
