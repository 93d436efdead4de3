/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.mxp.transport.AgentDirectory;
import io.mxp.transport.StaticKey;

/** Keys of the configuration first, then those of another directory. */
final class SealKeys implements AgentDirectory {

	private final Map<UUID, StaticKey> keys;

	private final AgentDirectory next;

	SealKeys(Map<UUID, StaticKey> keys, AgentDirectory next) {
		this.keys = keys;
		this.next = next;
	}

	@Override
	public Optional<Entry> findById(UUID agentId) {
		StaticKey key = this.keys.get(agentId);
		return (key != null) ? Optional.of(new Entry(agentId, agentId.toString(), key)) : this.next.findById(agentId);
	}

	@Override
	public Optional<Entry> findByName(String name) {
		return this.next.findByName(name);
	}

	/** Whose keys are configured, for those who look at the configuration. */
	@Override
	public String toString() {
		return "keys of " + this.keys.keySet();
	}

}
