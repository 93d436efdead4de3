/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.mxp.transport.benchmarks.BenchOptions;
import io.mxp.transport.socket.DatagramPort;

/**
 * Sends datagrams of full size as fast as the system takes them.
 */
final class RawTransferSender extends RawPeer {

	private final InetSocketAddress receiver;

	private volatile boolean sending;

	RawTransferSender(BenchOptions options, int port) throws InterruptedException {
		super(options);
		this.receiver = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		open();
	}

	@Override
	public Values on(String command) {
		switch (command) {
			case "start" -> this.sending = true;
			case "stop" -> this.sending = false;
			default -> {
				// every command is answered with a mark
			}
		}
		Values mark = mark();
		long perDatagram = Math.max(1, this.options.mtuBytes() / MESSAGE_BYTES);
		return mark.with("sent", mark.number("packetsSent") * perDatagram);
	}

	@Override
	boolean hasWork() {
		return this.sending;
	}

	@Override
	void onTurn(DatagramPort open) {
		if (!this.sending) {
			return;
		}
		int datagramBytes = Math.max(1, this.options.mtuBytes() / MESSAGE_BYTES) * MESSAGE_BYTES;
		this.batch.begin(this.receiver);
		int segments = open.maxSegments();
		while (this.batch.packets() < segments && this.batch.limit(datagramBytes) >= 0) {
			this.batch.append(datagramBytes);
		}
		open.send(this.batch);
	}

	@Override
	public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
		// nobody sends to a sender
	}

}
