/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between clients and one server on loopback. A client sends to {@link #address()}
 * instead of the server; the server sees each client under a port of its own. All clients
 * share the two lanes, as they would share a path. One daemon thread, which ends with
 * {@link #close()}.
 *
 * <p>
 * The same seed makes the same decisions for the n-th datagram of a direction; when
 * datagrams come is up to the machine. Delays are kept to about 0.1 ms on an idle
 * machine.
 */
public final class ImpairmentProxy implements AutoCloseable {

	/** Asked for; the operating system may give less. */
	static final int SOCKET_BUFFER_BYTES = 4 << 20;

	/** Clients that are served; what others send is dropped. */
	static final int MOST_CLIENTS = 1_024;

	private static final int MOST_DATAGRAM_BYTES = 65_536;

	private static final int READS_IN_A_TURN = 64;

	private static final long MILLISECOND_NANOS = 1_000_000L;

	private final InetSocketAddress server;

	private final DatagramChannel downstream;

	private final InetSocketAddress address;

	private final Selector selector;

	private final Map<InetSocketAddress, Flow> flows = new HashMap<>();

	private final Queue<CompletableFuture<List<Integer>>> rebindings = new ConcurrentLinkedQueue<>();

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(MOST_DATAGRAM_BYTES);

	private final Lane toServer;

	private final Lane toClients;

	private final Thread thread;

	private volatile boolean closed;

	private ImpairmentProxy(InetSocketAddress server, long seed, Impairment toServer, Impairment toClients)
			throws IOException {
		this.server = server;
		this.toServer = new Lane(seed, toServer);
		this.toClients = new Lane(~seed, toClients);
		this.selector = Selector.open();
		this.downstream = DatagramChannel.open();
		this.downstream.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
		this.downstream.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
		this.downstream.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
		this.downstream.configureBlocking(false);
		this.downstream.register(this.selector, SelectionKey.OP_READ);
		this.address = (InetSocketAddress) this.downstream.getLocalAddress();
		this.thread = new Thread(this::run, "impairment-" + this.address.getPort());
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Starts a proxy on a free port of 127.0.0.1 that does the same to both directions.
	 * @param server where datagrams go
	 * @param seed of all decisions
	 */
	public static ImpairmentProxy start(InetSocketAddress server, long seed, Impairment bothWays) {
		return start(server, seed, bothWays, bothWays);
	}

	/** The same, with one for each direction. */
	public static ImpairmentProxy start(InetSocketAddress server, long seed, Impairment toServer,
			Impairment toClients) {
		try {
			return new ImpairmentProxy(server, seed, toServer, toClients);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Where clients take the server to be. */
	public InetSocketAddress address() {
		return this.address;
	}

	/** Datagrams that come from now on are treated so. */
	public void impair(Impairment bothWays) {
		impairToServer(bothWays);
		impairToClients(bothWays);
	}

	/** The direction to the server only. */
	public void impairToServer(Impairment impairment) {
		this.toServer.impair(impairment);
	}

	/** The direction to the clients only. */
	public void impairToClients(Impairment impairment) {
		this.toClients.impair(impairment);
	}

	/** What was done to datagrams of clients. */
	public ImpairmentCounters toServer() {
		return this.toServer.counters();
	}

	/** What was done to datagrams of the server. */
	public ImpairmentCounters toClients() {
		return this.toClients.counters();
	}

	/**
	 * Every client gets another port at the server's side, as by a NAT that forgot them.
	 * @return the ports that the server sees from now on, once it is done
	 */
	public CompletableFuture<List<Integer>> rebind() {
		CompletableFuture<List<Integer>> done = new CompletableFuture<>();
		this.rebindings.add(done);
		this.selector.wakeup();
		if (this.closed) {
			done.cancel(false);
		}
		return done;
	}

	private void run() {
		try {
			while (!this.closed) {
				await();
				this.selector.selectedKeys().forEach(this::read);
				this.selector.selectedKeys().clear();
				for (CompletableFuture<List<Integer>> next = this.rebindings
					.poll(); next != null; next = this.rebindings.poll()) {
					rebind(next);
				}
				deliver(this.toServer, true);
				deliver(this.toClients, false);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			end();
		}
	}

	/**
	 * Until something came or is due. A selector counts in milliseconds, so the rest is
	 * parked.
	 */
	private void await() throws IOException {
		long now = System.nanoTime();
		long wait = Math.min(this.toServer.waitNanos(now), this.toClients.waitNanos(now));
		if (wait == Long.MAX_VALUE) {
			this.selector.select();
		}
		else if (wait >= 2 * MILLISECOND_NANOS) {
			this.selector.select(wait / MILLISECOND_NANOS - 1);
		}
		else if (this.selector.selectNow() == 0 && wait > 0) {
			LockSupport.parkNanos(Math.min(wait, MILLISECOND_NANOS / 10));
			this.selector.selectNow();
		}
	}

	private void read(SelectionKey key) {
		for (int i = 0; i < READS_IN_A_TURN && key.isValid(); i++) {
			this.buffer.clear();
			try {
				DatagramChannel channel = (DatagramChannel) key.channel();
				InetSocketAddress from = (InetSocketAddress) channel.receive(this.buffer);
				if (from == null) {
					return;
				}
				byte[] bytes = new byte[this.buffer.flip().remaining()];
				this.buffer.get(bytes);
				if (key.attachment() instanceof Flow flow) {
					this.toClients.accept(System.nanoTime(), flow, bytes);
				}
				else {
					fromClient(from, bytes);
				}
			}
			catch (IOException ex) {
				// ICMP says that nobody listens at the server's port; the next one may
				// arrive.
			}
		}
	}

	private void fromClient(InetSocketAddress from, byte[] bytes) throws IOException {
		Flow flow = this.flows.get(from);
		if (flow == null && this.flows.size() < MOST_CLIENTS) {
			flow = new Flow(from, this.server, this.selector);
			this.flows.put(from, flow);
		}
		if (flow != null) {
			this.toServer.accept(System.nanoTime(), flow, bytes);
		}
	}

	private void rebind(CompletableFuture<List<Integer>> done) {
		try {
			List<Integer> ports = new ArrayList<>();
			for (Flow flow : this.flows.values()) {
				flow.rebind(this.selector);
				ports.add(flow.upstreamPort());
			}
			done.complete(ports);
		}
		catch (IOException ex) {
			done.completeExceptionally(ex);
		}
	}

	private void deliver(Lane lane, boolean toServer) {
		long now = System.nanoTime();
		for (Lane.Kept next = lane.poll(now); next != null; next = lane.poll(now)) {
			ByteBuffer datagram = ByteBuffer.wrap(next.bytes());
			lane.onDelivered(toServer ? next.flow().toServer(datagram) : toClient(datagram, next.flow().client()));
		}
		lane.publish();
	}

	private boolean toClient(ByteBuffer datagram, InetSocketAddress client) {
		try {
			int length = datagram.remaining();
			return this.downstream.send(datagram, client) == length;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns when the thread has ended and the sockets are closed. Datagrams under way
	 * are lost.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
		boolean interrupted = false;
		while (this.thread.isAlive() && Thread.currentThread() != this.thread) {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void end() {
		this.closed = true;
		try {
			for (Flow flow : this.flows.values()) {
				flow.close();
			}
			this.downstream.close();
			this.selector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.rebindings.forEach((waiting) -> waiting.cancel(false));
		}
	}

}
