/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.InetSocketAddress;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.packet.TransmitBatch;
import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

/**
 * A {@link DatagramPort} by Netty: epoll with GSO and GRO where its native library is
 * there, NIO everywhere.
 */
public final class NettyUdpPort implements DatagramPort {

	private final SocketConfig config;

	private final ChannelOpener opener;

	private final boolean ownsLoop;

	private final PortLoop loop;

	private final Channel channel;

	private final ReceiveBuffers buffers;

	private final DatagramSender sender;

	private final PortCounters counters;

	private final InetSocketAddress localAddress;

	private final int receiveBufferBytes;

	private boolean closed;

	private NettyUdpPort(SocketConfig config, ChannelOpener opener, boolean reusePort, Receiver receiver,
			@Nullable NettyUdpPort elder) {
		this.config = config;
		this.opener = opener;
		this.buffers = opener.newReceiveBuffers();
		this.ownsLoop = elder == null;
		this.loop = (elder != null) ? elder.loop : opener.newLoop();
		this.counters = (elder != null) ? elder.counters : new PortCounters();
		try {
			this.channel = opener.newChannel(this.buffers, reusePort);
		}
		catch (RuntimeException ex) {
			stopLoop();
			this.buffers.release();
			throw ex;
		}
		this.sender = new DatagramSender(this.channel, this.counters, opener.segmentation(), opener.inet4Only());
		this.sender.onBaseTooLong(() -> opener.allowFragments(this.channel));
		this.channel.pipeline().addLast(new DatagramReader(receiver, this.counters, this.sender));
		try {
			opener.bind(this.loop, this.channel);
			this.localAddress = (InetSocketAddress) this.channel.localAddress();
			this.receiveBufferBytes = opener.receiveBufferBytes(this.channel);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/** Opens at the configured address; shares the port where there are several loops. */
	public static NettyUdpPort open(SocketConfig config, Receiver receiver) {
		return open(config, config.bindAddress(), config.eventLoops() > 1, receiver);
	}

	/**
	 * Opens and binds on the calling thread, which is from now on the only one that may
	 * poll, send and close.
	 * @param bindAddress instead of the configured one; a wildcard serves IPv4 and IPv6
	 * @param reusePort whether several ports may share the number (SO_REUSEPORT): the
	 * first may ask for port 0, the others name what it got
	 * @param receiver takes what arrives, within {@link #poll}; what it throws is
	 * counted, logged once for each class, and goes no further
	 * @throws io.mxp.transport.TransportException.Configuration where the driver is not
	 * there or the address cannot be bound, with a {@link java.net.BindException} among
	 * the causes
	 */
	public static NettyUdpPort open(SocketConfig config, InetSocketAddress bindAddress, boolean reusePort,
			Receiver receiver) {
		return new NettyUdpPort(config, new ChannelOpener(config, bindAddress), reusePort, receiver, null);
	}

	private void stopLoop() {
		if (this.ownsLoop) {
			this.loop.stop();
		}
	}

	@Override
	public NettyUdpPort openSibling(InetSocketAddress bindAddress, Receiver receiver) {
		return new NettyUdpPort(this.config, new ChannelOpener(this.config, bindAddress), false, receiver, this);
	}

	@Override
	public int poll(long waitNanos) {
		if (this.closed) {
			return 0;
		}
		long before = this.counters.datagramsReceived;
		this.loop.turn(waitNanos);
		this.sender.settle();
		return (int) (this.counters.datagramsReceived - before);
	}

	@Override
	public boolean send(TransmitBatch batch) {
		return !this.closed && this.sender.send(batch);
	}

	@Override
	public void wakeup() {
		this.loop.requestWakeup();
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.loop.turnUntilDone(this.channel.close());
		stopLoop();
		this.sender.release();
		this.buffers.release();
	}

	@Override
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	public String driver() {
		return this.opener.epoll() ? "epoll" : "nio";
	}

	@Override
	public int maxSegments() {
		return this.sender.maxSegments();
	}

	@Override
	public boolean dontFragment() {
		return this.opener.dontFragment();
	}

	@Override
	public int receiveBufferBytes() {
		return this.receiveBufferBytes;
	}

	@Override
	public long datagramsReceived() {
		return this.counters.datagramsReceived;
	}

	@Override
	public long bytesReceived() {
		return this.counters.bytesReceived;
	}

	@Override
	public long datagramsSent() {
		return this.counters.datagramsSent;
	}

	@Override
	public long bytesSent() {
		return this.counters.bytesSent;
	}

	@Override
	public long sendFailures() {
		return this.counters.sendFailures;
	}

	@Override
	public long sendsRefused() {
		return this.counters.sendsRefused;
	}

	@Override
	public long receiveFailures() {
		return this.counters.receiveFailures;
	}

	/** For tests that set rare socket options. */
	Channel channel() {
		return this.channel;
	}

}
