/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.mxp.transport.MessageEncoding;
import io.mxp.transport.MxpConnection;
import io.mxp.transport.StreamRequest;
import io.mxp.transport.TransportException;

/**
 * Whether and for whom requests are sealed: the one place that every way to send them
 * asks, so that none sends what shall be sealed as it is.
 */
final class RequestSeal {

	private RequestSeal() {
	}

	/** How a call, an event or a datagram is encoded on a connection. */
	static MessageEncoding encoding(ClientExchange.Prepared prepared, MxpConnection connection,
			MessageEncoding encoding) {
		return isWanted(prepared) ? encoding.withSealedFor(recipient(prepared, connection)) : encoding;
	}

	/**
	 * The request, which must not be one that shall be sealed.
	 * @throws TransportException.CannotSeal where it shall
	 */
	static StreamRequest unsealed(ClientExchange.Prepared prepared, StreamRequest request) {
		if (isWanted(prepared)) {
			throw new TransportException.CannotSeal("Requests to " + prepared.remote()
					+ " are sealed, and a stream cannot be: send calls or events, or do without encrypted");
		}
		return request;
	}

	private static boolean isWanted(ClientExchange.Prepared prepared) {
		PeerLink link = prepared.link();
		return prepared.state().encrypted || (link != null && link.definition().encrypted());
	}

	private static UUID recipient(ClientExchange.Prepared prepared, MxpConnection connection) {
		RequestState state = prepared.state();
		PeerLink link = prepared.link();
		UUID recipient = first(state.recipient, state.target, (link != null) ? link.definition().recipient() : null,
				prepared.target(), agentOf(connection));
		if (recipient == null) {
			throw new TransportException.CannotSeal("Nobody knows for which agent to seal a request to "
					+ prepared.remote() + ": name the agent in its address, or as target");
		}
		return recipient;
	}

	private static @Nullable UUID first(@Nullable UUID... candidates) {
		for (UUID candidate : candidates) {
			if (candidate != null) {
				return candidate;
			}
		}
		return null;
	}

	private static @Nullable UUID agentOf(MxpConnection connection) {
		String id = connection.peer().agentId();
		return (id != null) ? UUID.fromString(id) : null;
	}

}
