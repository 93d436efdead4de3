/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

import io.mxp.transport.packet.PacketHeader;

/**
 * Stands between a client and a server, keeps copies of what passes, and can send in the
 * name of either.
 */
final class UdpRelay implements AutoCloseable {

	private static final int MAX_KEPT = 200;

	private final DatagramSocket clientSide;

	private volatile DatagramSocket serverSide;

	private final InetSocketAddress server;

	private final List<byte[]> toServer = new ArrayList<>();

	private final List<byte[]> toClient = new ArrayList<>();

	private final AtomicLong toServerCount = new AtomicLong();

	private final AtomicLong toClientCount = new AtomicLong();

	private volatile SocketAddress client;

	private volatile int mtuBytes = 65_536;

	private volatile IntPredicate dropsToClient = (type) -> false;

	UdpRelay(InetSocketAddress server) throws SocketException {
		this.server = server;
		this.clientSide = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
		this.serverSide = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
		start("relay-to-server", this::carryToServer);
		start("relay-to-client", this::carryToClient);
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	/** Goes on under another port, as a NAT does that has forgotten its mapping. */
	void switchPort() throws SocketException {
		DatagramSocket old = this.serverSide;
		this.serverSide = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
		start("relay-to-client", this::carryToClient);
		old.close();
	}

	/** Where the server takes the client to be. */
	InetSocketAddress clientAddress() {
		return (InetSocketAddress) this.serverSide.getLocalSocketAddress();
	}

	/** Loses what the server sends where its packet type says so. */
	void dropToClient(IntPredicate types) {
		this.dropsToClient = types;
	}

	/** Loses what is larger, in both directions. */
	void mtu(int bytes) {
		this.mtuBytes = bytes;
	}

	/** Where the client takes the server to be. */
	InetSocketAddress address() {
		return (InetSocketAddress) this.clientSide.getLocalSocketAddress();
	}

	private void carryToServer() {
		DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
		try {
			while (true) {
				packet.setLength(65_536);
				this.clientSide.receive(packet);
				this.client = packet.getSocketAddress();
				keep(this.toServer, packet);
				this.toServerCount.incrementAndGet();
				if (packet.getLength() > this.mtuBytes) {
					continue;
				}
				this.serverSide.send(new DatagramPacket(packet.getData(), packet.getLength(), this.server));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void carryToClient() {
		DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
		DatagramSocket own = this.serverSide;
		try {
			while (true) {
				packet.setLength(65_536);
				own.receive(packet);
				keep(this.toClient, packet);
				this.toClientCount.incrementAndGet();
				if (this.dropsToClient.test(PacketHeader.type(packet.getData(), 0))
						|| packet.getLength() > this.mtuBytes) {
					continue;
				}
				this.clientSide.send(new DatagramPacket(packet.getData(), packet.getLength(), this.client));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private static void keep(List<byte[]> kept, DatagramPacket packet) {
		synchronized (kept) {
			if (kept.size() < MAX_KEPT) {
				kept.add(Arrays.copyOf(packet.getData(), packet.getLength()));
			}
		}
	}

	/** The first datagrams that the client sent. */
	List<byte[]> sentByClient() {
		synchronized (this.toServer) {
			return List.copyOf(this.toServer);
		}
	}

	/** The first datagrams that the server sent. */
	List<byte[]> sentByServer() {
		synchronized (this.toClient) {
			return List.copyOf(this.toClient);
		}
	}

	/** Datagrams of the client that were carried on. */
	long carriedToServer() {
		return this.toServerCount.get();
	}

	/** Datagrams of the server that were carried on. */
	long carriedToClient() {
		return this.toClientCount.get();
	}

	/** Sends to the server from the address that it knows as the client's. */
	DatagramSocket asClient() {
		return this.serverSide;
	}

	/** Sends to the client from the address that it knows as the server's. */
	DatagramSocket asServer() {
		return this.clientSide;
	}

	@Override
	public void close() {
		this.clientSide.close();
		this.serverSide.close();
	}

}
