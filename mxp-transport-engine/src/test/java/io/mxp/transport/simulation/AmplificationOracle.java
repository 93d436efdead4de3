/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.mxp.transport.connection.Connection;
import io.mxp.transport.packet.PacketHeader;
import io.mxp.transport.packet.PacketType;

/**
 * SEC-32, seen from outside: before a server accepted a 1-RTT packet of a connection, it
 * has sent at most three times the bytes that reached it for that connection.
 */
final class AmplificationOracle {

	private static final int FACTOR = 3;

	private final Consumer<String> violation;

	private final Map<Long, PathBytes> byOwnId = new HashMap<>();

	private final Map<Long, PathBytes> byPeerId = new HashMap<>();

	private double worstRatio;

	AmplificationOracle(Consumer<String> violation) {
		this.violation = violation;
	}

	/** A server connection has this id. */
	void onConnectionId(Connection connection, long id) {
		if (!connection.ids().isClient() && !connection.figures().isConfirmed()) {
			PathBytes path = this.byPeerId.computeIfAbsent(connection.ids().remote(), (peerId) -> new PathBytes());
			path.validated |= connection.ids().isAddressValidated();
			this.byOwnId.put(id, path);
		}
	}

	void onConnectionIdRemoved(Connection connection, long id) {
		this.byOwnId.remove(id);
		if (!connection.ids().isClient() && id == connection.ids().local()) {
			this.byPeerId.remove(connection.ids().remote());
		}
	}

	/** A datagram reached the server; {@code header} is as on the wire. */
	void onReceived(byte[] header, int length, boolean accepted) {
		PathBytes path = this.byOwnId.get(PacketHeader.connectionId(header, 0));
		if (path != null) {
			path.received += length;
			path.validated |= accepted && PacketHeader.type(header, 0) == PacketType.ONE_RTT;
		}
	}

	/** The server sends a datagram. */
	void onSent(byte[] bytes, int offset, int length) {
		PathBytes path = this.byPeerId.get(PacketHeader.connectionId(bytes, offset));
		if (path == null || path.validated) {
			return;
		}
		path.sent += length;
		this.worstRatio = Math.max(this.worstRatio, path.sent / (double) path.received);
		if (path.sent > FACTOR * path.received) {
			this.violation.accept("SEC-32: " + path.sent + " bytes sent to an address that is not validated, "
					+ path.received + " received");
		}
	}

	/** The largest ratio of sent to received bytes before validation. */
	double worstRatio() {
		return this.worstRatio;
	}

	private static final class PathBytes {

		private long received;

		private long sent;

		private boolean validated;

	}

}
