/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/**
 * What became of a datagram, as far as its sender knows. A datagram has exactly one fate.
 */
// SPEC streams.md#datagrams
public enum DatagramFate {

	/**
	 * The peer's transport has the packet. Whether its application had room for the
	 * message is another matter.
	 */
	ACKNOWLEDGED,

	/** It waited longer than its time to live. */
	EXPIRED,
	/** It gave way to newer ones in a full queue. */
	QUEUE_FULL,
	/** It is larger than a packet on this path. */
	TOO_LARGE,
	/**
	 * Its packet was declared lost; it is not sent again. It may have arrived late all
	 * the same.
	 */
	LOST,
	/** The connection ended before anything was known. */
	CONNECTION_CLOSED

}
