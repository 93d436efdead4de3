/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

/** The part that a peer plays in a connection. */
public enum PeerRole {

	/** The peer opened the connection. */
	CLIENT,

	/** The peer accepted the connection. */
	SERVER

}
