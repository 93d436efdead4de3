/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

import io.mxp.transport.CloseReason;
import io.mxp.transport.ConnectRequest;
import io.mxp.transport.ErrorCode;
import io.mxp.transport.MxpAddress;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.PathStatistics;
import io.mxp.transport.Requirement;
import io.mxp.transport.TransportConfig;
import io.mxp.transport.TransportException;
import io.mxp.transport.observe.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Addresses that change, over the sockets of this machine. */
@Timeout(60)
class MigrationTests {

	/** With several loops, the datagrams of the new address may reach any of them. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	@Requirement({ "SEC-39", "SEC-40" })
	void aClientMovesToAnotherAddressOfThisMachine(int loops) {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withSocket(config.socket().withEventLoops(loops)))
			.start()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "before")).isEqualTo("before");
			for (int i = 2; i <= 6; i++) {
				Await.result(connection.migrate(new InetSocketAddress("127.0.0." + i, 0)));
				assertThat(TransportPair.echo(connection, "after " + i)).isEqualTo("after " + i);
				MxpConnection accepted = pair.server().connections().iterator().next();
				String address = "127.0.0." + i;
				Await.until("the server is at the new address",
						() -> accepted.remoteAddress().getAddress().getHostAddress().equals(address));
			}
			assertThat(pair.client().snapshot().counters().get(Counter.MIGRATIONS)).isEqualTo(5);
			MxpConnection accepted = pair.server().connections().iterator().next();
			PathStatistics path = Await.result(accepted.statistics()).path();
			assertThat(path.address()).startsWith("/127.0.0.6:");
			assertThat(path.validated()).isTrue();
			assertThat(path.migrations()).isEqualTo(5);
			assertThat(pair.server().snapshot().counters().get(Counter.PATHS_VALIDATED)).isGreaterThanOrEqualTo(5);
		}
	}

	@Test
	@Requirement("SEC-42")
	void whereItCannotMoveAConnectionStaysWhereItIs() {
		try (TransportPair pair = TransportPair.with(new Inbox()).start()) {
			MxpConnection connection = pair.connect();
			assertThat(TransportPair.echo(connection, "before")).isEqualTo("before");
			Await.failure(connection.migrate(new InetSocketAddress("192.0.2.1", 0)),
					TransportException.Configuration.class);
			MxpConnection accepted = pair.server().connections().iterator().next();
			Await.failure(accepted.migrate(new InetSocketAddress("127.0.0.2", 0)),
					TransportException.MigrationFailed.class);
			CompletableFuture<Void> first = connection.migrate(new InetSocketAddress("127.0.0.2", 0));
			Await.result(first);
			assertThat(TransportPair.echo(connection, "after")).isEqualTo("after");
			connection.close();
			Await.result(connection.closed());
			Await.failure(connection.migrate(new InetSocketAddress("127.0.0.3", 0)),
					TransportException.MigrationFailed.class);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 4 })
	@Requirement("SEC-39")
	void aNatThatForgetsItsMappingIsFollowed(int loops) throws Exception {
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withSocket(config.socket().withEventLoops(loops)))
			.start(); UdpRelay nat = new UdpRelay(pair.server().localAddress())) {
			MxpConnection connection = Await.result(pair.client().connect(to(nat, pair)));
			assertThat(TransportPair.echo(connection, "before")).isEqualTo("before");
			for (int i = 0; i < 5; i++) {
				nat.switchPort();
				assertThat(TransportPair.echo(connection, "after " + i)).isEqualTo("after " + i);
				MxpConnection accepted = pair.server().connections().iterator().next();
				Await.until("the server is at the new address",
						() -> accepted.remoteAddress().getPort() == nat.clientAddress().getPort());
			}
			assertThat(pair.server().snapshot().counters().get(Counter.MIGRATIONS)).isEqualTo(5);
		}
	}

	/** The same port, the same keys, and no memory; what it said at its end was lost. */
	@Test
	@Requirement({ "SEC-44", "S31" })
	void aServerThatIsRestartedTellsItsClients() throws Exception {
		byte[] key = new byte[32];
		try (TransportPair pair = TransportPair.with(new Inbox())
			.server((config) -> config.withPath(config.path().withResetKey(key)))
			.start(); UdpRelay network = new UdpRelay(pair.server().localAddress())) {
			MxpConnection connection = Await.result(pair.client().connect(to(network, pair)));
			assertThat(TransportPair.echo(connection, "before")).isEqualTo("before");
			network.dropToClient((type) -> true);
			pair.server().close();
			TransportConfig config = TransportConfig.bind("127.0.0.1", pair.server().localAddress().getPort());
			try (MxpTransportEngine again = MxpTransportEngine.start(config.withPath(config.path().withResetKey(key)),
					pair.server().identity(), TransportPair.Setup.pinning(pair.client().identity()), new Inbox())) {
				connection.event("anybody there?", Inbox.bytes("hello"));
				// The first is lost, too: whatever was on its way before it is gone.
				Await.until("a reset was sent", () -> again.snapshot().counters().get(Counter.RESETS_SENT) > 0);
				network.dropToClient((type) -> false);
				connection.event("nobody?", Inbox.bytes("hello"));
				CloseReason reason = Await.result(connection.closed());
				assertThat(reason.code()).isEqualTo(ErrorCode.PEER_UNREACHABLE);
				assertThat(pair.client().snapshot().counters().get(Counter.RESETS_RECEIVED)).isEqualTo(1);
			}
		}
	}

	private static ConnectRequest to(UdpRelay relay, TransportPair pair) {
		return ConnectRequest
			.to(new MxpAddress("127.0.0.1", relay.address().getPort(), pair.server().identity().agentId()));
	}

}
