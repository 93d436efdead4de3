/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Agents that a trust policy names, before those of a directory. */
record KnownAgents(Map<UUID, AgentDirectory.Entry> entries, AgentDirectory next) implements AgentDirectory {

	KnownAgents {
		entries = Map.copyOf(entries);
	}

	@Override
	public Optional<Entry> findById(UUID agentId) {
		Entry entry = this.entries.get(agentId);
		return (entry != null) ? Optional.of(entry) : this.next.findById(agentId);
	}

	@Override
	public Optional<Entry> findByName(String name) {
		Optional<Entry> entry = this.entries.values().stream().filter((known) -> known.name().equals(name)).findFirst();
		return entry.isPresent() ? entry : this.next.findByName(name);
	}

}
