/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Tokens that servers gave for later visits. Each is used once, and not for a connection
 * that shows another identity or none: it would tell the server who is behind both.
 */
// SPEC connection.md#tokens-for-later-visits
final class KeptTokens {

	/** Servers whose tokens are kept; the one not heard of for longest goes first. */
	static final int MAX_SERVERS = 256;

	/** Tokens of one server; the oldest goes first. */
	static final int MAX_OF_A_SERVER = 4;

	private final Map<Server, ArrayDeque<byte[]>> tokens = new LinkedHashMap<>(16, 0.75F, true);

	void keep(InetSocketAddress address, int keyId, boolean anonymous, byte[] token) {
		ArrayDeque<byte[]> kept = this.tokens.computeIfAbsent(new Server(address, keyId, anonymous),
				(server) -> new ArrayDeque<>());
		if (kept.size() == MAX_OF_A_SERVER) {
			kept.remove();
		}
		kept.add(token);
		if (this.tokens.size() > MAX_SERVERS) {
			this.tokens.remove(this.tokens.keySet().iterator().next());
		}
	}

	/** The newest token, which is gone with that. */
	byte @Nullable [] take(InetSocketAddress address, int keyId, boolean anonymous) {
		Server server = new Server(address, keyId, anonymous);
		ArrayDeque<byte[]> kept = this.tokens.get(server);
		if (kept == null) {
			return null;
		}
		byte[] token = kept.pollLast();
		if (kept.isEmpty()) {
			this.tokens.remove(server);
		}
		return token;
	}

	private record Server(InetSocketAddress address, int keyId, boolean anonymous) {
	}

}
