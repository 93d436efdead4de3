/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.stream;

/**
 * Why a datagram did not reach the peer, as far as this side knows.
 */
public enum DatagramFate {

	/** It waited longer than its time to live. */
	EXPIRED,
	/** It gave way to newer ones in a full queue. */
	QUEUE_FULL,
	/** It is larger than a packet on this path. */
	TOO_LARGE,
	/** Its packet was declared lost; it is not sent again. */
	LOST

}
