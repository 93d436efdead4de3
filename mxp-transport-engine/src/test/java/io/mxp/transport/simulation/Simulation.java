/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.mxp.transport.StaticKey;

/**
 * Clients and servers on a network in memory, in virtual time; the same seed and calls
 * give the same run, byte for byte. All oracles are on. Network settings may change at
 * any time; those of peers hold for peers that are first asked for later.
 */
public final class Simulation extends SimulationSettings<Simulation> {

	/** A timer nearer than this is work under way, such as a delayed acknowledgement. */
	static final long SOON_NANOS = 30_000_000L;

	private static final long MILLISECOND = 1_000_000L;

	private static final long LONGEST_RUN_NANOS = 3_600_000L * MILLISECOND;

	private static final int MOST_EVENTS_IN_ONE_INSTANT = 200_000;

	private static final int SERVER_PORT = 9_000;

	private static final int CLIENT_PORT = 40_000;

	private static final int FIRST_CLIENT_HOST = 100;

	private final long seed;

	private final Trace trace = new Trace();

	private final SimulatedNetwork network = new SimulatedNetwork(events(), this.trace);

	private final SealOracle seals = new SealOracle(this::fail);

	private final PinnedKeys trusted = new PinnedKeys();

	private final SimulatedTickets tickets = new SimulatedTickets(this);

	private final Map<String, SimulatedPeer> servers = new LinkedHashMap<>();

	private final Map<String, SimulatedPeer> clients = new LinkedHashMap<>();

	private int eventsInThisInstant;

	private Simulation(long seed) {
		super(seed);
		this.seed = seed;
	}

	/** A simulation with a delay of 1 ms each way and nothing that goes wrong. */
	public static Simulation seeded(long seed) {
		return new Simulation(seed);
	}

	// ---- the peers

	/** Sees every datagram that any host sends, as it is on the wire. */
	public Simulation sniff(Consumer<byte[]> sniffer) {
		this.network.sniff(sniffer);
		return this;
	}

	/** The first client; connects to the first server when it is first used. */
	public SimulatedPeer client() {
		return client("client");
	}

	public SimulatedPeer client(String name) {
		server();
		return this.clients.computeIfAbsent(name,
				(key) -> attach(new SimulatedPeer(this, key,
						SimulatedNetwork.address(FIRST_CLIENT_HOST + this.clients.size(), CLIENT_PORT), uplink(),
						clientConfig())));
	}

	/** The first server. */
	public SimulatedPeer server() {
		return server("server");
	}

	public SimulatedPeer server(String name) {
		return this.servers.computeIfAbsent(name, (key) -> attach(new SimulatedPeer(this, key,
				SimulatedNetwork.address(1 + this.servers.size(), SERVER_PORT), downlink(), serverConfig())));
	}

	/** Nobody knows this peer's key any more. */
	public Simulation distrust(SimulatedPeer peer) {
		this.trusted.distrust(StaticKey.of(peer.identity().publicKey()));
		return this;
	}

	private SimulatedPeer attach(SimulatedPeer peer) {
		this.network.attach(peer.host());
		this.trusted.trust(StaticKey.of(peer.identity().publicKey()), peer.name());
		return peer;
	}

	Iterable<SimulatedPeer> peers() {
		Map<String, SimulatedPeer> all = new LinkedHashMap<>(this.servers);
		all.putAll(this.clients);
		return all.values();
	}

	// ---- time

	/** Virtual time since the start. */
	public long nowNanos() {
		return events().nowNanos();
	}

	/** Does something at a time to come. */
	public void at(long nanos, Runnable action) {
		events().at(nanos, action);
	}

	/** Lets so much virtual time pass. */
	public void runForMillis(long millis) {
		runForMicros(millis * 1_000);
	}

	/** Lets so much virtual time pass. */
	public void runForMicros(long micros) {
		long end = nowNanos() + micros * 1_000;
		while (events().nextNanos() <= end) {
			step();
		}
		events().advanceTo(end);
	}

	/** Runs until a condition holds; fails where it does not within so much time. */
	public void runUntil(BooleanSupplier condition, long limitMillis) {
		long end = nowNanos() + limitMillis * MILLISECOND;
		while (!condition.getAsBoolean()) {
			if (events().nextNanos() > end) {
				throw failure("the condition did not come true within " + limitMillis + " ms. " + describe(), null);
			}
			step();
		}
	}

	/** Until nothing travels, waits or closes and everything sent was acknowledged. */
	public void runUntilQuiet() {
		runUntil(this::isQuiet, LONGEST_RUN_NANOS / MILLISECOND);
	}

	/** Whether nothing is under way. */
	boolean isQuiet() {
		if (events().hasDeeds()) {
			return false;
		}
		for (SimulatedPeer peer : peers()) {
			if (!peer.isQuiet()) {
				return false;
			}
		}
		return true;
	}

	private void step() {
		long before = nowNanos();
		try {
			events().runNext();
		}
		catch (RuntimeException ex) {
			throw failure("an exception escaped", ex);
		}
		this.eventsInThisInstant = (nowNanos() == before) ? this.eventsInThisInstant + 1 : 0;
		if (this.eventsInThisInstant > MOST_EVENTS_IN_ONE_INSTANT) {
			throw failure("time stands still: a timer is due again and again. " + describe(), null);
		}
	}

	// ---- the end

	/** Nothing may be left anywhere, before and after all is closed. */
	public void closeAndCheck() {
		LeakOracle leaks = new LeakOracle(this);
		leaks.checkBuffers();
		for (SimulatedPeer client : this.clients.values()) {
			for (SimulatedConnection connection : client.connections()) {
				connection.close();
			}
		}
		runUntil(leaks::isEverythingGone, LeakOracle.LONGEST_END_MILLIS);
		leaks.checkEndpoints();
	}

	/** Fails the run where a condition does not hold. */
	public void check(boolean condition, String message) {
		if (!condition) {
			fail(message);
		}
	}

	/** Fails the run. */
	void fail(String message) {
		throw failure(message, null);
	}

	SimulationFailure failure(String message, Throwable cause) {
		return new SimulationFailure("seed " + this.seed + " at " + Trace.time(nowNanos()) + ": " + message
				+ (message.endsWith(".") ? "" : ".") + " Repeat with -Dmxp.sim.seed=" + this.seed
				+ " -Dmxp.sim.trace=DIRECTORY", cause);
	}

	/** SHA-256 over everything that happened to datagrams, and the changes of state. */
	public String digest() {
		return this.trace.digest();
	}

	/** Writes the trace as text, too. */
	public Simulation traceTo(Path file) {
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			this.trace.writeTo(Files.newBufferedWriter(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	public long seed() {
		return this.seed;
	}

	/** Datagrams that all hosts sent. */
	public long datagrams() {
		return this.network.datagrams();
	}

	/** Packets sealed by all endpoints. */
	public long sealedPackets() {
		return this.seals.seals();
	}

	private String describe() {
		StringBuilder text = new StringBuilder();
		peers().forEach((peer) -> text.append(peer.describe()));
		return text.toString();
	}

	SplittableRandom content(String name) {
		return seeds().stream("content " + name);
	}

	Trace trace() {
		return this.trace;
	}

	SimulatedNetwork network() {
		return this.network;
	}

	SealOracle seals() {
		return this.seals;
	}

	/** Session tickets and early data. */
	public SimulatedTickets tickets() {
		return this.tickets;
	}

	PinnedKeys trusted() {
		return this.trusted;
	}

}
