/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.socket;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.netty.channel.unix.IntegerUnixChannelOption;
import org.junit.jupiter.api.Test;

import io.mxp.transport.Attack;
import io.mxp.transport.SocketConfig;
import io.mxp.transport.SocketConfig.Driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class DontFragmentTests {

	private static final int PROBE = 3;

	@Test
	@Attack("A37")
	void epollSetsTheBitAndDoesNotBelieveIcmp() {
		assumeThat(io.netty.channel.epoll.Epoll.isAvailable()).isTrue();
		SocketConfig config = SocketConfig.defaults()
			.withBindAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withDriver(Driver.EPOLL);
		try (NettyUdpPort port = NettyUdpPort.open(config, (from, bytes, offset, length) -> {
		})) {
			assertThat(port.dontFragment()).isTrue();
			assertThat(port.channel().config().getOption(new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10)))
				.isEqualTo(PROBE);
		}
	}

	@Test
	void nioSetsTheBitWhereTheJdkKnowsIt() {
		SocketConfig config = SocketConfig.defaults()
			.withBindAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.withDriver(Driver.NIO);
		try (NettyUdpPort port = NettyUdpPort.open(config, (from, bytes, offset, length) -> {
		})) {
			assertThat(port.dontFragment()).isEqualTo(Runtime.version().feature() >= 19);
		}
	}

}
