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

/** Tickets that a client keeps; told apart here by what may be sent early with them. */
class KeptTicketsTests {

	private final KeptTickets tickets = new KeptTickets();

	private static KeptTickets.Server server(int port, boolean anonymous) {
		return new KeptTickets.Server(InetSocketAddress.createUnresolved("server", port), 7, anonymous);
	}

	private void keep(int port, int number) {
		this.tickets.keep(server(port, false), new KeptTickets.Kept(null, number));
	}

	private int take(int port) {
		KeptTickets.Kept kept = this.tickets.take(server(port, false));
		return (kept != null) ? kept.earlyBytes() : -1;
	}

	@Test
	void aTicketIsGivenOnceAndTheNewestFirst() {
		keep(1, 10);
		keep(1, 11);
		assertThat(this.tickets.take(server(1, true))).as("without identity").isNull();
		assertThat(take(1)).isEqualTo(11);
		assertThat(take(1)).isEqualTo(10);
		assertThat(take(1)).isEqualTo(-1);
	}

	@Test
	@Requirement("SEC-53")
	void fourTicketsOf256ServersAreKeptAndNotOneMore() {
		for (int i = 0; i <= KeptTickets.MAX_OF_A_SERVER; i++) {
			keep(0, i);
		}
		for (int i = KeptTickets.MAX_OF_A_SERVER; i >= 1; i--) {
			assertThat(take(0)).isEqualTo(i);
		}
		assertThat(take(0)).isEqualTo(-1);
		for (int port = 1; port <= KeptTickets.MAX_SERVERS + 1; port++) {
			keep(port, port);
		}
		assertThat(take(1)).isEqualTo(-1);
		assertThat(take(2)).isEqualTo(2);
		assertThat(take(KeptTickets.MAX_SERVERS + 1)).isEqualTo(KeptTickets.MAX_SERVERS + 1);
	}

}
