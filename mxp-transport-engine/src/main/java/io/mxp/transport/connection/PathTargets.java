/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.connection;

import java.net.InetAddress;

import io.mxp.transport.PathConfig;

/**
 * Where a peer's connection may move: it must not make us talk to services of our own
 * host or link (RFC 9000 §21.5).
 */
// SPEC connection.md#paths
final class PathTargets {

	private PathTargets() {
	}

	static boolean mayMove(PathConfig config, InetAddress from, InetAddress to) {
		return config.localTargets() || !isLocal(to) || isLocal(from);
	}

	private static boolean isLocal(InetAddress address) {
		return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isAnyLocalAddress()
				|| address.isMulticastAddress();
	}

}
