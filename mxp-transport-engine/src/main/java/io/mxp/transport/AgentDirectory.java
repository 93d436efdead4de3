/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Optional;
import java.util.UUID;

/**
 * Finds the static keys of agents, so that a client can use them in its first handshake
 * message (Noise IK and NK). What a directory says is a hint, not trust: the peer still
 * has to be verified. Implementations may read files; they are never asked on an event
 * loop.
 */
public interface AgentDirectory {

	/** A directory that knows nobody. */
	AgentDirectory EMPTY = new AgentDirectory() {

		@Override
		public Optional<Entry> findById(UUID agentId) {
			return Optional.empty();
		}

		@Override
		public Optional<Entry> findByName(String name) {
			return Optional.empty();
		}

	};

	/**
	 * Finds an agent by its id.
	 * @param agentId the id
	 * @return the agent, if known
	 */
	Optional<Entry> findById(UUID agentId);

	/**
	 * Finds an agent by its name.
	 * @param name the name, compared exactly
	 * @return the agent, if known
	 */
	Optional<Entry> findByName(String name);

	/**
	 * One known agent.
	 *
	 * @param agentId its id
	 * @param name its name for people
	 * @param staticKey its public key
	 */
	record Entry(UUID agentId, String name, StaticKey staticKey) {
	}

}
