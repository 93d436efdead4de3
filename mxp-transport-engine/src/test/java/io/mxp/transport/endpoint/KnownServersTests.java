/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;

import io.mxp.transport.Requirement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KnownServersTests {

	private final KnownServers servers = new KnownServers();

	private static InetSocketAddress server(int port) {
		return InetSocketAddress.createUnresolved("server", port);
	}

	@Test
	void aKeyIsThatOfOneAgentAtOneAddress() {
		this.servers.keep(server(1), "alice", new byte[] { 1 });
		assertThat(this.servers.keyOf(server(1), "alice")).containsExactly(1);
		assertThat(this.servers.keyOf(server(2), "alice")).isNull();
		assertThat(this.servers.keyOf(server(1), "bob")).isNull();
		assertThat(this.servers.keyOf(server(1), null)).isNull();
		this.servers.forget(server(1), "alice");
		assertThat(this.servers.keyOf(server(1), "alice")).isNull();
	}

	@Test
	@Requirement("SEC-53")
	void keysOf1024ServersAreKeptAndNotOneMore() {
		for (int port = 1; port <= KnownServers.MAX_SERVERS; port++) {
			this.servers.keep(server(port), "alice", new byte[] { 1 });
		}
		assertThat(this.servers.size()).isEqualTo(1_024);
		// The one that was asked for stays, the next oldest goes.
		assertThat(this.servers.keyOf(server(1), "alice")).isNotNull();
		this.servers.keep(server(1_025), "alice", new byte[] { 1 });
		assertThat(this.servers.size()).isEqualTo(1_024);
		assertThat(this.servers.keyOf(server(1), "alice")).isNotNull();
		assertThat(this.servers.keyOf(server(2), "alice")).isNull();
	}

	@Test
	void aServerWithoutKeyHasToBeNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerTarget(server(1), null, false, false, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServerTarget(server(1), null, true, false, "alice"));
	}

}
