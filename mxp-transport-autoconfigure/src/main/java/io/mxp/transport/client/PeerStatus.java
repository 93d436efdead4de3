/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.client;

import org.jspecify.annotations.Nullable;

/**
 * How a peer is doing.
 *
 * @param name its name in the configuration, or its address
 * @param address where it is
 * @param required whether the application needs it
 * @param state connected, connecting, waiting (until the next attempt) or idle (nobody
 * asked for it)
 * @param failedAttempts attempts that failed since it was connected last
 * @param lastFailure why the last attempt failed, or null
 */
public record PeerStatus(String name, String address, boolean required, State state, int failedAttempts,
		@Nullable String lastFailure) {

	/** What a peer's connection is doing. */
	public enum State {

		/** There is an open connection. */
		CONNECTED,

		/** A handshake is under way. */
		CONNECTING,

		/** An attempt failed; the next one comes after a pause. */
		WAITING,

		/** No connection, and nobody asked for one. */
		IDLE

	}

}
