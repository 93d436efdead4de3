/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import io.mxp.transport.TransportConfig;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.ConnectionState;
import io.mxp.transport.endpoint.ConnectionIdSource;
import io.mxp.transport.endpoint.DropCounters;
import io.mxp.transport.endpoint.Endpoint;
import io.mxp.transport.endpoint.EndpointKeys;
import io.mxp.transport.endpoint.ServerTarget;
import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;
import io.mxp.transport.packet.GuardZones;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.security.LocalIdentity;

/**
 * A host with a real {@link Endpoint} and an application on top. The application records
 * Events, answers Calls with their own data, and serves streams by what their StreamOpen
 * says: {@code GET n} is answered with n bytes, {@code ECHO} with what came.
 */
public final class SimulatedPeer implements SimulatedNetwork.Receiver {

	static final String GET = "GET ";

	static final String ECHO = "ECHO";

	private final Simulation simulation;

	private final String name;

	private final PeerKeys keys;

	private final SimulatedNetwork.Host host;

	private final TransportConfig config;

	private final SimulatedSockets sockets;

	private Endpoint endpoint;

	private final PeerListener listener;

	private final AmplificationOracle amplification;

	private final FlightOracle flight;

	private final TransmitBatch batch = new TransmitBatch(TransmitBatch.MAX_PACKETS,
			GuardZones.of("packets to send", true));

	private final List<SimulatedConnection> connections = new ArrayList<>();

	private final List<SimulatedConnection> live = new ArrayList<>();

	private final Set<String> transitions = new TreeSet<>();

	/** Whether it sends early data where it can. */
	private boolean early = true;

	private long scheduledNanos = Long.MAX_VALUE;

	private boolean busy;

	private long probesSent;

	private int mostOpenStreams;

	private int mostConnections;

	SimulatedPeer(Simulation simulation, String name, InetSocketAddress address, Link link, TransportConfig config) {
		this.simulation = simulation;
		this.name = name;
		this.host = new SimulatedNetwork.Host(address, link, this);
		this.sockets = new SimulatedSockets(this.host);
		this.amplification = new AmplificationOracle(simulation::fail);
		this.flight = new FlightOracle(simulation::fail);
		this.listener = new PeerListener(this);
		this.config = config;
		this.keys = new PeerKeys(simulation, name);
		this.endpoint = newEndpoint("");
	}

	private Endpoint newEndpoint(String life) {
		SimulatedRandom random = new SimulatedRandom(this.simulation.seeds().stream(this.name + " random" + life));
		return new Endpoint(this.keys.settings(this.config, random, life),
				new ConnectionIdSource(random, EndpointKeys.of(this.config.path(), random), 0), this.listener);
	}

	/** Starts a connection to a server. */
	public SimulatedConnection connect(SimulatedPeer server) {
		return connect(server, server.identity().publicKey(), false);
	}

	/** Knows the server by its name only, and by the key that it had the last time. */
	public SimulatedConnection connectByName(SimulatedPeer server, boolean anonymous) {
		return connect(new ServerTarget(server.address(), null, false, anonymous, server.name()));
	}

	/** Starts a connection with what is known of its server. */
	public SimulatedConnection connect(ServerTarget target) {
		SimulatedConnection made = application(this.endpoint.connect(this.simulation.nowNanos(), target, this.early));
		touch(made);
		return made;
	}

	/** The same with any key for the server, or without showing an identity. */
	public SimulatedConnection connect(SimulatedPeer server, byte[] key, boolean anonymous) {
		return connect(new ServerTarget(server.address(), key, true, anonymous, null));
	}

	/** The first connection; a client connects to the first server if it has none. */
	public SimulatedConnection connection() {
		return this.connections.isEmpty() ? connect(this.simulation.server()) : this.connections.get(0);
	}

	/** Sends an Event on the first connection. */
	public void send(String text) {
		connection().send(text);
	}

	/** What the application does with what it gets. */
	public PeerListener application() {
		return this.listener;
	}

	/** Shows another static key from now on. */
	public void rotateKey(boolean previousServed) {
		this.keys.rotate(previousServed);
	}

	/** Sends early data or none from now on. */
	public void early(boolean early) {
		this.early = early;
	}

	/** Accepts no more connections. */
	public void stopAccepting() {
		this.endpoint.stopAccepting();
	}

	/** From now on memory for buffers is refused with this probability. */
	public void failAllocations(double probability) {
		SplittableRandom chance = this.simulation.seeds().stream(this.name + " memory");
		this.endpoint.connectionSettings()
			.buffers()
			.gate((bytesInUse, moreBytes) -> chance.nextDouble() >= probability);
	}

	/** How often memory was refused. */
	public long allocationFailures() {
		return this.endpoint.connectionSettings().buffers().refusals();
	}

	/** Is seen under another port from now on. */
	public void rebindPort(int port) {
		this.simulation.network().rebind(this.host, new InetSocketAddress(address().getAddress(), port));
	}

	/** One of its sockets, 0 for the first, is seen under another address from now on. */
	public void rebind(int local, InetSocketAddress address) {
		this.simulation.network().rebind(this.sockets.host(local), address);
	}

	/** Has one more socket, at an address of its own. */
	public void openSocket(int local, InetSocketAddress address) {
		this.simulation.network().attach(this.sockets.open(local, address));
	}

	/** Forgets everything but its key and its configuration. */
	public void restart() {
		this.endpoint = newEndpoint(" " + this.connections.size() + " restarted");
		this.live.clear();
		this.scheduledNanos = Long.MAX_VALUE;
	}

	/** Sends bytes that no endpoint made, under our own address. */
	public void inject(InetSocketAddress to, byte[] bytes) {
		this.simulation.network().inject(this.host, address(), to, bytes);
	}

	public String name() {
		return this.name;
	}

	public InetSocketAddress address() {
		return this.host.address();
	}

	public LocalIdentity identity() {
		return this.keys.present();
	}

	/** Every connection there ever was, the oldest first. */
	public List<SimulatedConnection> connections() {
		return this.connections;
	}

	/** The texts of all Events of all connections. */
	public List<String> received() {
		return this.connections.stream().flatMap((connection) -> connection.received().stream()).toList();
	}

	/** Packets sent because a probe timeout fired. */
	public long probesSent() {
		return this.probesSent;
	}

	/** The most streams that were open on one connection at one time. */
	public int mostOpenStreams() {
		return this.mostOpenStreams;
	}

	/** The most connections that existed at one time. */
	public int mostConnections() {
		return this.mostConnections;
	}

	/** The largest ratio of bytes sent to received before an address was validated. */
	public double worstAmplification() {
		return this.amplification.worstRatio();
	}

	/** Changes of state that were seen, as in {@code HANDSHAKE>ESTABLISHED}. */
	public Set<String> transitions() {
		return this.transitions;
	}

	/** Datagrams that were dropped, by reason. */
	public DropCounters drops() {
		return this.endpoint.drops();
	}

	public Endpoint endpoint() {
		return this.endpoint;
	}

	Simulation simulation() {
		return this.simulation;
	}

	SimulatedNetwork.Host host() {
		return this.host;
	}

	@Override
	public DropReason onDatagram(Datagram datagram, byte[] received) {
		byte[] header = Arrays.copyOf(received, Math.max(received.length, PacketHeader.LENGTH));
		boolean forged = !Arrays.equals(received, datagram.bytes());
		this.busy = true;
		DropReason reason = this.endpoint.onDatagram(this.simulation.nowNanos(), datagram.from(),
				this.sockets.local(datagram), received, 0, received.length, datagram.ecn());
		this.busy = false;
		boolean accepted = reason == DropReason.NONE || reason == DropReason.NO_MEMORY;
		this.amplification.onReceived(header, received.length, accepted);
		if (accepted) {
			if (forged) {
				this.simulation.fail("a datagram that was changed on its way was accepted");
			}
			if (datagram.countAccepted() > 1 && PacketHeader.type(header, 0) != PacketType.INITIAL) {
				this.simulation.fail("SEC-20: datagram #" + datagram.number() + " was accepted twice");
			}
		}
		return reason;
	}

	@Override
	public void afterDatagram() {
		pump();
	}

	/** Something was done to a connection from outside of the endpoint. */
	void touch(SimulatedConnection connection) {
		if (connection.state() != ConnectionState.CLOSED || this.live.contains(connection)) {
			this.endpoint.touch(connection.connection());
		}
		pump();
	}

	private void onTimer(long scheduled) {
		if (scheduled != this.scheduledNanos) {
			return;
		}
		this.scheduledNanos = Long.MAX_VALUE;
		int timeouts = probeTimeouts();
		long packets = packetsSent();
		this.busy = true;
		this.endpoint.onTimeout(this.simulation.nowNanos());
		this.busy = false;
		boolean probing = probeTimeouts() > timeouts;
		pump();
		if (probing) {
			this.probesSent += packetsSent() - packets;
		}
	}

	private void pump() {
		if (this.busy) {
			return;
		}
		this.busy = true;
		long now = this.simulation.nowNanos();
		this.live.forEach((connection) -> this.flight.beforeSending(connection.connection()));
		while (this.endpoint.pollTransmit(now, this.batch)) {
			send();
		}
		OverrunOracle.check(this.simulation, this.name, this.batch.guards(),
				this.endpoint.connectionSettings().buffers().guards());
		this.busy = false;
		this.live.forEach((connection) -> this.flight.afterSending(connection.connection()));
		sample();
		long next = this.endpoint.nextTimeoutNanos();
		if (next < this.scheduledNanos) {
			this.scheduledNanos = next;
			this.simulation.events().wakeAt(next, () -> onTimer(next));
		}
	}

	private void send() {
		byte[] bytes = this.batch.array();
		for (int at = 0; at < this.batch.length(); at += this.batch.segmentBytes()) {
			int length = Math.min(this.batch.segmentBytes(), this.batch.length() - at);
			int from = this.batch.start() + at;
			this.amplification.onSent(bytes, from, length);
			SimulatedNetwork.Host socket = this.sockets.host(this.batch.local());
			this.simulation.network().send(socket, this.batch.destination(), bytes, from, length, this.batch.ecn());
		}
	}

	private void sample() {
		this.mostConnections = Math.max(this.mostConnections, this.live.size());
		for (SimulatedConnection connection : this.live) {
			connection.noteState(this.transitions);
			this.mostOpenStreams = Math.max(this.mostOpenStreams, connection.figures().openStreams());
		}
		this.live.removeIf((connection) -> connection.state() == ConnectionState.CLOSED);
	}

	private int probeTimeouts() {
		return this.live.stream().mapToInt((connection) -> connection.figures().probeTimeouts()).sum();
	}

	private long packetsSent() {
		return this.live.stream().mapToLong((connection) -> connection.figures().packetsSent()).sum();
	}

	/** The application's end of a connection, made when the connection is first seen. */
	SimulatedConnection application(Connection connection) {
		if (connection.attachment() instanceof SimulatedConnection known) {
			return known;
		}
		SimulatedConnection made = new SimulatedConnection(this, connection, this.connections.size());
		connection.attach(made);
		this.connections.add(made);
		this.live.add(made);
		return made;
	}

	AmplificationOracle amplification() {
		return this.amplification;
	}

	List<SimulatedConnection> live() {
		return this.live;
	}

	/** What its connections look like, for messages of failures. */
	String describe() {
		StringBuilder text = new StringBuilder(this.name).append(": ");
		this.live.forEach((connection) -> text.append(connection.figures().snapshot()).append(' '));
		long timer = this.endpoint.nextTimeoutNanos();
		return text
			.append((timer == Long.MAX_VALUE) ? "no timer. "
					: "next timer in " + (timer - this.simulation.nowNanos()) / 1_000 + " us. ")
			.toString();
	}

	/** Whether no connection has anything to do but to wait for idle timeouts. */
	boolean isQuiet() {
		long soon = this.simulation.nowNanos() + Simulation.SOON_NANOS;
		return this.endpoint.nextTimeoutNanos() > soon && this.live.stream().allMatch(SimulatedConnection::isQuiet);
	}

}
