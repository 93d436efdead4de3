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

class KeptTokensTests {

	private final KeptTokens tokens = new KeptTokens();

	private static InetSocketAddress server(int port) {
		return InetSocketAddress.createUnresolved("server", port);
	}

	private static byte[] token(int number) {
		return new byte[] { (byte) number };
	}

	@Test
	void aTokenIsGivenOnceAndTheNewestFirst() {
		this.tokens.keep(server(1), 7, false, token(1));
		this.tokens.keep(server(1), 7, false, token(2));
		assertThat(this.tokens.take(server(1), 7, false)).isEqualTo(token(2));
		assertThat(this.tokens.take(server(1), 7, false)).isEqualTo(token(1));
		assertThat(this.tokens.take(server(1), 7, false)).isNull();
	}

	@Test
	void anotherServerKeyOrIdentityHasOthers() {
		this.tokens.keep(server(1), 7, false, token(1));
		assertThat(this.tokens.take(server(2), 7, false)).isNull();
		assertThat(this.tokens.take(server(1), 8, false)).isNull();
		assertThat(this.tokens.take(server(1), 7, true)).isNull();
	}

	@Test
	@Requirement("SEC-53")
	void fourTokensOf256ServersAreKeptAndNotOneMore() {
		for (int i = 0; i < KeptTokens.MAX_OF_A_SERVER + 1; i++) {
			this.tokens.keep(server(0), 7, false, token(i));
		}
		for (int i = KeptTokens.MAX_OF_A_SERVER; i >= 1; i--) {
			assertThat(this.tokens.take(server(0), 7, false)).isEqualTo(token(i));
		}
		assertThat(this.tokens.take(server(0), 7, false)).isNull();
		for (int port = 1; port <= KeptTokens.MAX_SERVERS + 1; port++) {
			this.tokens.keep(server(port), 7, false, token(port));
		}
		assertThat(this.tokens.take(server(1), 7, false)).isNull();
		for (int port = 2; port <= KeptTokens.MAX_SERVERS + 1; port++) {
			assertThat(this.tokens.take(server(port), 7, false)).isEqualTo(token(port));
		}
	}

}
