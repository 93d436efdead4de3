/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.TransportException;
import io.mxp.transport.packet.Ecn;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.socket.DatagramPort;

/**
 * The sockets of an event loop: its own, number 0, and one for each connection that has
 * moved to another. COLD but for {@link #send}.
 */
final class LoopSockets {

	private final EventLoop loop;

	private final DatagramPort port;

	private final Map<Integer, Socket> others = new HashMap<>();

	/** A socket is not closed while its own datagrams are handed over. */
	private final List<Socket> closing = new ArrayList<>();

	private int last;

	LoopSockets(EventLoop loop, DatagramPort port) {
		this.loop = loop;
		this.port = port;
	}

	/** Hands a batch to the socket that it is for; one that is closed loses it. */
	boolean send(TransmitBatch batch) {
		if (batch.local() == 0) {
			return this.port.send(batch);
		}
		Socket socket = this.others.get(batch.local());
		return socket == null || socket.port.send(batch);
	}

	/**
	 * Moves a connection to a socket at another address of ours.
	 * @param moved completes when the peer is reached from there, fails where it is not
	 */
	void migrate(EngineConnection connection, InetSocketAddress address, CompletableFuture<Void> moved) {
		int local = ++this.last;
		try {
			DatagramPort opened = this.port.openSibling(address,
					(from, bytes, offset, length) -> this.loop.receive(from, local, bytes, offset, length, Ecn.NONE));
			this.others.put(local, new Socket(opened, moved));
		}
		catch (RuntimeException ex) {
			moved.completeExceptionally(ex);
			return;
		}
		if (!connection.connection().migrate(this.loop.nanos(), local)) {
			onForgotten(local);
			moved.completeExceptionally(new TransportException.MigrationFailed(
					"The connection cannot move now: it must be a client's, established, and not on another move"));
		}
	}

	void onMigrated(int local, boolean moved) {
		Socket socket = this.others.get(local);
		if (socket != null && moved) {
			socket.moved.complete(null);
		}
	}

	/** The connection does not use the socket any more. */
	void onForgotten(int local) {
		Socket socket = this.others.remove(local);
		if (socket != null) {
			this.closing.add(socket);
		}
	}

	/** Closes what is to be closed; not while datagrams are handed over. */
	void onTurn() {
		for (Socket socket : this.closing) {
			socket.close();
		}
		this.closing.clear();
	}

	void close() {
		this.others.values().forEach(Socket::close);
		this.others.clear();
		onTurn();
		this.port.close();
	}

	private record Socket(DatagramPort port, CompletableFuture<Void> moved) {

		void close() {
			this.port.close();
			this.moved.completeExceptionally(new TransportException.MigrationFailed(
					"The peer was not reached from there: the connection stays where it was"));
		}

	}

}
