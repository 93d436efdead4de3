/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.mxp.transport.ErrorCode;
import io.mxp.transport.PeerIdentity;
import io.mxp.transport.connection.Connection;
import io.mxp.transport.security.TicketScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live connections whose peers have shown a ticket and no certificate. There is nothing
 * to verify once more: when the trust policy changes or the certificate of then ends,
 * they are closed, and their clients come back with certificates (SEC-09, SEC-52). On the
 * event loop. COLD.
 */
final class ResumedPeers {

	private static final Logger logger = LoggerFactory.getLogger(ResumedPeers.class);

	private final Supplier<TicketScope> trust;

	private final Map<Connection, Resumed> live = new HashMap<>();

	ResumedPeers(Supplier<TicketScope> trust) {
		this.trust = trust;
	}

	void onEstablished(Connection connection) {
		PeerIdentity identity = connection.session().resumption().resumed();
		if (identity != null) {
			this.live.put(connection, new Resumed(identity, this.trust.get()));
		}
	}

	void onClosed(Connection connection) {
		this.live.remove(connection);
	}

	/** Closes those whose identity is not good any more. */
	void check(EventLoop loop, long epochMillis) {
		TicketScope present = this.trust.get();
		for (Map.Entry<Connection, Resumed> entry : new ArrayList<>(this.live.entrySet())) {
			Resumed peer = entry.getValue();
			if (epochMillis >= peer.identity.notAfterMillis()) {
				close(loop, entry.getKey(), ErrorCode.CERTIFICATE_EXPIRED);
			}
			else if (!present.matches(peer.scope)) {
				close(loop, entry.getKey(), ErrorCode.CERTIFICATE_UNTRUSTED);
			}
		}
	}

	private static void close(EventLoop loop, Connection connection, ErrorCode code) {
		logger.info("The resumed connection to {} is closed, because what was verified then is good no longer: {}",
				connection.remoteAddress(), code);
		connection.close(loop.nanos(), code, "");
		loop.endpoint().touch(connection);
	}

	private record Resumed(PeerIdentity identity, TicketScope scope) {
	}

}
