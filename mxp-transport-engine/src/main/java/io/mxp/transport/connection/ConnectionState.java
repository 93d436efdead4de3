/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The states of a connection, and which may follow which.
 */
// SPEC connection.md#connection-states
public enum ConnectionState {

	/** Nothing of the peer has been believed yet. */
	INITIAL,
	/** The peer speaks to us; keys or identity are not settled yet. */
	HANDSHAKE,
	/** Both sides have keys and know each other. */
	ESTABLISHED,
	/** We closed: every packet is answered with the close, less and less often. */
	CLOSING,
	/** The peer closed: nothing is sent any more. */
	DRAINING,
	/** Gone. */
	CLOSED;

	private static final Map<ConnectionState, Set<ConnectionState>> TRANSITIONS = transitions();

	private static Map<ConnectionState, Set<ConnectionState>> transitions() {
		Map<ConnectionState, Set<ConnectionState>> table = new EnumMap<>(ConnectionState.class);
		table.put(INITIAL, EnumSet.of(HANDSHAKE, CLOSED));
		table.put(HANDSHAKE, EnumSet.of(ESTABLISHED, CLOSING, DRAINING, CLOSED));
		table.put(ESTABLISHED, EnumSet.of(CLOSING, DRAINING, CLOSED));
		table.put(CLOSING, EnumSet.of(DRAINING, CLOSED));
		table.put(DRAINING, EnumSet.of(CLOSED));
		table.put(CLOSED, EnumSet.noneOf(ConnectionState.class));
		return Collections.unmodifiableMap(table);
	}

	/** The states that may follow this one. */
	public Set<ConnectionState> next() {
		return Collections.unmodifiableSet(TRANSITIONS.getOrDefault(this, Set.of()));
	}

	public boolean mayBecome(ConnectionState next) {
		return next().contains(next);
	}

	/** Whether packets with application data may still be exchanged now or later. */
	public boolean isAlive() {
		return this == INITIAL || this == HANDSHAKE || this == ESTABLISHED;
	}

}
