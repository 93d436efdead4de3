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
 * Sends a datagram of the message's size, waits for it to come back, sends the next.
 */
final class RawLatencySender extends RawPeer {

	private static final long LOST_AFTER_NANOS = 1_000_000_000L;

	private final InetSocketAddress receiver;

	private final RoundTrips trips = new RoundTrips();

	private volatile boolean sending;

	private boolean waiting;

	private long beganNanos;

	RawLatencySender(BenchOptions options, int port) throws InterruptedException {
		super(options);
		this.receiver = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		open();
	}

	@Override
	public Values on(String command) {
		switch (command) {
			case "start" -> this.sending = true;
			case "stop" -> this.sending = false;
			case "reset" -> this.trips.reset();
			case "trips" -> {
				return this.trips.addTo(mark());
			}
			default -> {
				// every command is answered with a mark
			}
		}
		return mark();
	}

	@Override
	void onTurn(DatagramPort open) {
		boolean lost = this.waiting && System.nanoTime() - this.beganNanos > LOST_AFTER_NANOS;
		if (!this.sending || (this.waiting && !lost)) {
			return;
		}
		this.batch.begin(this.receiver);
		this.batch.array()[0] = ECHO;
		this.batch.append(this.options.sizeBytes());
		this.waiting = true;
		this.beganNanos = System.nanoTime();
		open.send(this.batch);
	}

	@Override
	public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
		this.trips.record(System.nanoTime() - this.beganNanos);
		this.waiting = false;
	}

}
