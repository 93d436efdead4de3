/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.io.IOException;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;

import io.mxp.transport.ConnectRequest;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.Requirement;
import io.mxp.transport.SocketConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Path MTU discovery on real sockets, with a relay between them that carries less. */
class PathMtuTests {

	@Test
	@Requirement("SEC-45")
	void theSizeGrowsShrinksWithThePathAndGrowsAgain() throws IOException {
		assumeThat(Epoll.isAvailable()).as("a socket that sets the don't-fragment bit").isTrue();
		try (TransportPair pair = TransportPair.start(new Inbox());
				UdpRelay relay = new UdpRelay(pair.server().localAddress())) {
			MxpConnection connection = connect(pair, relay);
			assertThat(TransportPair.echo(connection, "first")).isEqualTo("first");
			Await.until("the path carries 1,452 bytes", () -> mtu(connection) == 1_452);
			relay.mtu(1_300);
			String large = "x".repeat(15_000);
			assertThat(TransportPair.echo(connection, large)).isEqualTo(large);
			assertThat(TransportPair.echo(connection, large)).isEqualTo(large);
			Await.until("the path carries at most 1,300 bytes",
					() -> mtu(connection) >= 1_284 && mtu(connection) <= 1_300);
			assertThat(TransportPair.echo(connection, large)).isEqualTo(large);
		}
	}

	@Test
	void aLoopbackOf65536BytesIsUsedUpToTheConfiguredSize() {
		assumeThat(Epoll.isAvailable()).as("a socket that sets the don't-fragment bit").isTrue();
		try (TransportPair pair = TransportPair.with(new Inbox())
			.both((config) -> config.withSocket(config.socket().withMaxDatagramBytes(16_000)))
			.start()) {
			MxpConnection connection = pair.connect();
			Await.until("the path carries 16,000 bytes", () -> mtu(connection) == 16_000);
		}
	}

	@Test
	void aSocketThatMayFragmentKeepsTo1200() {
		assumeThat(Runtime.version().feature()).as("a JDK without IP_DONTFRAGMENT").isLessThan(19);
		try (TransportPair pair = TransportPair.with(new Inbox())
			.both((config) -> config.withSocket(config.socket().withDriver(SocketConfig.Driver.NIO)))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "x".repeat(15_000))).hasSize(15_000);
			assertThat(mtu(connection)).isEqualTo(1_200);
		}
	}

	private static MxpConnection connect(TransportPair pair, UdpRelay relay) {
		MxpAddress address = new MxpAddress("127.0.0.1", relay.address().getPort(), pair.server().identity().agentId());
		return Await.result(pair.client().connect(ConnectRequest.to(address)));
	}

	private static int mtu(MxpConnection connection) {
		return Await.result(connection.statistics()).maxDatagramBytes();
	}

}
