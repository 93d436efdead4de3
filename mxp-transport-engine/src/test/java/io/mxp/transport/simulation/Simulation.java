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
import java.util.function.UnaryOperator;

import io.mxp.transport.StaticKey;
import io.mxp.transport.TransportConfig;

/**
 * Clients and servers on a network in memory, in virtual time; the same seed and calls
 * give the same run, byte for byte. All oracles are on. Network settings may change at
 * any time; those of peers hold for peers that are first asked for later.
 */
public final class Simulation {

	/** A timer nearer than this is work under way, such as a delayed acknowledgement. */
	static final long SOON_NANOS = 30_000_000L;

	private static final long MILLISECOND = 1_000_000L;

	private static final long LONGEST_RUN_NANOS = 3_600_000L * MILLISECOND;

	private static final int MOST_EVENTS_IN_ONE_INSTANT = 200_000;

	private static final int SERVER_PORT = 9_000;

	private static final int CLIENT_PORT = 40_000;

	private static final int FIRST_CLIENT_HOST = 100;

	private final long seed;

	private final Seeds seeds;

	private final EventQueue events = new EventQueue();

	private final Trace trace = new Trace();

	private final SimulatedNetwork network = new SimulatedNetwork(this.events, this.trace);

	private final SealOracle seals = new SealOracle(this::fail);

	private final PinnedKeys trusted = new PinnedKeys();

	private final Link uplink;

	private final Link downlink;

	private final Map<String, SimulatedPeer> servers = new LinkedHashMap<>();

	private final Map<String, SimulatedPeer> clients = new LinkedHashMap<>();

	private TransportConfig clientConfig = TransportConfig.clientOnly();

	private TransportConfig serverConfig = TransportConfig.defaults();

	private long verificationDelayNanos;

	private int certificateBytes;

	private int eventsInThisInstant;

	private Simulation(long seed) {
		this.seed = seed;
		this.seeds = new Seeds(seed);
		this.uplink = new Link("uplink", this.events, this.seeds);
		this.downlink = new Link("downlink", this.events, this.seeds);
		// As on the sockets of this version.
		mtu(1_200, false).configure((config) -> config.withRecovery(config.recovery().withEcn(false)));
	}

	/** A simulation with a delay of 1 ms each way and nothing that goes wrong. */
	public static Simulation seeded(long seed) {
		return new Simulation(seed);
	}

	// ---- the network

	/** The scenarios' link: 15 ms one way, 10 Mbit/s, a queue of 25 packets. */
	public Simulation baseLink() {
		return delayMillis(15).rate(10_000_000, 25);
	}

	/** One-way delay, both ways. */
	public Simulation delayMillis(long millis) {
		return bothWays((link) -> link.delayNanos(millis * MILLISECOND));
	}

	/** Rate and queue, both ways. */
	public Simulation rate(long bitsPerSecond, int queuePackets) {
		return bothWays((link) -> link.rate(bitsPerSecond, queuePackets));
	}

	/** Independent losses, both ways. */
	public Simulation loss(double probability) {
		return bothWays((link) -> link.loss(probability));
	}

	/** The n-th packets of all clients together are dropped, counted from 1. */
	public Simulation dropClientPacket(long... numbers) {
		this.uplink.drop(numbers);
		return this;
	}

	/** The n-th packets of all servers together are dropped, counted from 1. */
	public Simulation dropServerPacket(long... numbers) {
		this.downlink.drop(numbers);
		return this;
	}

	/** Largest datagrams, found out or used at once; 1,200 unless called. */
	public Simulation mtu(int largestBytes, boolean discover) {
		return configure((config) -> config
			.withSocket(config.socket().withMaxDatagramBytes(largestBytes).withPathMtuDiscovery(discover)));
	}

	/** Changes both directions. */
	public Simulation bothWays(Consumer<Link> change) {
		change.accept(this.uplink);
		change.accept(this.downlink);
		return this;
	}

	/** From the clients to the servers. */
	public Link uplink() {
		return this.uplink;
	}

	/** From the servers to the clients. */
	public Link downlink() {
		return this.downlink;
	}

	/** Sees every datagram that any host sends, as it is on the wire. */
	public Simulation sniff(Consumer<byte[]> sniffer) {
		this.network.sniff(sniffer);
		return this;
	}

	// ---- the peers

	/** Changes the configuration of all peers that are made from now on. */
	public Simulation configure(UnaryOperator<TransportConfig> change) {
		return configureClient(change).configureServer(change);
	}

	public Simulation configureClient(UnaryOperator<TransportConfig> change) {
		this.clientConfig = change.apply(this.clientConfig);
		return this;
	}

	public Simulation configureServer(UnaryOperator<TransportConfig> change) {
		this.serverConfig = change.apply(this.serverConfig);
		return this;
	}

	/** Verifying a peer's key takes so long; 0, the default, for no time. */
	public Simulation verificationMillis(long millis) {
		this.verificationDelayNanos = millis * MILLISECOND;
		return this;
	}

	/** Peers made from now on show a chain of so many bytes, at most 8 KiB. */
	public Simulation certificateBytes(int bytes) {
		this.certificateBytes = bytes;
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
						SimulatedNetwork.address(FIRST_CLIENT_HOST + this.clients.size(), CLIENT_PORT), this.uplink,
						this.clientConfig)));
	}

	/** The first server. */
	public SimulatedPeer server() {
		return server("server");
	}

	public SimulatedPeer server(String name) {
		return this.servers.computeIfAbsent(name, (key) -> attach(new SimulatedPeer(this, key,
				SimulatedNetwork.address(1 + this.servers.size(), SERVER_PORT), this.downlink, this.serverConfig)));
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
		return this.events.nowNanos();
	}

	/** Does something at a time to come. */
	public void at(long nanos, Runnable action) {
		this.events.at(nanos, action);
	}

	/** Lets so much virtual time pass. */
	public void runForMillis(long millis) {
		runForMicros(millis * 1_000);
	}

	/** Lets so much virtual time pass. */
	public void runForMicros(long micros) {
		long end = nowNanos() + micros * 1_000;
		while (this.events.nextNanos() <= end) {
			step();
		}
		this.events.advanceTo(end);
	}

	/** Runs until a condition holds; fails where it does not within so much time. */
	public void runUntil(BooleanSupplier condition, long limitMillis) {
		long end = nowNanos() + limitMillis * MILLISECOND;
		while (!condition.getAsBoolean()) {
			if (this.events.nextNanos() > end) {
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
		if (this.events.hasDeeds()) {
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
			this.events.runNext();
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

	Seeds seeds() {
		return this.seeds;
	}

	SplittableRandom content(String name) {
		return this.seeds.stream("content " + name);
	}

	EventQueue events() {
		return this.events;
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

	PinnedKeys trusted() {
		return this.trusted;
	}

	int certificateBytes() {
		return this.certificateBytes;
	}

	long verificationDelayNanos() {
		return this.verificationDelayNanos;
	}

}
