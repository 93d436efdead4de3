/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;

import io.mxp.transport.Attack;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.SocketConfig.Driver;
import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class EmptyDatagramTests {

	private static final int ROUNDS = 100;

	/**
	 * Well within the receive buffer of a socket, whose smallest unit an empty one costs,
	 * too.
	 */
	private static final int DATAGRAMS_A_ROUND = 100;

	@ParameterizedTest
	@EnumSource(value = Driver.class, names = { "EPOLL", "NIO" })
	@Requirement("SEC-33")
	@Attack("A38")
	void theLoopGoesOnUnderAFloodOfThem(Driver driver) throws Exception {
		assumeThat(driver == Driver.NIO || Epoll.isAvailable()).as("the native library of epoll is there").isTrue();
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withSocket(config.socket().withDriver(driver)))
			.start(); DatagramSocket flooder = new DatagramSocket()) {
			MxpConnection connection = pair.connect();
			InetSocketAddress server = pair.server().localAddress();
			DatagramPacket empty = new DatagramPacket(new byte[0], 0, server);
			for (int round = 0; round < ROUNDS; round++) {
				for (int i = 0; i < DATAGRAMS_A_ROUND; i++) {
					flooder.send(empty);
				}
				assertThat(TransportPair.echo(connection, "round " + round)).isEqualTo("round " + round);
			}
			assertThat(EngineState.of(pair.server()).receiveFailures()).isZero();
			assertThat(EngineState.of(pair.server()).held().connections()).isEqualTo(1);
			Await.until("they are counted", () -> tooShort(pair) > ROUNDS);
		}
	}

	private static long tooShort(TransportPair pair) {
		return pair.server().snapshot().drops().getOrDefault("TOO_SHORT", 0L);
	}

}
