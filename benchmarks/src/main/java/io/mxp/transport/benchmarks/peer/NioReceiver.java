/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Counts datagrams with the JDK alone, one system call each: what an application gets
 * that puts each message into a datagram of its own.
 */
final class NioReceiver implements Peer {

	private static final int BUFFER_BYTES = 65_536;

	private final DatagramChannel channel;

	private volatile long received;

	NioReceiver() throws IOException {
		this.channel = DatagramChannel.open()
			.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20)
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		Thread thread = new Thread(this::run, "nio-receiver");
		thread.setDaemon(true);
		thread.start();
	}

	private void run() {
		ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
		long count = 0;
		try {
			while (this.channel.receive(buffer.clear()) != null) {
				this.received = ++count;
			}
		}
		catch (IOException ex) {
			// closed: the end
		}
	}

	@Override
	public Values opened() {
		return new Values().with("port", this.channel.socket().getLocalPort()).with("driver", "nio");
	}

	@Override
	public Values on(String command) {
		return MxpPeer.processMark().with("messages", this.received).with("packetsReceived", this.received);
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
