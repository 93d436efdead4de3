/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.security;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

import io.mxp.transport.PeerRole;

/**
 * What an agent's certificate is to say.
 *
 * @param agentId the agent
 * @param name its name for people, becomes the common name
 * @param life how long it is valid, from now; no longer than its authority
 * @param roles what the agent may be; both roles become no extended key usage
 */
public record LeafProfile(UUID agentId, String name, Duration life, Set<PeerRole> roles) {

	public LeafProfile {
		roles = Set.copyOf(roles);
		if (roles.isEmpty()) {
			throw new IllegalArgumentException("An agent's certificate needs a role: client, server or both.");
		}
	}

	/**
	 * A certificate for both roles.
	 * @param agentId the agent
	 * @param name its name for people
	 * @param life how long it is valid
	 */
	public LeafProfile(UUID agentId, String name, Duration life) {
		this(agentId, name, life, Set.of(PeerRole.values()));
	}

	boolean allowsEveryRole() {
		return this.roles.size() == PeerRole.values().length;
	}

}
