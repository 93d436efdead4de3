/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Where to connect, and what is known of the peer.
 *
 * @param address host, port, and the id of the agent that must answer, where one is asked
 * for
 * @param serverKey the peer's static key, or null where the trust policy knows it by
 * agent id
 * @param anonymous whether to keep our own identity to ourselves (pattern NK) even where
 * we have one
 * @param timeout bound on the whole handshake, or null for the configured one
 * @param early whether the connection may be used before the server has answered, where a
 * session ticket allows it: it is there at once then, and AgentDiscover, AgentHeartbeat
 * and Calls with an idempotency key travel with the first packets (0-RTT); all else waits
 * for the server's answer. Null for what {@link ResumptionConfig#sendEarly()} says
 */
public record ConnectRequest(MxpAddress address, @Nullable StaticKey serverKey, boolean anonymous,
		@Nullable Duration timeout, @Nullable Boolean early) {

	public ConnectRequest {
		Objects.requireNonNull(address, "address");
	}

	public static ConnectRequest to(MxpAddress address) {
		return new ConnectRequest(address, null, false, null, null);
	}

	public ConnectRequest withServerKey(StaticKey key) {
		return new ConnectRequest(this.address, key, this.anonymous, this.timeout, this.early);
	}

	public ConnectRequest anonymously() {
		return new ConnectRequest(this.address, this.serverKey, true, this.timeout, this.early);
	}

	public ConnectRequest withTimeout(Duration timeout) {
		return new ConnectRequest(this.address, this.serverKey, this.anonymous, timeout, this.early);
	}

	public ConnectRequest withEarly(boolean early) {
		return new ConnectRequest(this.address, this.serverKey, this.anonymous, this.timeout, early);
	}

}
