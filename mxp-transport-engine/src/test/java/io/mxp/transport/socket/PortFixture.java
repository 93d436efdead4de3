/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.packet.TransmitBatch;
import io.netty.channel.epoll.Epoll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A port on loopback and all that it received. */
final class PortFixture implements DatagramPort.Receiver, AutoCloseable {

	static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 0);

	static final InetSocketAddress LOOPBACK6 = new InetSocketAddress("::1", 0);

	/** Polls that wait a millisecond each: a bound for what never comes. */
	private static final int MAX_POLLS = 5_000;

	final NettyUdpPort port;

	final List<byte[]> received = new ArrayList<>();

	final List<InetSocketAddress> senders = new ArrayList<>();

	int batches;

	PortFixture(Driver driver, InetSocketAddress address) {
		this.port = NettyUdpPort.open(config(driver), address, false, this);
	}

	static SocketConfig config(Driver driver) {
		assumeTrue(driver == Driver.NIO || Epoll.isAvailable(), () -> "no epoll: " + Epoll.unavailabilityCause());
		return SocketConfig.defaults().withDriver(driver).withBindAddress(LOOPBACK);
	}

	static void assumeIpv6() throws SocketException {
		assumeTrue(NetworkInterface.getByInetAddress(LOOPBACK6.getAddress()) != null, "no IPv6 here");
	}

	/** Packets of the given length, the last one shorter; each filled with its number. */
	static TransmitBatch batch(InetSocketAddress to, int packets, int bytes, int lastBytes) {
		TransmitBatch batch = new TransmitBatch();
		batch.begin(to);
		for (int i = 0; i < packets; i++) {
			int length = (i == packets - 1) ? lastBytes : bytes;
			if (batch.limit(bytes) < 0) {
				throw new IllegalArgumentException("too much for one batch");
			}
			Arrays.fill(batch.array(), batch.position(), batch.position() + length, (byte) (i + 1));
			batch.append(length);
		}
		return batch;
	}

	static TransmitBatch packet(InetSocketAddress to, int bytes) {
		return batch(to, 1, bytes, bytes);
	}

	InetSocketAddress address() {
		return this.port.localAddress();
	}

	/**
	 * The port's number at the given loopback, for a port that is bound to the wildcard.
	 */
	InetSocketAddress addressAt(InetAddress host) {
		return new InetSocketAddress(host, address().getPort());
	}

	PortFixture pollUntil(BooleanSupplier done) {
		for (int i = 0; !done.getAsBoolean() && i < MAX_POLLS; i++) {
			this.port.poll(1_000_000);
		}
		return this;
	}

	PortFixture pollUntilReceived(int datagrams) {
		return pollUntil(() -> this.received.size() >= datagrams);
	}

	@Override
	public void onDatagram(InetSocketAddress from, byte[] bytes, int offset, int length) {
		this.senders.add(from);
		this.received.add(Arrays.copyOfRange(bytes, offset, offset + length));
		Arrays.fill(bytes, offset, offset + length, (byte) 0x55);
	}

	@Override
	public void onBatchEnd() {
		this.batches++;
	}

	@Override
	public void close() {
		this.port.close();
	}

}
