/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Static keys of servers that certificates have shown, so that the next handshake names
 * the key at once. No trust comes with that: whoever answers is verified as at the first
 * time. Shared by the event loops of a transport.
 */
// SPEC handshake.md#known-servers
public final class KnownServers {

	/** Servers whose keys are kept; the one not asked for for longest goes first. */
	static final int MAX_SERVERS = 1_024;

	private final Map<Server, byte[]> keys = new LinkedHashMap<>(16, 0.75F, true);

	/** A server's certificate was accepted for this key. */
	synchronized void keep(InetSocketAddress address, String agentId, byte[] staticKey) {
		this.keys.put(new Server(address, agentId), staticKey.clone());
		if (this.keys.size() > MAX_SERVERS) {
			this.keys.remove(this.keys.keySet().iterator().next());
		}
	}

	/** The key that an agent had at an address. */
	synchronized byte @Nullable [] keyOf(InetSocketAddress address, @Nullable String agentId) {
		byte[] key = (agentId != null) ? this.keys.get(new Server(address, agentId)) : null;
		return (key != null) ? key.clone() : null;
	}

	/** The server says that it has another key. */
	synchronized void forget(InetSocketAddress address, String agentId) {
		this.keys.remove(new Server(address, agentId));
	}

	synchronized int size() {
		return this.keys.size();
	}

	private record Server(InetSocketAddress address, String agentId) {
	}

}
