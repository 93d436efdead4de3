/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.mxp.transport.TransportConfig;
import io.mxp.transport.packet.HeaderTlvs;

/**
 * What a simulation is told: its links, which may change at any time, and how peers that
 * are made later are configured.
 *
 * @param <S> what a chain of calls goes on with
 */
abstract class SimulationSettings<S extends SimulationSettings<S>> {

	private static final long MILLISECOND = 1_000_000L;

	private final EventQueue events = new EventQueue();

	private final Seeds seeds;

	private final Link uplink;

	private final Link downlink;

	private TransportConfig clientConfig = TransportConfig.clientOnly();

	private TransportConfig serverConfig = TransportConfig.defaults();

	private long verificationDelayNanos;

	private int certificateBytes;

	private List<Integer> versions = List.of(HeaderTlvs.VERSION_1);

	SimulationSettings(long seed) {
		this.seeds = new Seeds(seed);
		this.uplink = new Link("uplink", this.events, this.seeds);
		this.downlink = new Link("downlink", this.events, this.seeds);
		// As on the sockets of this version.
		mtu(1_200, false);
		configure((config) -> config.withRecovery(config.recovery().withEcn(false)));
	}

	@SuppressWarnings("unchecked")
	private S self() {
		return (S) this;
	}

	// ---- the network

	/** The scenarios' link: 15 ms one way, 10 Mbit/s, a queue of 25 packets. */
	public S baseLink() {
		delayMillis(15);
		return rate(10_000_000, 25);
	}

	/** One-way delay, both ways. */
	public S delayMillis(long millis) {
		return bothWays((link) -> link.delayNanos(millis * MILLISECOND));
	}

	/** Rate and queue, both ways. */
	public S rate(long bitsPerSecond, int queuePackets) {
		return bothWays((link) -> link.rate(bitsPerSecond, queuePackets));
	}

	/** Independent losses, both ways. */
	public S loss(double probability) {
		return bothWays((link) -> link.loss(probability));
	}

	/** The n-th packets of all clients together are dropped, counted from 1. */
	public S dropClientPacket(long... numbers) {
		this.uplink.drop(numbers);
		return self();
	}

	/** The n-th packets of all servers together are dropped, counted from 1. */
	public S dropServerPacket(long... numbers) {
		this.downlink.drop(numbers);
		return self();
	}

	/** Largest datagrams, found out or used at once; 1,200 unless called. */
	public S mtu(int largestBytes, boolean discover) {
		return configure((config) -> config
			.withSocket(config.socket().withMaxDatagramBytes(largestBytes).withPathMtuDiscovery(discover)));
	}

	/** Changes both directions. */
	public S bothWays(Consumer<Link> change) {
		change.accept(this.uplink);
		change.accept(this.downlink);
		return self();
	}

	/** From the clients to the servers. */
	public Link uplink() {
		return this.uplink;
	}

	/** From the servers to the clients. */
	public Link downlink() {
		return this.downlink;
	}

	// ---- the peers

	/** Changes the configuration of all peers that are made from now on. */
	public S configure(UnaryOperator<TransportConfig> change) {
		configureClient(change);
		return configureServer(change);
	}

	public S configureClient(UnaryOperator<TransportConfig> change) {
		this.clientConfig = change.apply(this.clientConfig);
		return self();
	}

	public S configureServer(UnaryOperator<TransportConfig> change) {
		this.serverConfig = change.apply(this.serverConfig);
		return self();
	}

	/** Verifying a peer's key takes so long; 0, the default, for no time. */
	public S verificationMillis(long millis) {
		this.verificationDelayNanos = millis * MILLISECOND;
		return self();
	}

	/** Peers made from now on show a chain of so many bytes, at most 8 KiB. */
	public S certificateBytes(int bytes) {
		this.certificateBytes = bytes;
		return self();
	}

	/** Peers made from now on speak these versions, the preferred one first. */
	public S versions(Integer... spoken) {
		this.versions = List.of(spoken);
		return self();
	}

	List<Integer> versions() {
		return this.versions;
	}

	TransportConfig clientConfig() {
		return this.clientConfig;
	}

	TransportConfig serverConfig() {
		return this.serverConfig;
	}

	EventQueue events() {
		return this.events;
	}

	Seeds seeds() {
		return this.seeds;
	}

	int certificateBytes() {
		return this.certificateBytes;
	}

	long verificationDelayNanos() {
		return this.verificationDelayNanos;
	}

}
