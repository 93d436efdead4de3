/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.impairment;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

import org.jspecify.annotations.Nullable;

/**
 * A client and the socket under which the server sees it. Belongs to the proxy's thread.
 */
final class Flow implements AutoCloseable {

	private final InetSocketAddress client;

	private final InetSocketAddress server;

	private DatagramChannel upstream;

	/** The socket before the last rebinding: bound, so that nobody else gets its port. */
	private @Nullable DatagramChannel former;

	Flow(InetSocketAddress client, InetSocketAddress server, Selector selector) throws IOException {
		this.client = client;
		this.server = server;
		this.upstream = open(selector);
	}

	InetSocketAddress client() {
		return this.client;
	}

	/** The port under which the server sees the client. */
	int upstreamPort() throws IOException {
		return ((InetSocketAddress) this.upstream.getLocalAddress()).getPort();
	}

	/**
	 * Another port, as when a NAT has forgotten its mapping. What still comes to the
	 * former one is lost, without an ICMP message to the server.
	 */
	void rebind(Selector selector) throws IOException {
		DatagramChannel before = this.former;
		if (before != null) {
			before.close();
		}
		SelectionKey key = this.upstream.keyFor(selector);
		if (key != null) {
			key.cancel();
		}
		this.former = this.upstream;
		this.upstream = open(selector);
	}

	/** Whether the operating system took it. */
	boolean toServer(ByteBuffer datagram) {
		try {
			return this.upstream.write(datagram) > 0 || !datagram.hasRemaining();
		}
		catch (IOException ex) {
			// Nobody listens at the server's port now: a loss like any other.
			return false;
		}
	}

	private DatagramChannel open(Selector selector) throws IOException {
		DatagramChannel channel = DatagramChannel.open();
		try {
			channel.setOption(StandardSocketOptions.SO_RCVBUF, ImpairmentProxy.SOCKET_BUFFER_BYTES);
			channel.setOption(StandardSocketOptions.SO_SNDBUF, ImpairmentProxy.SOCKET_BUFFER_BYTES);
			channel.connect(this.server);
			channel.configureBlocking(false);
			channel.register(selector, SelectionKey.OP_READ, this);
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.upstream.close();
		DatagramChannel before = this.former;
		if (before != null) {
			before.close();
		}
	}

}
