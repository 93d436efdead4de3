/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;

import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;
import io.mxp.transport.TransportException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.NetUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * COLD. Chooses driver and address family, makes the channel, sets its options, binds it;
 * says what to do where that fails.
 */
final class ChannelOpener {

	/** Room for the largest datagram, which is also the most that GRO coalesces. */
	private static final int BUFFER_BYTES = 65_536;

	private static final Logger logger = LoggerFactory.getLogger(ChannelOpener.class);

	private final SocketConfig config;

	private final InetSocketAddress address;

	private final boolean epoll;

	private final DontFragment dontFragment;

	private boolean inet4Only;

	ChannelOpener(SocketConfig config, InetSocketAddress address) {
		if (address.isUnresolved()) {
			throw new TransportException.Configuration("The bind address " + address.getHostString()
					+ " cannot be resolved; use an IP address of this machine, or 0.0.0.0 for all");
		}
		this.config = config;
		this.address = address;
		this.epoll = wantsEpoll(config.driver());
		this.dontFragment = new DontFragment(this.epoll);
	}

	private static boolean wantsEpoll(Driver driver) {
		if (driver == Driver.NIO) {
			return false;
		}
		boolean available = Epoll.isAvailable();
		if (driver == Driver.EPOLL && !available) {
			Throwable cause = Epoll.unavailabilityCause();
			throw new TransportException.Configuration(
					"The socket driver EPOLL is asked for but not usable here (" + cause
							+ "). On Linux add io.netty:netty-transport-native-epoll with the classifier linux-x86_64"
							+ " or linux-aarch_64 in the version of Netty; elsewhere set the driver to AUTO or NIO",
					cause);
		}
		return available;
	}

	boolean epoll() {
		return this.epoll;
	}

	boolean inet4Only() {
		return this.inet4Only;
	}

	boolean dontFragment() {
		return this.dontFragment.isSet();
	}

	/**
	 * A forged ICMP message, or a link of less than 1,228 bytes, must not end everything.
	 */
	void allowFragments(Channel channel) {
		this.dontFragment.clear(channel, this.inet4Only);
	}

	boolean segmentation() {
		return this.epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
	}

	PortLoop newLoop() {
		return new PortLoop(this.epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
	}

	ReceiveBuffers newReceiveBuffers() {
		return this.epoll ? new ReceiveBuffers(1, BUFFER_BYTES, 64) : new ReceiveBuffers(16, BUFFER_BYTES, 16);
	}

	/**
	 * An IPv6 socket at the wildcard serves IPv4 as well, but a little slower; an IPv4
	 * address of its own gets an IPv4 socket.
	 */
	Channel newChannel(ReceiveBuffers buffers, boolean reusePort) {
		InetAddress host = this.address.getAddress();
		boolean inet4 = host instanceof Inet4Address;
		if (inet4 && (!host.isAnyLocalAddress() || NetUtil.isIpV4StackPreferred())) {
			this.inet4Only = true;
			return newChannel(SocketProtocolFamily.INET, buffers, reusePort);
		}
		try {
			return newChannel(SocketProtocolFamily.INET6, buffers, reusePort);
		}
		catch (TransportException.Configuration ex) {
			if (!inet4) {
				throw ex;
			}
			logger.debug("This system has no IPv6: serving IPv4 alone", ex);
			this.inet4Only = true;
			return newChannel(SocketProtocolFamily.INET, buffers, reusePort);
		}
	}

	private Channel newChannel(SocketProtocolFamily family, ReceiveBuffers buffers, boolean reusePort) {
		Channel channel;
		try {
			channel = this.epoll ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
		}
		catch (ChannelException | UnsupportedOperationException ex) {
			throw new TransportException.Configuration(
					"No UDP socket of the family " + family + " can be opened for " + this.address, ex);
		}
		try {
			setOptions(channel, buffers, reusePort);
		}
		catch (ChannelException | UnsupportedOperationException ex) {
			channel.unsafe().closeForcibly();
			throw new TransportException.Configuration(
					"The socket for " + this.address + " does not take its options: " + ex.getMessage(), ex);
		}
		return channel;
	}

	private void setOptions(Channel channel, ReceiveBuffers buffers, boolean reusePort) {
		channel.config().setAllocator(UnpooledByteBufAllocator.DEFAULT);
		channel.config().setRecvByteBufAllocator(buffers);
		channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, 1 << 21));
		channel.config().setOption(ChannelOption.MAX_MESSAGES_PER_WRITE, 64);
		channel.config().setOption(ChannelOption.SO_RCVBUF, this.config.receiveBufferBytes());
		channel.config().setOption(ChannelOption.SO_SNDBUF, this.config.sendBufferBytes());
		if (reusePort) {
			if (this.epoll) {
				channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
			}
			else {
				channel.config().setOption(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
			}
		}
		if (this.epoll) {
			setGro(channel);
		}
		this.dontFragment.set(channel, this.inet4Only);
	}

	/**
	 * Netty's recvmmsg asks for no control messages and so would hand over a coalesced
	 * buffer as one datagram: MAX_DATAGRAM_PAYLOAD_SIZE stays unset, each read is a
	 * recvmsg that takes up to 64 KiB.
	 */
	private static void setGro(Channel channel) {
		try {
			channel.config().setOption(EpollChannelOption.UDP_GRO, true);
		}
		catch (ChannelException ex) {
			logger.debug("This kernel does not coalesce UDP datagrams (GRO)", ex);
		}
	}

	/**
	 * Linux doubles what it grants to pay for its overhead; Java's own sockets halve it
	 * back.
	 */
	int receiveBufferBytes(Channel channel) {
		int bytes = channel.config().getOption(ChannelOption.SO_RCVBUF);
		return this.epoll ? bytes / 2 : bytes;
	}

	void bind(PortLoop loop, Channel channel) {
		ChannelFuture registered = ((EventLoop) loop).register(channel);
		loop.turnUntilDone(registered);
		if (!registered.isSuccess()) {
			throw failure(registered.cause());
		}
		ChannelFuture bound = channel.bind(this.address);
		loop.turnUntilDone(bound);
		if (!bound.isSuccess()) {
			throw failure(bound.cause());
		}
	}

	private TransportException failure(Throwable cause) {
		String where = this.address.getAddress().getHostAddress() + " port " + this.address.getPort();
		String message = String.valueOf(cause.getMessage());
		String reason;
		if (message.contains("in use")) {
			reason = "the port is in use; stop the other process (on Linux `ss -ulpn` names it), choose another port,"
					+ " or 0 for any free one";
		}
		else if (message.contains("assign requested")) {
			reason = "this machine has no such address; bind one of its own, or 0.0.0.0 for all";
		}
		else if (message.contains("ermission denied")) {
			reason = "not permitted; choose a port above 1023, or give the process CAP_NET_BIND_SERVICE";
		}
		else {
			reason = message;
		}
		Throwable shown = cause;
		if (!(cause instanceof BindException)) {
			shown = new BindException(message);
			shown.initCause(cause);
		}
		return new TransportException.Configuration("Cannot bind UDP " + where + ": " + reason, shown);
	}

}
