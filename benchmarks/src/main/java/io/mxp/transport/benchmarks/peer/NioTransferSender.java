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
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import io.mxp.transport.benchmarks.BenchOptions;

/**
 * Sends each message in a datagram of its own with the JDK alone.
 */
final class NioTransferSender implements Peer {

	private final DatagramChannel channel;

	private final int messageBytes;

	private volatile boolean running = true;

	private volatile long sent;

	NioTransferSender(BenchOptions options, int port) throws IOException {
		this.messageBytes = RawPeer.MESSAGE_BYTES - 64 + options.sizeBytes();
		this.channel = DatagramChannel.open().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	@Override
	public Values opened() {
		return new Values().with("driver", "nio");
	}

	@Override
	public Values on(String command) {
		switch (command) {
			case "start" -> {
				Thread thread = new Thread(this::run, "nio-sender");
				thread.setDaemon(true);
				thread.start();
			}
			case "stop" -> this.running = false;
			default -> {
				// every command is answered with a mark
			}
		}
		return MxpPeer.processMark().with("sent", this.sent).with("packetsSent", this.sent);
	}

	private void run() {
		ByteBuffer message = ByteBuffer.allocateDirect(this.messageBytes);
		long count = 0;
		try {
			while (this.running) {
				this.channel.write(message.clear());
				this.sent = ++count;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The receiver is gone", ex);
		}
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
