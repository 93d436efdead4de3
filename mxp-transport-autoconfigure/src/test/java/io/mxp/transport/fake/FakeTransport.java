/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.fake;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.AgentIdentity;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MessageHandler;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.MxpTransport;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;

/** One transport in memory, with one delivery thread. */
public final class FakeTransport implements MxpTransport {

	final ExecutorService delivery = Executors.newSingleThreadExecutor((task) -> new Thread(task, "fake-delivery"));

	final List<MxpConnection> connections = new CopyOnWriteArrayList<>();

	final FakeNetwork network;

	private final int port;

	private final TransportConfig config;

	private final AgentIdentity identity;

	private final MessageHandler handler;

	private final AtomicInteger connects = new AtomicInteger();

	private final AtomicInteger drains = new AtomicInteger();

	FakeTransport(FakeNetwork network, int port, TransportConfig config, AgentIdentity identity,
			MessageHandler handler) {
		this.network = network;
		this.port = port;
		this.config = config;
		this.identity = identity;
		this.handler = handler;
	}

	MessageHandler handler() {
		return this.handler;
	}

	public TransportConfig config() {
		return this.config;
	}

	public int connects() {
		return this.connects.get();
	}

	public int drains() {
		return this.drains.get();
	}

	@Override
	public void rotateIdentity(AgentIdentity next, Duration previousServed) {
		throw new IllegalStateException("the identity of this transport is fixed");
	}

	@Override
	public InetSocketAddress localAddress() {
		return new InetSocketAddress("127.0.0.1", this.port);
	}

	@Override
	public AgentIdentity identity() {
		return this.identity;
	}

	@Override
	public String socketTransport() {
		return "fake";
	}

	@Override
	public CompletableFuture<MxpConnection> connect(ConnectRequest request) {
		this.connects.incrementAndGet();
		FakeTransport remote = this.network.find(request.address().port());
		if (remote == null || !remote.config.server().accept()) {
			return CompletableFuture.failedFuture(new TransportException.HandshakeFailed(ErrorCode.PEER_UNREACHABLE,
					"No answer from " + request.address()));
		}
		FakeConnection ours = new FakeConnection(this, true);
		FakeConnection theirs = new FakeConnection(remote, false);
		ours.join(theirs);
		remote.handler.onConnected(theirs);
		return CompletableFuture.completedFuture(ours);
	}

	@Override
	public Collection<MxpConnection> connections() {
		return List.copyOf(this.connections);
	}

	@Override
	public CompletableFuture<Void> drain(Duration grace) {
		this.drains.incrementAndGet();
		this.connections.forEach((connection) -> connection.close(ErrorCode.SERVER_SHUTDOWN, "drained"));
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		this.network.remove(this.port);
		this.connections.forEach((connection) -> connection.close(ErrorCode.SERVER_SHUTDOWN, "closed"));
		this.delivery.shutdown();
	}

}
