/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mxp.transport.Attack;
import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.Requirement;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.TicketKey;

import static org.assertj.core.api.Assertions.assertThat;

/** Session tickets and address tokens as anybody may send them. */
class TicketFuzzTests {

	private static final long NOW = 1_800_000_000_000L;

	private static final HandshakeSettings SETTINGS = HandshakeSettings.of(HandshakeConfig.defaults());

	private static final TicketKey KEY = new TicketKey(0x0807060504030201L, new byte[TicketKey.SECRET_BYTES],
			Instant.ofEpochMilli(NOW));

	private static final TicketScope SCOPE = new TicketScope(new byte[TicketScope.APPLICATION_BYTES],
			new byte[TicketScope.TRUST_BYTES]);

	private static final RandomSource NO_RANDOM = new RandomSource() {

		@Override
		public void nextBytes(byte[] bytes) {
			// Zeros are random enough for keys that nobody keeps secret.
		}

		@Override
		public long nextLong() {
			return 0;
		}

	};

	@FuzzTest
	@Requirement("SEC-59")
	@Attack("A04")
	void tickets(byte[] bytes) {
		ServerTickets tickets = new ServerTickets(ResumptionConfig.defaults(), SETTINGS, NO_RANDOM,
				(now) -> List.of(KEY), () -> SCOPE, () -> NOW);
		assertThat(tickets.read(bytes).verdict()).isNotNull();
		TicketContent content = TicketContent.decode(bytes);
		if (content != null) {
			TicketContent again = TicketContent.decode(content.encode());
			assertThat(again).isNotNull();
			assertThat(again.id()).isEqualTo(content.id());
			assertThat(again.client()).isEqualTo(content.client());
			assertThat(again.expiryMillis()).isEqualTo(content.expiryMillis());
		}
		try {
			assertThat(TicketOffer.read(bytes, bytes.length / 2).length).isBetween(1, TicketSealer.MAX_TICKET_BYTES);
		}
		catch (HandshakeFailure failure) {
			assertThat(failure.reason()).isNotEmpty();
		}
		AddressTokens tokens = new AddressTokens(new AddressTokenSecret(NO_RANDOM), SETTINGS, NO_RANDOM,
				10_000_000_000L, 3_600_000_000_000L);
		assertThat(tokens.read(1_000_000_000_000L, new InetSocketAddress("192.0.2.1", 9_000), bytes, 7).verdict())
			.isNotNull();
	}

}
