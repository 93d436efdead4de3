/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * One running transport: UDP sockets, event loops and the connections on them. The same
 * transport accepts connections and makes them.
 *
 * <p>
 * Made by {@code io.mxp.transport.engine.MxpTransportEngine}. All methods may be called
 * from any thread and none of them blocks, {@link #close()} aside. Futures complete on
 * the transport's delivery threads, so a long continuation belongs on an executor of its
 * own.
 */
public interface MxpTransport extends AutoCloseable {

	/** The bound address, with the port that the system chose where 0 was asked for. */
	InetSocketAddress localAddress();

	/** Who this transport is towards its peers. */
	AgentIdentity identity();

	/**
	 * Shows peers another static key, or the same one with new certificates, from now on.
	 * Nothing is restarted: connections that live go on, and clients that still name the
	 * previous key are served for a while; after that they are told, and those that trust
	 * an authority find the new key by themselves.
	 * @param next of the same agent
	 * @param previousServed how long clients may still name the key before; zero for not
	 * at all
	 * @throws TransportException.Configuration where it is of another agent, or one of
	 * both is anonymous
	 */
	void rotateIdentity(AgentIdentity next, Duration previousServed);

	/** The socket driver in use: {@code nio} or {@code epoll}. */
	String socketTransport();

	/**
	 * Connects and completes when the peer is authenticated.
	 * @return completes exceptionally with {@link TransportException.HandshakeFailed}
	 * where the peer cannot be reached in time, is not who was asked for, or refuses; and
	 * with {@link TransportException.Configuration} where no key is known for it
	 */
	CompletableFuture<MxpConnection> connect(ConnectRequest request);

	/** Connects to an address whose static key the trust policy knows. */
	default CompletableFuture<MxpConnection> connect(MxpAddress address) {
		return connect(ConnectRequest.to(address));
	}

	/** A snapshot of the connections that are established now. */
	Collection<MxpConnection> connections();

	/**
	 * Stops accepting connections and calls, lets those in progress end, then closes all
	 * connections.
	 * @param grace how long to wait at most
	 * @return completes when the last connection is closed
	 */
	CompletableFuture<Void> drain(Duration grace);

	/**
	 * Closes every connection at once, then the sockets. Blocks until the event loops
	 * have ended, 5 s at most.
	 */
	@Override
	void close();

}
