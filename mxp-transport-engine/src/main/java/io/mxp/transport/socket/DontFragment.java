/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.SocketOption;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has datagrams sent with the don't-fragment bit, where the driver can. COLD.
 *
 * <p>
 * With epoll it is the kernel's mode PROBE: the bit is set, and what ICMP messages, true
 * or forged, made the kernel believe of the path is not applied to what we send. With NIO
 * it is the JDK's option (19 and later), by which the kernel believes them.
 */
final class DontFragment {

	// Linux: levels and options of in.h and in6.h.
	private static final int IPPROTO_IP = 0;

	private static final int IP_MTU_DISCOVER = 10;

	private static final int IPPROTO_IPV6 = 41;

	private static final int IPV6_MTU_DISCOVER = 23;

	private static final int PMTUDISC_DONT = 0;

	private static final int PMTUDISC_PROBE = 3;

	private static final IntegerUnixChannelOption INET4 = new IntegerUnixChannelOption("IP_MTU_DISCOVER", IPPROTO_IP,
			IP_MTU_DISCOVER);

	private static final IntegerUnixChannelOption INET6 = new IntegerUnixChannelOption("IPV6_MTU_DISCOVER",
			IPPROTO_IPV6, IPV6_MTU_DISCOVER);

	private static final Logger logger = LoggerFactory.getLogger(DontFragment.class);

	private final boolean epoll;

	private boolean set;

	DontFragment(boolean epoll) {
		this.epoll = epoll;
	}

	void set(Channel channel, boolean inet4Only) {
		try {
			this.set = this.epoll ? setNative(channel, inet4Only, PMTUDISC_PROBE) : setJdk(channel, true);
		}
		catch (ChannelException | IllegalArgumentException | UnsupportedOperationException ex) {
			logger.debug("Datagrams may be fragmented here, so the size that a path carries cannot be found out", ex);
			this.set = false;
		}
	}

	/** Fragments are better than nothing at all (SEC-45). */
	void clear(Channel channel, boolean inet4Only) {
		if (!this.set) {
			return;
		}
		this.set = false;
		try {
			if (this.epoll) {
				setNative(channel, inet4Only, PMTUDISC_DONT);
			}
			else {
				setJdk(channel, false);
			}
		}
		catch (ChannelException | IllegalArgumentException ex) {
			logger.debug("The don't-fragment bit cannot be taken back", ex);
		}
	}

	boolean isSet() {
		return this.set;
	}

	private static boolean setNative(Channel channel, boolean inet4Only, int mode) {
		boolean done = channel.config().setOption(INET4, mode);
		return done && (inet4Only || channel.config().setOption(INET6, mode));
	}

	private static boolean setJdk(Channel channel, boolean value) {
		SocketOption<Boolean> option = jdkOption();
		return option != null && channel.config().setOption(NioChannelOption.of(option), value);
	}

	/** {@code jdk.net.ExtendedSocketOptions.IP_DONTFRAGMENT}; not in JDK 17. */
	@SuppressWarnings("unchecked")
	private static @Nullable SocketOption<Boolean> jdkOption() {
		try {
			Object option = Class.forName("jdk.net.ExtendedSocketOptions").getField("IP_DONTFRAGMENT").get(null);
			return (SocketOption<Boolean>) option;
		}
		catch (ReflectiveOperationException ex) {
			return null;
		}
	}

}
