/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.endpoint;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Whom a client wants to reach, and what it knows of him before.
 *
 * @param address where he is
 * @param staticKey his static key, 32 bytes; null where none is known
 * @param pinned whether no other key than this one counts
 * @param anonymous whether we show no identity
 * @param agentId the agent that must answer, null for any with that key
 */
@SuppressWarnings("ArrayRecordComponent")
public record ServerTarget(InetSocketAddress address, byte @Nullable [] staticKey, boolean pinned, boolean anonymous,
		@Nullable String agentId) {

	// In full, as the checker of nulls overlooks the annotation of the array otherwise.
	public ServerTarget(InetSocketAddress address, byte @Nullable [] staticKey, boolean pinned, boolean anonymous,
			@Nullable String agentId) {
		if (staticKey == null && pinned) {
			throw new IllegalArgumentException("a pin is a key");
		}
		if (staticKey == null && agentId == null) {
			// Whoever has any certificate of the authority could answer.
			throw new IllegalArgumentException("where no key is known the agent has to be named");
		}
		this.address = address;
		this.staticKey = staticKey;
		this.pinned = pinned;
		this.anonymous = anonymous;
		this.agentId = agentId;
	}

	/** Whether he may turn out to have another key: an authority says who he is. */
	boolean mayHaveAnotherKey() {
		return !this.pinned && this.agentId != null;
	}

	@Override
	public String toString() {
		return "ServerTarget[" + this.address + ", " + this.agentId + (this.pinned ? ", pinned" : "")
				+ (this.anonymous ? ", anonymous" : "") + "]";
	}

}
