/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.mxp.transport.packet.DropReason;
import io.mxp.transport.packet.Ecn;

/**
 * Hosts with addresses, and the links by which their datagrams leave. A datagram takes
 * the link of its sender; links may be shared, so that hosts compete for one queue.
 */
final class SimulatedNetwork {

	private final EventQueue events;

	private final Trace trace;

	private final Map<InetSocketAddress, Host> hosts = new HashMap<>();

	private Consumer<byte[]> sniffer = (bytes) -> {
	};

	private Consumer<Datagram> watcher = (datagram) -> {
	};

	private final Map<InetSocketAddress, Long> arrivedFrom = new HashMap<>();

	private final Map<InetSocketAddress, Long> sentTo = new HashMap<>();

	private long datagrams;

	private long bytes;

	SimulatedNetwork(EventQueue events, Trace trace) {
		this.events = events;
		this.trace = trace;
	}

	/** An address in 10.0.0.0/24. */
	static InetSocketAddress address(int host, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(new byte[] { 10, 0, 0, (byte) host }), port);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("four bytes are an address", ex);
		}
	}

	/** Puts a host on the network. */
	void attach(Host host) {
		if (this.hosts.putIfAbsent(host.address(), host) != null) {
			throw new IllegalArgumentException(host.address() + " is taken");
		}
	}

	/** From now on nobody is at an address. */
	void detachAddress(InetSocketAddress address) {
		this.hosts.remove(address);
	}

	/**
	 * The host is seen under another address from now on, as if a NAT had forgotten it;
	 * what travels to the old one reaches nobody.
	 */
	void rebind(Host host, InetSocketAddress address) {
		detachAddress(host.address());
		host.address(address);
		attach(host);
		this.trace.note(this.events.nowNanos(), "rebind to " + address);
	}

	/** Sends one datagram; the bytes are copied. */
	void send(Host from, InetSocketAddress to, byte[] source, int offset, int length, int ecn) {
		byte[] copy = new byte[length];
		System.arraycopy(source, offset, copy, 0, length);
		send(from, new Datagram(++this.datagrams, from.address(), to, copy, ecn));
	}

	/** Sends a datagram under any source address: what an attacker can do. */
	void inject(Host from, InetSocketAddress claimed, InetSocketAddress to, byte[] source) {
		send(from, new Datagram(++this.datagrams, claimed, to, source.clone(), Ecn.NONE));
	}

	/** Sees every datagram as it is sent. */
	void sniff(Consumer<byte[]> sniffer) {
		this.sniffer = this.sniffer.andThen(sniffer);
	}

	/** Sees every datagram as it is sent, with its addresses. */
	void watch(Consumer<Datagram> watcher) {
		this.watcher = this.watcher.andThen(watcher);
	}

	/** Bytes that were sent to an address, whoever is there. */
	long bytesTo(InetSocketAddress address) {
		return this.sentTo.getOrDefault(address, 0L);
	}

	/** Bytes that reached anybody from an address, forged ones included. */
	long bytesFrom(InetSocketAddress address) {
		return this.arrivedFrom.getOrDefault(address, 0L);
	}

	private void send(Host from, Datagram datagram) {
		this.sniffer.accept(datagram.bytes());
		this.watcher.accept(datagram);
		this.sentTo.merge(datagram.to(), (long) datagram.length(), Long::sum);
		this.bytes += datagram.length();
		Fate fate = from.link().send(datagram, this::arrive);
		this.trace.onSent(this.events.nowNanos(), datagram, fate);
	}

	private void arrive(Datagram datagram, byte[] received) {
		Host host = this.hosts.get(datagram.to());
		this.arrivedFrom.merge(datagram.from(), (long) received.length, Long::sum);
		byte[] onTheWire = this.trace.isBrief() ? received : received.clone();
		DropReason reason = (host != null) ? host.receiver().onDatagram(datagram, received)
				: DropReason.UNKNOWN_CONNECTION;
		this.trace.onReceived(this.events.nowNanos(), datagram, onTheWire, reason);
		if (host != null) {
			host.receiver().afterDatagram();
		}
	}

	/** Datagrams sent by all hosts. */
	long datagrams() {
		return this.datagrams;
	}

	/** Bytes sent by all hosts. */
	long bytes() {
		return this.bytes;
	}

	/** What a host does with datagrams. */
	interface Receiver {

		/** Takes a datagram; the array is the receiver's to change. */
		DropReason onDatagram(Datagram datagram, byte[] received);

		/** The datagram is in the trace: what it causes may be sent now. */
		void afterDatagram();

	}

	/** A host's place on the network. */
	static final class Host {

		private final Receiver receiver;

		private InetSocketAddress address;

		private Link link;

		Host(InetSocketAddress address, Link link, Receiver receiver) {
			this.address = address;
			this.link = link;
			this.receiver = receiver;
		}

		InetSocketAddress address() {
			return this.address;
		}

		private void address(InetSocketAddress address) {
			this.address = address;
		}

		Link link() {
			return this.link;
		}

		void link(Link link) {
			this.link = link;
		}

		Receiver receiver() {
			return this.receiver;
		}

	}

}
