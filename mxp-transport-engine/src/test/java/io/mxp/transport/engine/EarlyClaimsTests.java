/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.mxp.transport.Requirement;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.security.EarlyClaim;
import io.mxp.transport.simulation.Simulation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Claims on their way to the store. */
class EarlyClaimsTests {

	@Test
	@Requirement({ "SEC-49", "SEC-53" })
	void tenThousandWaitAndNotOneMore() {
		AtomicInteger asked = new AtomicInteger();
		EarlyClaims claims = new EarlyClaims((id, expiry) -> {
			asked.incrementAndGet();
			return new CompletableFuture<>();
		});
		Connection connection = Simulation.seeded(1).client().connection().connection();
		EarlyClaim claim = new EarlyClaim(new byte[16], 0, 0);
		try (TransportPair pair = TransportPair.start(new Inbox())) {
			EventLoop loop = pair.server().loops().get(0);
			for (int i = 0; i < EarlyClaims.MAX_WAITING + 1; i++) {
				claims.claim(loop, connection, claim);
			}
		}
		assertThat(asked).hasValue(EarlyClaims.MAX_WAITING);
	}

}
