/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.benchmarks.BenchOptions;
import io.mxp.transport.packet.TransmitBatch;
import io.mxp.transport.socket.DatagramPort;
import io.mxp.transport.socket.NettyUdpPort;

/**
 * Plain UDP through the transport's own socket layer: the same datagrams in the same
 * batches, but no protocol. What MXP can reach at most with this socket layer.
 */
abstract class RawPeer implements Peer, DatagramPort.Receiver {

	/** Bytes of a 64-byte message with MXP's header and checksum. */
	static final int MESSAGE_BYTES = 104;

	/** First byte of a datagram that is to be sent back. */
	static final byte ECHO = 1;

	private static final long WAIT_NANOS = 20_000_000L;

	final BenchOptions options;

	final TransmitBatch batch = new TransmitBatch();

	private final Thread thread = new Thread(this::run, "raw-loop");

	private final Object opening = new Object();

	private volatile boolean running = true;

	private DatagramPort port;

	private Values opened = new Values();

	@SuppressWarnings("NullAway.Init") // the port opens on the thread that polls it
	RawPeer(BenchOptions options) {
		this.options = options;
		this.thread.setDaemon(true);
	}

	/** Starts the loop and waits until its port is open. */
	final void open() throws InterruptedException {
		synchronized (this.opening) {
			this.thread.start();
			while (this.opened.number("port") == 0) {
				this.opening.wait();
			}
		}
	}

	private void run() {
		SocketConfig config = SocketConfig.defaults()
			.withBindAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withDriver(this.options.driver())
			.withMaxDatagramBytes(this.options.mtuBytes());
		this.port = NettyUdpPort.open(config, this);
		synchronized (this.opening) {
			this.opened = new Values().with("port", this.port.localAddress().getPort())
				.with("driver", this.port.driver());
			this.opening.notifyAll();
		}
		boolean spins = this.options.idle() == SocketConfig.Idle.SPIN;
		while (this.running) {
			this.port.poll((spins || hasWork()) ? 0 : WAIT_NANOS);
			onTurn(this.port);
		}
		this.port.close();
	}

	/** Whether the loop must not wait. */
	boolean hasWork() {
		return false;
	}

	/** Sends what is to be sent, behind every poll. */
	void onTurn(DatagramPort open) {
	}

	/** Sends one datagram back. */
	final void echo(InetSocketAddress to, byte[] bytes, int offset, int length) {
		this.batch.begin(to);
		System.arraycopy(bytes, offset, this.batch.array(), 0, length);
		this.batch.append(length);
		this.port.send(this.batch);
	}

	final int maxSegments() {
		return this.port.maxSegments();
	}

	@Override
	public Values opened() {
		return this.opened;
	}

	Values mark() {
		return MxpPeer.processMark()
			.with("packetsSent", this.port.datagramsSent())
			.with("packetsReceived", this.port.datagramsReceived())
			.with("bytesSent", this.port.bytesSent());
	}

	@Override
	public void close() {
		this.running = false;
	}

}
