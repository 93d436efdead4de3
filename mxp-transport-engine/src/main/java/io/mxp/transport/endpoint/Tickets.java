/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import io.mxp.transport.HandshakeConfig;
import io.mxp.transport.ResumptionConfig;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.connection.NewTicket;
import io.mxp.transport.observe.Counter;
import io.mxp.transport.observe.CounterSet;
import io.mxp.transport.security.ClientTicket;
import io.mxp.transport.security.HandshakeSettings;
import io.mxp.transport.security.LocalIdentity;
import io.mxp.transport.security.SecureSession;
import io.mxp.transport.security.ServerTickets;
import org.jspecify.annotations.Nullable;

/**
 * Session tickets of one event loop: given and taken as a server, kept and used as a
 * client. COLD.
 */
// SPEC connection.md#session-tickets
final class Tickets {

	private final ResumptionConfig config;

	private final @Nullable SharedTickets shared;

	private final @Nullable ServerTickets given;

	private final CounterSet counters = new CounterSet();

	Tickets(EndpointSettings settings, HandshakeSettings handshake) {
		this.config = settings.config().session().resumption();
		// The other provider has no psk.
		boolean possible = settings.config().handshake().noiseProvider().equals(HandshakeConfig.NOISE_CORE);
		this.shared = possible ? settings.tickets() : null;
		this.given = (this.shared != null && this.config.issue()) ? new ServerTickets(this.config, handshake,
				settings.random(), this.shared.keys(), this.shared.scope(), this.shared.epochMillis()) : null;
	}

	/** A session of ours as a server takes tickets. */
	void prepare(SecureSession session) {
		if (this.given != null) {
			session.resumption().take(this.given);
		}
	}

	/** A ticket for a client that was accepted. */
	NewTicket give(Connection connection) {
		ServerTickets giver = this.given;
		if (giver == null) {
			return NewTicket.NONE;
		}
		byte[] ticket = connection.session().resumption().issue(giver, connection.remoteAddress().getAddress());
		if (ticket.length == 0) {
			return NewTicket.NONE;
		}
		this.counters.add(Counter.TICKETS_ISSUED, 1);
		return new NewTicket(ticket, (int) giver.lifetimeSeconds(), giver.earlyLimitBytes() / 1_024);
	}

	/** A server gave us a ticket. */
	void keep(Connection connection, NewTicket ticket) {
		SharedTickets keeper = this.shared;
		byte[] serverKey = connection.session().outcome().peerStaticKey();
		if (keeper == null || serverKey == null || !this.config.resume()) {
			return;
		}
		ClientTicket kept = connection.session()
			.resumption()
			.keep(ticket.ticket(), ticket.lifetimeSeconds(), keeper.epochMillis().getAsLong(), keeper.scope().get());
		if (kept != null) {
			keeper.keep(
					new KeptTickets.Server(connection.remoteAddress(), LocalIdentity.keyId(serverKey),
							connection.session().resumption().isAnonymous()),
					new KeptTickets.Kept(kept, 1_024 * ticket.earlyKibibytes()));
		}
	}

	/**
	 * A ticket for a visit.
	 * @param anonymous whether we show no identity
	 */
	KeptTickets.@Nullable Kept take(ServerTarget target, int keyId, boolean anonymous) {
		SharedTickets keeper = this.shared;
		if (keeper == null || !this.config.resume()) {
			return null;
		}
		KeptTickets.Kept kept = keeper.take(new KeptTickets.Server(target.address(), keyId, anonymous));
		if (kept == null || !kept.ticket().isOf(target.agentId())) {
			return null;
		}
		this.counters.add(Counter.RESUMPTIONS_STARTED, 1);
		return kept;
	}

	void count(Counter counter) {
		this.counters.add(counter, 1);
	}

	/** What became of tickets. */
	CounterSet counters() {
		ServerTickets reader = this.given;
		if (reader != null) {
			take(Counter.TICKETS_ACCEPTED, reader.pollCount(ServerTickets.Verdict.GOOD));
			take(Counter.TICKETS_EXPIRED, reader.pollCount(ServerTickets.Verdict.EXPIRED));
			take(Counter.TICKETS_OF_OTHER_TRUST, reader.pollCount(ServerTickets.Verdict.OTHER_SCOPE));
			take(Counter.TICKETS_UNKNOWN, reader.pollCount(ServerTickets.Verdict.UNKNOWN));
		}
		return this.counters;
	}

	private void take(Counter counter, long count) {
		this.counters.add(counter, count);
	}

}
