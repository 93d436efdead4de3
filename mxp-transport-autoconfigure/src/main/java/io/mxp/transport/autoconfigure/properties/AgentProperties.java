/*
 * Copyright 2026 the mxp-transport authors.
 *
 * Licensed under the Apache License, Version 2.0 (see LICENSE).
 * SPDX-License-Identifier: Apache-2.0
 */

package io.mxp.transport.autoconfigure.properties;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who this application is among agents.
 */
public class AgentProperties {

	/**
	 * Agent id, where the identity has no certificate. By default the one that the key
	 * derives. A call for another agent is refused.
	 */
	private @Nullable UUID id;

	/**
	 * Name of this agent for people, and of its identity at the development authority. By
	 * default spring.application.name.
	 */
	private @Nullable String name;

	public @Nullable UUID getId() {
		return this.id;
	}

	public void setId(@Nullable UUID id) {
		this.id = id;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

}
