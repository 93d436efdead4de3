/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

/**
 * Constants that connection and endpoint share.
 */
public final class Connections {

	/**
	 * A client's Initial fills its datagram at least so far, so that the server may
	 * answer three times as much.
	 */
	// SPEC connection.md#initial-size
	public static final int MIN_INITIAL_BYTES = 1_200;

	/** Datagrams of the handshake are not larger than every path carries. */
	static final int HANDSHAKE_DATAGRAM_BYTES = 1_200;

	private Connections() {
	}

}
