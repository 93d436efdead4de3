/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

/** Learns the secrets of connections, for debugging only; called on event loops. */
@FunctionalInterface
public interface KeyLog {

	/** Learns nothing. */
	KeyLog NONE = (label, connection, secret) -> {
	};

	/**
	 * A secret from which all packet keys of one direction follow.
	 * @param label what it is, as CLIENT_TRAFFIC_SECRET_0
	 * @param connection the client's first destination id and its own id, 16 bytes: both
	 * stand in the clear in its first packet
	 * @param secret the secret; not to be kept
	 */
	void secret(String label, byte[] connection, byte[] secret);

}
